package io.yaim.loop.restart;

import io.yaim.loop.cycle.Event;
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
public final class GracefulRestart {

    /// Then it is given up, and the node leaves.
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private volatile boolean isRequested;
    private Optional<Duration> since = Optional.empty();

    /// May be called from any thread.
    public void request() {
        isRequested = true;
    }

    /// True once, when it begins.
    public boolean startIfRequested(Duration now) {
        if (!isRequested || since.isPresent()) {
            return false;
        }
        since = Optional.of(now);
        return true;
    }

    public boolean isOverdue(Duration now) {
        return since.filter(begun -> now.minus(begun).compareTo(TIMEOUT) > 0).isPresent();
    }

    /// Whether a keep-alive has been counted since this node was told to stop.
    public boolean hasFreshRenewal(Observation seen) {
        return !seen.isLeaving()
                && since.isPresent()
                && seen.lease()
                        .filter(lease -> lease.sentAt().compareTo(since.get()) >= 0)
                        .isPresent();
    }

    /// What was kept, after the last plan has been carried out; empty if nothing was.
    public static Optional<Event> retainedEvent(List<Action> plan, List<Event> events, Optional<Lease> lease) {
        if (lease.isEmpty() || events.stream().noneMatch(Event.Refreshed.class::isInstance)) {
            return Optional.empty();
        }
        for (Action action : plan) {
            if (action instanceof Action.Refresh(var bindings)) {
                List<VirtualIp> ips = bindings.stream().map(Binding::ip).toList();
                return Optional.of(new Event.AddressesRetained(
                        lease.get().id(), ips, lease.get().proof().endsAt()));
            }
        }
        return Optional.empty();
    }
}
