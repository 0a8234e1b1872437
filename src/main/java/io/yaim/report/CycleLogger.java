package io.yaim.report;

import static io.yaim.report.LineLogger.joined;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Link;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import io.yaim.plan.Self;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Logs changes, one line for each event. A cycle that changes nothing logs nothing.
public final class CycleLogger implements Consumer<Cycle> {

    private final LineLogger lines;
    private final StoreChangeLogger storeChangeLogger;
    private final SightingLogger sightingLogger;
    private final FailureLogger failureLogger;
    private final BindingLogger bindingLogger;
    private Optional<String> ineligibility = Optional.of("not known yet");
    private Optional<String> probation = Optional.empty();
    private Set<String> unusableInterfaces = Set.of();
    private Set<NodeName> nodes = Set.of();
    private long unicastFrames;
    private boolean isHeldByConsent;
    private boolean isHeldWithoutProof;
    private boolean isPeerLacking;
    private Set<String> unmanagedKeys = Set.of();

    public CycleLogger(Logger logger) {
        lines = new LineLogger(logger);
        storeChangeLogger = new StoreChangeLogger(lines);
        sightingLogger = new SightingLogger(lines);
        failureLogger = new FailureLogger(lines);
        bindingLogger = new BindingLogger(lines);
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.observation().ifPresent(this::logStateChanges);
        cycle.events().forEach(this::logEvent);
        bindingLogger.log(cycle);
        storeChangeLogger.log(cycle.events());
        sightingLogger.log(cycle);
        failureLogger.log(cycle);
    }

    private void logStateChanges(Observation seen) {
        logEligibility(seen);
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
        seen.view().ifPresent(view -> {
            logInterfaces(seen, view);
            logViewChanges(view, seen.self());
        });
    }

    /// A node that leaves is told by other lines.
    private void logEligibility(Observation seen) {
        Optional<String> next = Planner.ineligibility(seen);
        if (!next.equals(ineligibility) && !seen.isLeaving()) {
            ineligibility = next;
            next.ifPresentOrElse(
                    reason -> lines.log(Level.WARNING, "unhealthy", "reason", reason),
                    () -> lines.log(Level.INFO, "healthy"));
        }
        Optional<String> nextProbation = seen.localHost().probations().reason();
        if (!nextProbation.equals(probation)) {
            probation = nextProbation;
            nextProbation.ifPresentOrElse(
                    reason -> lines.log(Level.WARNING, "probation", "reason", reason),
                    () -> lines.log(Level.INFO, "probation-over"));
        }
    }

    /// The interfaces of entries that name one. Without the node's own interface it is unhealthy.
    private void logInterfaces(Observation seen, View view) {
        var unusable = new TreeSet<String>();
        for (Entry entry : view.pool().values()) {
            entry.interfaceName()
                    .filter(name -> !name.equals(seen.self().interfaceName()))
                    .filter(name -> Optional.ofNullable(seen.host().links().get(name))
                            .filter(Link::isUsable)
                            .isEmpty())
                    .ifPresent(unusable::add);
        }
        for (String name : unusable) {
            if (!unusableInterfaces.contains(name)) {
                lines.log(Level.WARNING, "interface-unusable", "interface", name);
            }
        }
        for (String name : unusableInterfaces) {
            if (!unusable.contains(name)) {
                lines.log(Level.INFO, "interface-usable", "interface", name);
            }
        }
        unusableInterfaces = unusable;
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
            case Event.Dropped _, Event.Bound _ -> {} // logged by another class, which knows earlier cycles
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
            case Event.Failed _ -> {} // logged by another class as well
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
}
