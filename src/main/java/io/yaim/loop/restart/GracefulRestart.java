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

/// The graceful restart of a node. It waits for a counted keep-alive, gives its addresses the longest lifetimes
/// that the proof allows, and stops without dropping them.
public final class GracefulRestart {

    /// After this time the graceful restart is given up, and the node leaves.
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private volatile boolean isRequested;
    private Optional<Duration> since = Optional.empty();

    /// May be called from any thread.
    public void request() {
        isRequested = true;
    }

    /// Returns true once, when the graceful restart begins.
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

    /// Whether a keep-alive was counted since this node was told to stop.
    public boolean hasFreshRenewal(Observation seen) {
        return !seen.isLeaving()
                && since.isPresent()
                && seen.lease()
                        .filter(lease -> lease.sentAt().compareTo(since.get()) >= 0)
                        .isPresent();
    }

    /// The addresses that were retained, after the last plan was carried out. Empty if there are none.
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
