package io.yaim.report;

import static io.yaim.report.LineLogger.joined;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import io.yaim.plan.Self;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Logs changes, one line for each event. A cycle that changes nothing logs nothing. A failure is logged when
/// it begins and when it ends, however often it happens in between.
public final class CycleLogger implements Consumer<Cycle> {

    private final LineLogger lines;
    private final StoreChangeLogger storeChangeLogger;
    private final SightingLogger sightingLogger;
    private final Set<String> failing = new HashSet<>();
    private Optional<Health> health = Optional.empty();
    private Set<NodeName> nodes = Set.of();
    private long unicastFrames;
    private boolean isHeldByConsent;
    private boolean isHeldWithoutProof;
    private boolean isPeerLacking;
    private Set<String> unmanagedKeys = Set.of();
    private Set<VirtualIp> foreignForms = Set.of();

    public CycleLogger(Logger logger) {
        lines = new LineLogger(logger);
        storeChangeLogger = new StoreChangeLogger(lines);
        sightingLogger = new SightingLogger(lines);
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.observation().ifPresent(this::logStateChanges);
        cycle.events().forEach(this::logEvent);
        storeChangeLogger.log(cycle.events());
        sightingLogger.log(cycle);
        Set<String> failed = cycle.events().stream()
                .filter(Event.Failed.class::isInstance)
                .map(event -> ((Event.Failed) event).what())
                .collect(Collectors.toSet());
        logRecoveries(cycle, failed);
    }

    private void logStateChanges(Observation seen) {
        if (!health.equals(Optional.of(seen.health()))) {
            health = Optional.of(seen.health());
            switch (seen.health()) {
                case Health.Healthy() -> lines.log(Level.INFO, "healthy");
                case Health.Unhealthy(String reason, boolean _) ->
                    lines.log(Level.WARNING, "unhealthy", "reason", reason);
            }
        }
        if (isHeldByConsent != seen.isHoldingByConsent()) {
            isHeldByConsent = seen.isHoldingByConsent();
            lines.log(
                    isHeldByConsent ? Level.WARNING : Level.INFO,
                    isHeldByConsent ? "held-by-consent" : "held-by-consent-ended");
        }
        if (isHeldWithoutProof != seen.isHoldingByClaim()) {
            isHeldWithoutProof = seen.isHoldingByClaim();
            lines.log(
                    isHeldWithoutProof ? Level.WARNING : Level.INFO,
                    isHeldWithoutProof ? "held-without-proof" : "held-without-proof-ended");
        }
        logForeignForms(seen);
        seen.view().ifPresent(view -> logViewChanges(view, seen.self()));
    }

    /// Another program changes the addresses of this node.
    private void logForeignForms(Observation seen) {
        Set<VirtualIp> foreign =
                seen.foreignForms().stream().map(BoundAddress::ip).collect(Collectors.toCollection(TreeSet::new));
        if (!foreign.isEmpty() && !foreign.equals(foreignForms)) {
            lines.log(Level.WARNING, "taken-over-again", "count", foreign.size(), "addresses", joined(foreign));
        }
        foreignForms = foreign;
    }

    private void logViewChanges(View view, Self self) {
        boolean lacksPeer = self.peerAddress().isEmpty() && self.hasFailureMode(FailureMode.FAILSAFE, view);
        if (lacksPeer && !isPeerLacking) {
            lines.log(
                    Level.WARNING,
                    "released-without-store",
                    "reason",
                    "an entry says failsafe, and there is no peer-listen");
        }
        isPeerLacking = lacksPeer;
        Set<NodeName> present = view.nodes().keySet();
        if (!present.equals(nodes)) {
            lines.log(Level.INFO, "nodes", "count", present.size(), "nodes", joined(present));
            nodes = Set.copyOf(present);
        }
        for (String key : view.unmanagedKeys()) {
            if (!unmanagedKeys.contains(key)) {
                lines.log(Level.WARNING, "unmanaged", "key", key);
            }
        }
        unmanagedKeys = Set.copyOf(view.unmanagedKeys());
    }

    private void logEvent(Event event) {
        switch (event) {
            case Event.LeaseObtained(var lease, var granted) ->
                lines.log(Level.INFO, "joined", "lease", lease, "ttl_s", granted.toSeconds());
            case Event.LeaseLost(var lease, var reason) ->
                lines.log(Level.WARNING, "lease-lost", "lease", lease, "reason", reason);
            case Event.LeaseReleased(var lease) -> lines.log(Level.INFO, "left", "lease", lease);
            case Event.AddressesRetained(var lease, var ips, var _) ->
                lines.log(Level.INFO, "retained", "lease", lease, "count", ips.size(), "addresses", joined(ips));
            case Event.Dropped(var addresses, var reason) -> {
                List<VirtualIp> ips = addresses.stream().map(BoundAddress::ip).toList();
                lines.log(Level.INFO, "dropped", "count", ips.size(), "reason", reason, "addresses", joined(ips));
            }
            case Event.Bound(var ips, var lifetime) ->
                lines.log(Level.INFO, "bound", "count", ips.size(), "lifetime_s", lifetime, "addresses", joined(ips));
            case Event.Refreshed(var count, var took) ->
                lines.log(Level.FINE, "refreshed", "count", count, "took_ms", took.toMillis());
            case Event.Announced(var count) -> lines.log(Level.FINE, "announced", "count", count);
            case Event.UnicastAnnounced(var frames, var left) -> logUnicast(frames, left);
            case Event.HardwareChanged(var interfaces, var count) ->
                lines.log(Level.INFO, "hardware-changed", "interfaces", joined(interfaces), "count", count);
            case Event.Probed(var count) -> lines.log(Level.FINE, "probed", "count", count);
            case Event.ProbeAnswered _,
                    Event.ConflictBegan _,
                    Event.ConflictEnded _ -> {} // logged together, one line for each host
            case Event.ChangeApplied _ -> {} // logged together, one line for each kind
            case Event.ChangeRejected(var storeChange) -> lines.log(Level.FINE, "refused", "change", storeChange);
            case Event.Failed(var what, var reason) -> logFailure(what, reason);
        }
    }

    private void logUnicast(int frames, int left) {
        unicastFrames += frames;
        lines.log(Level.FINE, "announced-unicast", "frames", frames, "addresses_left", left);
        if (left == 0) {
            lines.log(Level.INFO, "unicast-announced", "frames", unicastFrames);
            unicastFrames = 0;
        }
    }

    private void logFailure(String what, String reason) {
        if (failing.add(what)) {
            lines.log(Level.WARNING, "failed", "what", what, "reason", reason);
        }
    }

    /// A failure has ended when a later cycle has a lease and a view and no failure. Each cycle reads and renews;
    /// other actions are planned again.
    private void logRecoveries(Cycle cycle, Set<String> failed) {
        if (failing.isEmpty() || !failed.isEmpty() || cycle.observation().isEmpty()) {
            return;
        }
        if (cycle.observation().get().lease().isPresent()
                && cycle.observation().get().view().isPresent()) {
            lines.log(Level.INFO, "recovered", "what", String.join(", ", failing));
            failing.clear();
        }
    }
}
