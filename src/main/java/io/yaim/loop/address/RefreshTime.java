package io.yaim.loop.address;

import io.yaim.model.Host;
import java.time.Duration;

/// How long a refresh of this node's addresses takes: the slowest recent measurement, which decays gradually.
public final class RefreshTime {

    private static final int LEAST_COUNT = 100;
    private static final double DECAY_FACTOR = 0.9;

    private double nanosPerAddress;

    void measured(int count, Duration took) {
        double measured = (double) took.toNanos() / Math.max(count, LEAST_COUNT);
        decay();
        nanosPerAddress = Math.max(measured, nanosPerAddress);
    }

    /// The time to refresh all of this host's own addresses. If none is bound, nothing is measured. The last
    /// measurement still decays then. Otherwise a slow one could prevent all binds of this node for ever.
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
