package io.yaim.report;

import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Change;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Logs what changed, one line an event; a pass that changed nothing says nothing. A failure is told when it begins and
/// when it is over, however often it happens in between.
public final class Journal implements Consumer<Cycle> {

    private static final int MOST_ADDRESSES = 50;

    private final Logger logger;
    private final Set<String> failing = new HashSet<>();
    private Optional<Health> health = Optional.empty();
    private Set<NodeName> nodes = Set.of();
    private Set<String> oddities = Set.of();

    public Journal(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.seen().ifPresent(this::tellWhatIsNew);
        cycle.events().forEach(this::tell);
        tellChanges(cycle.events());
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
                case Health.Healthy healthy -> line(Level.INFO, "healthy", Map.of());
                case Health.Unhealthy(String reason) -> line(Level.WARNING, "unhealthy", Map.of("reason", reason));
            }
        }
        seen.view().ifPresent(this::tellView);
    }

    private void tellView(View view) {
        Set<NodeName> present = view.nodes().keySet();
        if (!present.equals(nodes)) {
            line(Level.INFO, "nodes", fields("count", present.size(), "nodes", joined(present)));
            nodes = Set.copyOf(present);
        }
        for (String oddity : view.oddities()) {
            if (!oddities.contains(oddity)) {
                line(Level.WARNING, "unmanaged", Map.of("key", oddity));
            }
        }
        oddities = Set.copyOf(view.oddities());
    }

    private void tell(Event event) {
        switch (event) {
            case Event.Joined joined ->
                line(
                        Level.INFO,
                        "joined",
                        fields(
                                "lease",
                                joined.lease(),
                                "ttl_s",
                                joined.granted().toSeconds()));
            case Event.LeaseLost lost ->
                line(Level.WARNING, "lease-lost", fields("lease", lost.lease(), "reason", lost.reason()));
            case Event.Left left -> line(Level.INFO, "left", fields("lease", left.lease()));
            case Event.Dropped dropped ->
                line(
                        Level.INFO,
                        "dropped",
                        fields(
                                "count",
                                dropped.addresses().size(),
                                "reason",
                                dropped.reason(),
                                "addresses",
                                joined(dropped.addresses().stream()
                                        .map(BoundAddress::ip)
                                        .toList())));
            case Event.Bound bound ->
                line(
                        Level.INFO,
                        "bound",
                        fields(
                                "count",
                                bound.ips().size(),
                                "lifetime_s",
                                bound.lifetimeSeconds(),
                                "addresses",
                                joined(bound.ips())));
            case Event.Refreshed refreshed ->
                line(
                        Level.FINE,
                        "refreshed",
                        fields(
                                "count",
                                refreshed.count(),
                                "took_ms",
                                refreshed.took().toMillis()));
            case Event.Announced announced -> line(Level.FINE, "announced", fields("count", announced.count()));
            case Event.Changed changed -> {}
            case Event.Refused refused -> line(Level.FINE, "refused", fields("change", refused.change()));
            case Event.Failed failed -> {
                if (failing.add(failed.what())) {
                    line(Level.WARNING, "failed", fields("what", failed.what(), "reason", failed.reason()));
                }
            }
        }
    }

    /// Many changes of one kind make one line.
    private void tellChanges(List<Event> events) {
        var byKind = new LinkedHashMap<String, Set<VirtualIp>>();
        for (Event event : events) {
            if (event instanceof Event.Changed(Change change)) {
                switch (change) {
                    case Change.PutMember put ->
                        line(
                                Level.INFO,
                                "member",
                                fields(
                                        "state",
                                        put.member().state(),
                                        "reason",
                                        put.member().reason()));
                    case Change.PutNode put ->
                        line(Level.INFO, "node", fields("refuses", put.node().refuses()));
                    case Change.WithdrawNode withdraw -> line(Level.INFO, "node-withdrawn", Map.of());
                    case Change.Claim claim ->
                        note(byKind, "claimed", claim.entry().ip());
                    case Change.Retake retake ->
                        note(byKind, "retaken", retake.mark().ip());
                    case Change.Unmark unmark ->
                        note(byKind, "unmarked", unmark.mark().ip());
                    case Change.HandOver handOver ->
                        note(
                                byKind,
                                "handed-over to=" + handOver.target().name(),
                                handOver.mark().ip());
                }
            }
        }
        byKind.forEach((kind, ips) -> {
            String[] words = kind.split(" to=", 2);
            Map<String, Object> fields = fields("count", ips.size(), "addresses", joined(ips));
            if (words.length == 2) {
                fields.put("to", words[1]);
            }
            line(Level.INFO, words[0], fields);
        });
    }

    private static void note(Map<String, Set<VirtualIp>> byKind, String kind, VirtualIp ip) {
        byKind.computeIfAbsent(kind, key -> new java.util.TreeSet<>()).add(ip);
    }

    /// Over is a failure once the same was tried without failing: a look and a renewal in every pass, others when they
    /// are planned again.
    private void tellRecoveries(Cycle cycle, Set<String> failed) {
        if (failing.isEmpty() || !failed.isEmpty() || cycle.seen().isEmpty()) {
            return;
        }
        if (cycle.seen().get().lease().isPresent() && cycle.seen().get().view().isPresent()) {
            line(Level.INFO, "recovered", fields("what", String.join(", ", failing)));
            failing.clear();
        }
    }

    private static String joined(Collection<?> things) {
        String text =
                things.stream().limit(MOST_ADDRESSES).map(Object::toString).collect(Collectors.joining(","));
        return things.size() > MOST_ADDRESSES ? text + ",..." : text;
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }

    private void line(Level level, String event, Map<String, ?> fields) {
        var line = new LogRecord(level, event);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        logger.log(line);
    }
}
