package io.yaim.loop;

import java.time.Duration;

/// What it takes to refresh the lifetimes of this node's addresses: the slowest of late, forgotten gradually.
final class RefreshTime {

    private static final int LEAST_COUNT = 100;
    private static final double KEPT = 0.9;

    private double nanosPerAddress;

    void measured(int count, Duration took) {
        double measured = (double) took.toNanos() / Math.max(count, LEAST_COUNT);
        forget();
        nanosPerAddress = Math.max(measured, nanosPerAddress);
    }

    /// A little of it.
    void forget() {
        nanosPerAddress *= KEPT;
    }

    Duration of(int count) {
        return Duration.ofNanos((long) (nanosPerAddress * Math.max(count, LEAST_COUNT)));
    }
}
