package io.yaim.loop.cycle;

import io.yaim.plan.Action;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One pass of the loop: what it saw, planned and did. Logs, metrics and status are made of nothing else.
///
/// @param observation absent when the kernel could not be asked
/// @param pause how long the loop may wait before the next pass, unless the bell rings
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
