package io.yaim.loop;

import io.yaim.model.Binding;
import io.yaim.model.Lease;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Action;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a node stops that leaves its addresses bound for a restart: a keep-alive that is counted, then the
/// lifetimes that it allows, then nothing more.
final class Departure {

    /// Then it is given up, and the node leaves.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private volatile boolean isAskedFor;
    private Optional<Duration> since = Optional.empty();

    /// May be called from any thread.
    void askFor() {
        isAskedFor = true;
    }

    /// True once, when it begins.
    boolean begins(Duration now) {
        if (!isAskedFor || since.isPresent()) {
            return false;
        }
        since = Optional.of(now);
        return true;
    }

    boolean isOverdue(Duration now) {
        return since.filter(begun -> now.minus(begun).compareTo(PATIENCE) > 0).isPresent();
    }

    /// Whether a keep-alive has been counted since this node was told to stop.
    boolean isReady(Observation seen) {
        return !seen.isLeaving()
                && since.isPresent()
                && seen.lease()
                        .filter(lease -> lease.sent().compareTo(since.get()) >= 0)
                        .isPresent();
    }

    /// What was kept, after the last plan has been carried out; empty if nothing was.
    static Optional<Event> outcome(List<Action> plan, List<Event> events, Optional<Lease> lease) {
        if (lease.isEmpty() || events.stream().noneMatch(Event.Refreshed.class::isInstance)) {
            return Optional.empty();
        }
        for (Action action : plan) {
            if (action instanceof Action.Refresh(var bindings)) {
                List<VirtualIp> ips = bindings.stream().map(Binding::ip).toList();
                return Optional.of(new Event.Kept(
                        lease.get().id(), ips, lease.get().proof().ends()));
            }
        }
        return Optional.empty();
    }
}
