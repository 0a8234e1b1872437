package io.yaim.store.etcd;

import java.time.Duration;
import java.util.function.Supplier;

/// The time at which a call must have ended, by a clock.
record Deadline(Duration end, Supplier<Duration> clock) {

    static Deadline in(Duration timeout, Supplier<Duration> clock) {
        return new Deadline(clock.get().plus(timeout), clock);
    }

    /// Never negative.
    Duration left() {
        Duration left = end.minus(clock.get());
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isOver() {
        return left().isZero();
    }

    /// This deadline, or an earlier one at `patience` from now.
    Deadline within(Duration patience) {
        Duration earlier = clock.get().plus(patience);
        return earlier.compareTo(end) < 0 ? new Deadline(earlier, clock) : this;
    }
}
