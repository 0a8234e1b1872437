package io.yaim.report;

import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Change;
import io.yaim.model.FailureMode;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Sighting;
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

/// Logs what changed, one line an event; a pass that changed nothing says nothing. A failure is told when
/// it begins and when it is over, however often it happens in between.
public final class Journal implements Consumer<Cycle> {

    private static final int MOST_ADDRESSES = 50;

    /// Of what is heard on the wire, which anybody can fill.
    private static final int MOST_SIGHTINGS = 20;
    private static final Duration SIGHTINGS_PERIOD = Duration.ofSeconds(10);

    private final Logger logger;
    private final Set<String> failing = new HashSet<>();
    private final Quota sightings = new Quota(MOST_SIGHTINGS, SIGHTINGS_PERIOD);
    private Optional<Health> health = Optional.empty();
    private Set<NodeName> nodes = Set.of();
    private long directed;
    private boolean isHoldingOver;
    private boolean isAdrift;
    private boolean isPeerLacking;
    private Set<String> oddities = Set.of();

    public Journal(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.seen().ifPresent(this::tellWhatIsNew);
        cycle.events().forEach(this::tell);
        tellChanges(cycle.events());
        tellSightings(cycle);
        Set<String> failed = cycle.events().stream()
                .filter(Event.Failed.class::isInstance)
                .map(event -> ((Event.Failed) event).what())
                .collect(Collectors.toSet());
        tellRecoveries(cycle, failed);
    }

    private void tellWhatIsNew(Observation seen) {
        if (!health.equals(Optional.of(seen.health()))) {
            health = Optional.of(seen.health());
            switch (seen.health()) {
                case Health.Healthy() -> say(Level.INFO, "healthy");
                case Health.Unhealthy(String reason, boolean _) -> say(Level.WARNING, "unhealthy", "reason", reason);
            }
        }
        if (isHoldingOver != seen.isHoldingOver()) {
            isHoldingOver = seen.isHoldingOver();
            say(isHoldingOver ? Level.WARNING : Level.INFO, isHoldingOver ? "holding-over" : "holding-over-ended");
        }
        if (isAdrift != seen.isAdrift()) {
            isAdrift = seen.isAdrift();
            say(isAdrift ? Level.WARNING : Level.INFO, isAdrift ? "adrift" : "adrift-ended");
        }
        seen.view().ifPresent(view -> tellView(view, seen.self()));
    }

    private void tellView(View view, Self self) {
        boolean lacksPeer = self.peer().isEmpty() && self.hasFailureMode(FailureMode.FAILSAFE, view);
        if (lacksPeer && !isPeerLacking) {
            say(
                    Level.WARNING,
                    "released-without-store",
                    "reason",
                    "an entry says failsafe, and there is no peer-listen");
        }
        isPeerLacking = lacksPeer;
        Set<NodeName> present = view.nodes().keySet();
        if (!present.equals(nodes)) {
            say(Level.INFO, "nodes", "count", present.size(), "nodes", joined(present));
            nodes = Set.copyOf(present);
        }
        for (String oddity : view.oddities()) {
            if (!oddities.contains(oddity)) {
                say(Level.WARNING, "unmanaged", "key", oddity);
            }
        }
        oddities = Set.copyOf(view.oddities());
    }

    private void tell(Event event) {
        switch (event) {
            case Event.Joined(var lease, var granted) ->
                say(Level.INFO, "joined", "lease", lease, "ttl_s", granted.toSeconds());
            case Event.LeaseLost(var lease, var reason) ->
                say(Level.WARNING, "lease-lost", "lease", lease, "reason", reason);
            case Event.Left(var lease) -> say(Level.INFO, "left", "lease", lease);
            case Event.Kept(var lease, var ips, var _) ->
                say(Level.INFO, "kept", "lease", lease, "count", ips.size(), "addresses", joined(ips));
            case Event.Dropped(var addresses, var reason) -> {
                List<VirtualIp> ips = addresses.stream().map(BoundAddress::ip).toList();
                say(Level.INFO, "dropped", "count", ips.size(), "reason", reason, "addresses", joined(ips));
            }
            case Event.Bound(var ips, var lifetime) ->
                say(Level.INFO, "bound", "count", ips.size(), "lifetime_s", lifetime, "addresses", joined(ips));
            case Event.Refreshed(var count, var took) ->
                say(Level.FINE, "refreshed", "count", count, "took_ms", took.toMillis());
            case Event.Announced(var count) -> say(Level.FINE, "announced", "count", count);
            case Event.Directed(var frames, var left) -> {
                directed += frames;
                say(Level.FINE, "announced-directly", "frames", frames, "addresses_left", left);
                if (left == 0) {
                    say(Level.INFO, "neighbours-told", "frames", directed);
                    directed = 0;
                }
            }
            case Event.Probed(var count) -> say(Level.FINE, "probed", "count", count);
            case Event.Answered _, Event.ConflictBegan _, Event.ConflictEnded _ -> {} // told together
            case Event.Changed _ -> {} // told with its kind
            case Event.Refused(var change) -> say(Level.FINE, "refused", "change", change);
            case Event.Failed(var what, var reason) -> {
                if (failing.add(what)) {
                    say(Level.WARNING, "failed", "what", what, "reason", reason);
                }
            }
        }
    }

    /// What one host has makes one line.
    private void tellSightings(Cycle cycle) {
        long withheld = sightings.withheld(cycle.started());
        if (withheld > 0) {
            say(Level.WARNING, "withheld", "lines", withheld, "of", "conflict, conflict-over, not-bound-yet");
        }
        var heard = new LinkedHashMap<Heard, Set<VirtualIp>>();
        for (Event event : cycle.events()) {
            switch (event) {
                case Event.Answered(var by) -> note(heard, Heard.of(Level.INFO, "not-bound-yet", by), by.ip());
                case Event.ConflictBegan(var by) -> note(heard, Heard.of(Level.WARNING, "conflict", by), by.ip());
                case Event.ConflictEnded(var by) -> note(heard, Heard.of(Level.INFO, "conflict-over", by), by.ip());
                default -> {}
            }
        }
        heard.forEach((what, ips) -> {
            if (sightings.admits(cycle.started())) {
                say(
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

    /// Many changes of one kind make one line.
    private void tellChanges(List<Event> events) {
        var byKind = new LinkedHashMap<Kind, Set<VirtualIp>>();
        for (Event event : events) {
            if (event instanceof Event.Changed(Change change)) {
                switch (change) {
                    case Change.PutMember(var member) ->
                        say(Level.INFO, "member", "state", member.state(), "reason", member.reason());
                    case Change.ReplaceMember(var member, var _) ->
                        say(Level.INFO, "member", "state", member.state(), "reason", member.reason());
                    case Change.PutNode(var node) ->
                        say(Level.INFO, "node", "refused", node.refuses().size(), "reasons", reasons(node));
                    case Change.WithdrawNode _ -> say(Level.INFO, "node-withdrawn");
                    case Change.Claim(var entry, var _) -> note(byKind, new Kind("claimed", ""), entry.ip());
                    case Change.Retake(var mark) -> note(byKind, new Kind("retaken", ""), mark.ip());
                    case Change.Unmark(var mark) -> note(byKind, new Kind("unmarked", ""), mark.ip());
                    case Change.HandOver(var mark, var target) ->
                        note(byKind, new Kind("handed-over", target.name().value()), mark.ip());
                    case Change.PutNeighbours(var neighbours) ->
                        say(Level.FINE, "neighbours", "count", neighbours.all().size());
                    case Change.PutWitnesses(var record) ->
                        say(
                                Level.FINE,
                                "witnesses",
                                "names",
                                joined(record.witnesses().keySet()));
                    case Change.DeleteWitnesses(var record) ->
                        say(Level.INFO, "witnesses-cleared", "of", record.of().name());
                }
            }
        }
        byKind.forEach((kind, ips) -> {
            if (kind.target.isEmpty()) {
                say(Level.INFO, kind.word, "count", ips.size(), "addresses", joined(ips));
            } else {
                say(Level.INFO, kind.word, "count", ips.size(), "addresses", joined(ips), "to", kind.target);
            }
        });
    }

    /// Each reason once, with what is refused for it.
    private static String reasons(Node node) {
        var byReason = new TreeMap<String, Set<VirtualIp>>();
        node.refuses()
                .forEach((ip, reason) ->
                        byReason.computeIfAbsent(reason, _ -> new TreeSet<>()).add(ip));
        return byReason.entrySet().stream()
                .map(reason -> reason.getKey() + ": " + joined(reason.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static <K> void note(Map<K, Set<VirtualIp>> byKind, K kind, VirtualIp ip) {
        byKind.computeIfAbsent(kind, _ -> new TreeSet<>()).add(ip);
    }

    /// Over is a failure once the same was tried without failing: a look and a renewal in every pass,
    /// others when they are planned again.
    private void tellRecoveries(Cycle cycle, Set<String> failed) {
        if (failing.isEmpty() || !failed.isEmpty() || cycle.seen().isEmpty()) {
            return;
        }
        if (cycle.seen().get().lease().isPresent() && cycle.seen().get().view().isPresent()) {
            say(Level.INFO, "recovered", "what", String.join(", ", failing));
            failing.clear();
        }
    }

    private static String joined(Collection<?> things) {
        String text =
                things.stream().limit(MOST_ADDRESSES).map(Object::toString).collect(Collectors.joining(","));
        return things.size() > MOST_ADDRESSES ? text + ",..." : text;
    }

    private void say(Level level, String event, Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        var line = new LogRecord(level, event);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        logger.log(line);
    }

    /// What was done, and for a hand-over to whom.
    private record Kind(String word, String target) {}

    /// Who uses addresses beside this node.
    private record Heard(Level level, String word, HardwareAddress mac, String interfaceName) {

        static Heard of(Level level, String word, Sighting by) {
            return new Heard(level, word, by.by(), by.interfaceName());
        }
    }
}
