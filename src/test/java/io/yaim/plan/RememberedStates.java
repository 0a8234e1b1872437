package io.yaim.plan;

import io.yaim.model.View;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What loops remember in tests that are about something else.
public final class RememberedStates {

    private RememberedStates() {}

    /// Of a node that has just started.
    public static RememberedState empty() {
        return of(Optional.empty(), ProbeStatus.empty());
    }

    public static RememberedState of(Optional<View> lastView, ProbeStatus probeStatus) {
        return new RememberedState(
                new RememberedStore(lastView, new TreeMap<>(), new TreeMap<>(), Set.of(), Duration.ZERO),
                new RememberedLifetimes(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                new TreeMap<>(),
                Set.of(),
                probeStatus,
                Set.of(),
                Optional.empty());
    }
}
