package io.yaim.hook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after failures: twice as long each time, up to a most, and by lot up to half less, so
/// that nodes which failed together do not come back together.
public record Backoff(Duration first, Duration most) {

    public Backoff {
        if (!first.isPositive() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("expected 0 < first <= most, found " + first + ", " + most);
        }
    }

    /// @param failures in a row, from 1
    Duration after(int failures, RandomGenerator lots) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(most) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        Duration bounded = pause.compareTo(most) < 0 ? pause : most;
        return bounded.minusNanos(lots.nextLong(bounded.toNanos() / 2 + 1));
    }
}
