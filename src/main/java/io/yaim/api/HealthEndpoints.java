package io.yaim.api;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.model.Health;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What `/healthz` and `/readyz` say, by the last pass.
public final class HealthEndpoints implements Consumer<Cycle> {

    /// An answer in words, and whether it is good news.
    public record HealthAnswer(boolean isGood, String text) {}

    private final Clock clock;
    private final Duration patience;
    private volatile Optional<Cycle> last = Optional.empty();

    /// @param patience how long ago the last pass may have ended in a loop that is alive
    public HealthEndpoints(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public void accept(Cycle cycle) {
        last = Optional.of(cycle);
    }

    /// Whether the loop goes round.
    public HealthAnswer alive() {
        Optional<Cycle> cycle = last;
        if (cycle.isEmpty()) {
            return new HealthAnswer(false, "no pass has ended yet\n");
        }
        Duration ago = clock.now().minus(cycle.get().ended());
        return new HealthAnswer(ago.compareTo(patience) <= 0, "the last pass ended " + ago.toMillis() + " ms ago\n");
    }

    /// Whether this node takes entries.
    public HealthAnswer ready() {
        HealthAnswer alive = alive();
        Optional<Observation> seen = last.flatMap(Cycle::observation);
        if (!alive.isGood() || seen.isEmpty()) {
            return new HealthAnswer(false, alive.text());
        }
        if (seen.get().health() instanceof Health.Unhealthy(String reason, boolean _)) {
            return new HealthAnswer(false, "unhealthy: " + reason + "\n");
        }
        boolean isThere = seen.get()
                .view()
                .filter(view -> view.nodes().containsKey(seen.get().self().name()))
                .isPresent();
        return new HealthAnswer(isThere, isThere ? "ready\n" : "not in the store yet\n");
    }
}
