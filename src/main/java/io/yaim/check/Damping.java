package io.yaim.check;

/// Damps results, so that a single result need not change the state of a check.
///
/// @param rise the number of consecutive passes after which it passes
/// @param fall the number of consecutive failures after which it fails
/// @param opposite the number of latest consecutive results that contradict `passing`
record Damping(int rise, int fall, boolean passing, int opposite) {

    /// @param passing the initial state
    static Damping of(Pace pace, boolean passing) {
        return new Damping(pace.rise(), pace.fall(), passing, 0);
    }

    Damping after(boolean passed) {
        if (passed == passing) {
            return new Damping(rise, fall, passing, 0);
        }
        int needed = passing ? fall : rise;
        boolean changes = opposite + 1 >= needed;
        return changes ? new Damping(rise, fall, passed, 0) : new Damping(rise, fall, passing, opposite + 1);
    }
}
