package io.yaim.check;

/// Keeps a check from changing its mind at every single result.
///
/// @param rise passes in a row that make it passing
/// @param fall failures in a row that make it failing
/// @param contrary results in a row, up to now, that speak against `passing`
record Damping(int rise, int fall, boolean passing, int contrary) {

    /// @param passing what holds until it turns
    static Damping of(Pace pace, boolean passing) {
        return new Damping(pace.rise(), pace.fall(), passing, 0);
    }

    Damping after(boolean passed) {
        if (passed == passing) {
            return new Damping(rise, fall, passing, 0);
        }
        int enough = passing ? fall : rise;
        boolean turns = contrary + 1 >= enough;
        return turns ? new Damping(rise, fall, passed, 0) : new Damping(rise, fall, passing, contrary + 1);
    }
}
