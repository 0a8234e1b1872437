package io.yaim.report;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.BoundAddress;
import io.yaim.model.FailureMode;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import io.yaim.plan.Self;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Logs changes, one line for each event. A cycle that changes nothing logs nothing. A failure is logged when
/// it begins and when it ends, however often it happens in between.
public final class CycleLogger implements Consumer<Cycle> {

    private static final int MAX_ADDRESSES = 50;

    /// Limits lines about packets from the network, which any host can send.
    private static final int MAX_SIGHTINGS = 20;
    private static final Duration SIGHTINGS_PERIOD = Duration.ofSeconds(10);

    private final Logger logger;
    private final Set<String> failing = new HashSet<>();
    private final LogRateLimiter sightings = new LogRateLimiter(MAX_SIGHTINGS, SIGHTINGS_PERIOD);
    private Optional<Health> health = Optional.empty();
    private Set<NodeName> nodes = Set.of();
    private long unicastFrames;
    private boolean isHeldByConsent;
    private boolean isHeldWithoutProof;
    private boolean isPeerLacking;
    private Set<String> unmanagedKeys = Set.of();

    public CycleLogger(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.observation().ifPresent(this::logStateChanges);
        cycle.events().forEach(this::logEvent);
        logStoreChanges(cycle.events());
        logSightings(cycle);
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
                case Health.Healthy() -> log(Level.INFO, "healthy");
                case Health.Unhealthy(String reason, boolean _) -> log(Level.WARNING, "unhealthy", "reason", reason);
            }
        }
        if (isHeldByConsent != seen.isHoldingByConsent()) {
            isHeldByConsent = seen.isHoldingByConsent();
            log(
                    isHeldByConsent ? Level.WARNING : Level.INFO,
                    isHeldByConsent ? "held-by-consent" : "held-by-consent-ended");
        }
        if (isHeldWithoutProof != seen.isHoldingByClaim()) {
            isHeldWithoutProof = seen.isHoldingByClaim();
            log(
                    isHeldWithoutProof ? Level.WARNING : Level.INFO,
                    isHeldWithoutProof ? "held-without-proof" : "held-without-proof-ended");
        }
        seen.view().ifPresent(view -> logViewChanges(view, seen.self()));
    }

    private void logViewChanges(View view, Self self) {
        boolean lacksPeer = self.peerAddress().isEmpty() && self.hasFailureMode(FailureMode.FAILSAFE, view);
        if (lacksPeer && !isPeerLacking) {
            log(
                    Level.WARNING,
                    "released-without-store",
                    "reason",
                    "an entry says failsafe, and there is no peer-listen");
        }
        isPeerLacking = lacksPeer;
        Set<NodeName> present = view.nodes().keySet();
        if (!present.equals(nodes)) {
            log(Level.INFO, "nodes", "count", present.size(), "nodes", joined(present));
            nodes = Set.copyOf(present);
        }
        for (String key : view.unmanagedKeys()) {
            if (!unmanagedKeys.contains(key)) {
                log(Level.WARNING, "unmanaged", "key", key);
            }
        }
        unmanagedKeys = Set.copyOf(view.unmanagedKeys());
    }

    private void logEvent(Event event) {
        switch (event) {
            case Event.LeaseObtained(var lease, var granted) ->
                log(Level.INFO, "joined", "lease", lease, "ttl_s", granted.toSeconds());
            case Event.LeaseLost(var lease, var reason) ->
                log(Level.WARNING, "lease-lost", "lease", lease, "reason", reason);
            case Event.LeaseReleased(var lease) -> log(Level.INFO, "left", "lease", lease);
            case Event.AddressesRetained(var lease, var ips, var _) ->
                log(Level.INFO, "retained", "lease", lease, "count", ips.size(), "addresses", joined(ips));
            case Event.Dropped(var addresses, var reason) -> {
                List<VirtualIp> ips = addresses.stream().map(BoundAddress::ip).toList();
                log(Level.INFO, "dropped", "count", ips.size(), "reason", reason, "addresses", joined(ips));
            }
            case Event.Bound(var ips, var lifetime) ->
                log(Level.INFO, "bound", "count", ips.size(), "lifetime_s", lifetime, "addresses", joined(ips));
            case Event.Refreshed(var count, var took) ->
                log(Level.FINE, "refreshed", "count", count, "took_ms", took.toMillis());
            case Event.Announced(var count) -> log(Level.FINE, "announced", "count", count);
            case Event.UnicastAnnounced(var frames, var left) -> {
                unicastFrames += frames;
                log(Level.FINE, "announced-unicast", "frames", frames, "addresses_left", left);
                if (left == 0) {
                    log(Level.INFO, "unicast-announced", "frames", unicastFrames);
                    unicastFrames = 0;
                }
            }
            case Event.Probed(var count) -> log(Level.FINE, "probed", "count", count);
            case Event.ProbeAnswered _,
                    Event.ConflictBegan _,
                    Event.ConflictEnded _ -> {} // logged together, one line for each host
            case Event.ChangeApplied _ -> {} // logged together, one line for each kind
            case Event.ChangeRejected(var storeChange) -> log(Level.FINE, "refused", "change", storeChange);
            case Event.Failed(var what, var reason) -> {
                if (failing.add(what)) {
                    log(Level.WARNING, "failed", "what", what, "reason", reason);
                }
            }
        }
    }

    /// Writes one line for all addresses of one host.
    private void logSightings(Cycle cycle) {
        long suppressed = sightings.suppressed(cycle.started());
        if (suppressed > 0) {
            log(Level.WARNING, "suppressed", "lines", suppressed, "of", "conflict, conflict-over, not-bound-yet");
        }
        var hosts = new LinkedHashMap<SightingKind, Set<VirtualIp>>();
        for (Event event : cycle.events()) {
            switch (event) {
                case Event.ProbeAnswered(var by) ->
                    group(hosts, SightingKind.of(Level.INFO, "not-bound-yet", by), by.ip());
                case Event.ConflictBegan(var by) ->
                    group(hosts, SightingKind.of(Level.WARNING, "conflict", by), by.ip());
                case Event.ConflictEnded(var by) ->
                    group(hosts, SightingKind.of(Level.INFO, "conflict-over", by), by.ip());
                default -> {}
            }
        }
        hosts.forEach((what, ips) -> {
            if (sightings.admits(cycle.started())) {
                log(
                        what.level,
                        what.word,
                        "count",
                        ips.size(),
                        "addresses",
                        joined(ips),
                        "mac",
                        what.mac,
                        "interface",
                        what.interfaceName);
            }
        });
    }

    /// Writes one line for all changes of one kind.
    private void logStoreChanges(List<Event> events) {
        var byKind = new LinkedHashMap<ChangeKind, Set<VirtualIp>>();
        for (Event event : events) {
            if (event instanceof Event.ChangeApplied(StoreChange storeChange)) {
                switch (storeChange) {
                    case StoreChange.PutMember(var member) ->
                        log(Level.INFO, "member", "state", member.state(), "reason", member.reason());
                    case StoreChange.ReplaceMember(var member, var _) ->
                        log(Level.INFO, "member", "state", member.state(), "reason", member.reason());
                    case StoreChange.PutNode(var node) ->
                        log(Level.INFO, "node", "refused", node.unbindable().size(), "reasons", reasons(node));
                    case StoreChange.DeleteNode _ -> log(Level.INFO, "node-withdrawn");
                    case StoreChange.Claim(var entry, var _) ->
                        group(byKind, new ChangeKind("claimed", ""), entry.ip());
                    case StoreChange.Retake(var mark) -> group(byKind, new ChangeKind("retaken", ""), mark.ip());
                    case StoreChange.Unmark(var mark) -> group(byKind, new ChangeKind("unmarked", ""), mark.ip());
                    case StoreChange.HandOver(var mark, var target) ->
                        group(
                                byKind,
                                new ChangeKind("handed-over", target.name().value()),
                                mark.ip());
                    case StoreChange.PutNeighbourReport(var neighbourReport) ->
                        log(
                                Level.FINE,
                                "neighbours",
                                "count",
                                neighbourReport.all().size());
                    case StoreChange.PutConsentRecord(var record) ->
                        log(
                                Level.FINE,
                                "consent-record",
                                "names",
                                joined(record.peers().keySet()));
                    case StoreChange.DeleteConsentRecord(var record) ->
                        log(
                                Level.INFO,
                                "consent-record-deleted",
                                "of",
                                record.tenancy().name());
                }
            }
        }
        byKind.forEach((changeKind, ips) -> {
            if (changeKind.target.isEmpty()) {
                log(Level.INFO, changeKind.word, "count", ips.size(), "addresses", joined(ips));
            } else {
                log(
                        Level.INFO,
                        changeKind.word,
                        "count",
                        ips.size(),
                        "addresses",
                        joined(ips),
                        "to",
                        changeKind.target);
            }
        });
    }

    /// Returns each reason once, with the addresses that cannot be bound for it.
    private static String reasons(Node node) {
        var byReason = new TreeMap<String, Set<VirtualIp>>();
        node.unbindable()
                .forEach((ip, reason) ->
                        byReason.computeIfAbsent(reason, _ -> new TreeSet<>()).add(ip));
        return byReason.entrySet().stream()
                .map(reason -> reason.getKey() + ": " + joined(reason.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static <K> void group(Map<K, Set<VirtualIp>> byKind, K kind, VirtualIp ip) {
        byKind.computeIfAbsent(kind, _ -> new TreeSet<>()).add(ip);
    }

    /// A failure has ended when a later cycle has a lease and a view and no failure. Each cycle reads and renews;
    /// other actions are planned again.
    private void logRecoveries(Cycle cycle, Set<String> failed) {
        if (failing.isEmpty() || !failed.isEmpty() || cycle.observation().isEmpty()) {
            return;
        }
        if (cycle.observation().get().lease().isPresent()
                && cycle.observation().get().view().isPresent()) {
            log(Level.INFO, "recovered", "what", String.join(", ", failing));
            failing.clear();
        }
    }

    private static String joined(Collection<?> things) {
        String text = things.stream().limit(MAX_ADDRESSES).map(Object::toString).collect(Collectors.joining(","));
        return things.size() > MAX_ADDRESSES ? text + ",..." : text;
    }

    private void log(Level level, String event, Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        var line = new LogRecord(level, event);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        logger.log(line);
    }

    /// What was done, and the target of a hand-over.
    private record ChangeKind(String word, String target) {}

    /// Another host that uses addresses of this node.
    private record SightingKind(Level level, String word, HardwareAddress mac, String interfaceName) {

        static SightingKind of(Level level, String word, AddressSighting by) {
            return new SightingKind(level, word, by.senderHardware(), by.interfaceName());
        }
    }
}
