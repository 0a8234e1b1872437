package io.yaim.sim;

import io.yaim.loop.Clock;
import java.time.Duration;

/// The clock of one machine, which runs a little fast or slow.
///
/// @param ppm how many millionths it is fast
record RatedClock(Timeline timeline, Duration start, long ppm) implements Clock {

    private static final long MILLION = 1_000_000;

    @Override
    public Duration now() {
        return at(timeline.now());
    }

    private Duration at(Duration time) {
        return start.plusNanos(shown(time.toNanos()));
    }

    private long shown(long nanos) {
        return nanos + nanos / MILLION * ppm + nanos % MILLION * ppm / MILLION;
    }

    /// When this clock shows the time.
    Duration when(Duration shownTime) {
        long wanted = shownTime.minus(start).toNanos();
        long rate = MILLION + ppm;
        long nanos = wanted / rate * MILLION + wanted % rate * MILLION / rate - 1;
        while (shown(nanos) < wanted) {
            nanos++;
        }
        return Duration.ofNanos(nanos);
    }
}
