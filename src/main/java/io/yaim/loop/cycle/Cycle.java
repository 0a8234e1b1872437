package io.yaim.loop.cycle;

import io.yaim.plan.Action;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One cycle of the loop: what it observed, planned and did. Logs, metrics and status use nothing else.
///
/// @param observation absent if the kernel could not be read
/// @param pause how long the loop waits before the next cycle, unless the bell is rung
public record Cycle(
        Optional<Observation> observation,
        List<Action> plan,
        List<Event> events,
        Duration started,
        Duration ended,
        Duration pause,
        boolean isLast) {

    public Cycle {
        plan = List.copyOf(plan);
        events = List.copyOf(events);
    }
}
