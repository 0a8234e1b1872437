package io.yaim.api;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The responses of `/healthz` and `/readyz`, computed from the last cycle.
public final class HealthEndpoints implements Consumer<Cycle> {

    /// A text, and whether the status is 200.
    public record HealthAnswer(boolean isGood, String text) {}

    private final Clock clock;
    private final Duration maxAge;
    private volatile Optional<Cycle> last = Optional.empty();

    /// @param maxAge how long ago the last cycle of a live loop may have ended
    public HealthEndpoints(Clock clock, Duration maxAge) {
        this.clock = clock;
        this.maxAge = maxAge;
    }

    @Override
    public void accept(Cycle cycle) {
        last = Optional.of(cycle);
    }

    /// Returns whether the loop runs.
    public HealthAnswer alive() {
        Optional<Cycle> cycle = last;
        if (cycle.isEmpty()) {
            return new HealthAnswer(false, "no cycle has ended yet\n");
        }
        Duration ago = clock.now().minus(cycle.get().ended());
        return new HealthAnswer(ago.compareTo(maxAge) <= 0, "the last cycle ended " + ago.toMillis() + " ms ago\n");
    }

    /// Returns whether this node takes entries.
    public HealthAnswer ready() {
        HealthAnswer alive = alive();
        Optional<Observation> seen = last.flatMap(Cycle::observation);
        if (!alive.isGood() || seen.isEmpty()) {
            return new HealthAnswer(false, alive.text());
        }
        Optional<String> ineligibility = Planner.ineligibility(seen.get());
        if (ineligibility.isPresent()) {
            return new HealthAnswer(false, "unhealthy: " + ineligibility.get() + "\n");
        }
        boolean isThere = seen.get()
                .view()
                .filter(view -> view.nodes().containsKey(seen.get().self().name()))
                .isPresent();
        return new HealthAnswer(isThere, isThere ? "ready\n" : "not registered in the store yet\n");
    }
}
