package io.yaim.sim.engine;

import io.yaim.loop.cycle.Clock;
import java.time.Duration;

/// The clock of one machine, which runs a little fast or slow.
///
/// @param ppm how many millionths it is fast
public record DriftingClock(EventQueue eventQueue, Duration start, long ppm) implements Clock {

    private static final long MILLION = 1_000_000;

    @Override
    public Duration now() {
        return at(eventQueue.now());
    }

    private Duration at(Duration time) {
        return start.plusNanos(shown(time.toNanos()));
    }

    private long shown(long nanos) {
        return nanos + nanos / MILLION * ppm + nanos % MILLION * ppm / MILLION;
    }

    /// The time of the event queue at which this clock shows the given time.
    public Duration timelineTime(Duration shownTime) {
        long wanted = shownTime.minus(start).toNanos();
        long rate = MILLION + ppm;
        long nanos = wanted / rate * MILLION + wanted % rate * MILLION / rate - 1;
        while (shown(nanos) < wanted) {
            nanos++;
        }
        return Duration.ofNanos(nanos);
    }
}
