package io.yaim.loop.address;

import java.time.Duration;

/// What it takes to refresh the lifetimes of this node's addresses: the slowest of late, forgotten gradually.
final class RefreshTime {

    private static final int LEAST_COUNT = 100;
    private static final double DECAY_FACTOR = 0.9;

    private double nanosPerAddress;

    void measured(int count, Duration took) {
        double measured = (double) took.toNanos() / Math.max(count, LEAST_COUNT);
        decay();
        nanosPerAddress = Math.max(measured, nanosPerAddress);
    }

    /// A little of it.
    void decay() {
        nanosPerAddress *= DECAY_FACTOR;
    }

    Duration estimate(int count) {
        return Duration.ofNanos((long) (nanosPerAddress * Math.max(count, LEAST_COUNT)));
    }
}
