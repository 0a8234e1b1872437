package io.yaim.hook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The pause after failures. It doubles with each failure up to a maximum. A random part of up to half is
/// subtracted, so that nodes that failed together do not retry together.
public record Backoff(Duration first, Duration most) {

    public Backoff {
        if (!first.isPositive() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("expected 0 < first <= most, found " + first + ", " + most);
        }
    }

    /// @param failures the number of failures in a row, from 1
    Duration after(int failures, RandomGenerator lots) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(most) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        Duration bounded = pause.compareTo(most) < 0 ? pause : most;
        return bounded.minusNanos(lots.nextLong(bounded.toNanos() / 2 + 1));
    }
}
