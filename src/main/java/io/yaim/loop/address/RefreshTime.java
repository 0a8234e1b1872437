package io.yaim.loop.address;

import io.yaim.model.Host;
import java.time.Duration;

/// What it takes to refresh the lifetimes of this node's addresses: the slowest of late, forgotten gradually.
public final class RefreshTime {

    private static final int LEAST_COUNT = 100;
    private static final double DECAY_FACTOR = 0.9;

    private double nanosPerAddress;

    void measured(int count, Duration took) {
        double measured = (double) took.toNanos() / Math.max(count, LEAST_COUNT);
        decay();
        nanosPerAddress = Math.max(measured, nanosPerAddress);
    }

    /// What refreshing all of this host's own addresses takes. Where none is bound, none is refreshed and
    /// measured anew: then the last measure is forgotten all the same, or a slow one could keep this node
    /// from binding for ever.
    public Duration estimateFor(Host host) {
        int count = host.ours().size();
        if (count == 0) {
            decay();
        }
        return estimate(count);
    }

    private void decay() {
        nanosPerAddress *= DECAY_FACTOR;
    }

    Duration estimate(int count) {
        return Duration.ofNanos((long) (nanosPerAddress * Math.max(count, LEAST_COUNT)));
    }
}
