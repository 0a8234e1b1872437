package io.yaim.store.multicast.jgroups;

/// Accepts each number of a session once, and no number that is too old to be tracked (as RFC 6479 does).
final class ReplayWindow {

    private static final int SIZE = 1024;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private final long floor;
    private long top;

    /// @param floor this number and all below count as seen
    ReplayWindow(long floor) {
        this.floor = floor;
        this.top = floor;
    }

    boolean acceptOnce(long number) {
        if (number <= floor || number <= top - SIZE) {
            return false;
        }
        for (long next = Math.max(top, number - SIZE) + 1; next <= number; next++) {
            seen[word(next)] &= ~bit(next);
        }
        top = Math.max(top, number);
        boolean isNew = (seen[word(number)] & bit(number)) == 0;
        seen[word(number)] |= bit(number);
        return isNew;
    }

    private static int word(long number) {
        return (int) (number / Long.SIZE % (SIZE / Long.SIZE));
    }

    private static long bit(long number) {
        return 1L << (number % Long.SIZE);
    }
}
