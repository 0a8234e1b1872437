package io.yaim.status;

import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.Occupied;
import io.yaim.plan.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The target owner of each entry, the entries that would move, and the reasons. It changes nothing.
public final class PlanReport {

    private final View view;
    private final Set<NodeName> without;
    private final Map<VirtualIp, NodeName> owners;
    private final SortedMap<VirtualIp, NodeName> targets;

    /// @param without nodes that the plan treats as drained
    public PlanReport(View view, Set<NodeName> without) {
        this.view = view;
        this.without = Set.copyOf(without);
        owners = Placement.owners(view);
        targets = Placement.targets(view, without);
    }

    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("revision", view.revision());
        fields.put("moves", moves());
        var assignment = new LinkedHashMap<String, String>();
        targets.forEach((ip, name) -> assignment.put(ip.toString(), name.value()));
        fields.put("assignment", assignment);
        fields.put("unplaceable", unplaceable());
        return fields;
    }

    private List<Map<String, Object>> moves() {
        var moves = new ArrayList<Map<String, Object>>();
        for (Entry entry : view.pool().values()) {
            Optional<NodeName> from = Optional.ofNullable(owners.get(entry.ip()));
            Optional<NodeName> to = Optional.ofNullable(targets.get(entry.ip()));
            if (!from.equals(to)) {
                var move = new LinkedHashMap<String, Object>();
                move.put("ip", entry.ip().toString());
                move.put("from", from.map(NodeName::value));
                move.put("to", to.map(NodeName::value));
                move.put("why", why(entry, from, to));
                moves.add(move);
            }
        }
        return moves;
    }

    private String why(Entry entry, Optional<NodeName> from, Optional<NodeName> to) {
        if (to.isEmpty()) {
            return "no node takes it";
        }
        if (view.wishes().contains(new Wish.Pin(entry.ip(), to.get()))) {
            return "it is pinned to " + to.get();
        }
        if (from.isEmpty()) {
            return "it has no owner";
        }
        if (without.contains(from.get()) || view.wishes().contains(new Wish.Drain(from.get()))) {
            return from.get() + " is drained";
        }
        if (!view.node(from.get()).canTake(entry)) {
            return from.get() + " does not take it any more";
        }
        return entry.prefer().contains(to.get())
                ? "it prefers " + to.get()
                : from.get() + " has more than its share, " + to.get() + " less";
    }

    /// Lists the entries that no node takes, with the reason of each node.
    private Map<String, String> unplaceable() {
        var reasons = new TreeMap<String, String>();
        for (Entry entry : view.pool().values()) {
            if (!targets.containsKey(entry.ip())) {
                reasons.put(entry.ip().toString(), obstacles(entry));
            }
        }
        return reasons;
    }

    private String obstacles(Entry entry) {
        if (view.nodes().isEmpty()) {
            return "there is no healthy node";
        }
        Map<NodeName, String> reports = Occupied.reports(view, entry.ip());
        if (!reports.isEmpty()) {
            return reports.entrySet().stream()
                    .map(report -> report.getKey() + ": " + report.getValue())
                    .collect(Collectors.joining("; "));
        }
        return view.nodes().values().stream()
                .map(node -> node.name() + ": "
                        + Optional.ofNullable(node.unbindable().get(entry.ip()))
                                .orElse(
                                        node.canTake(entry)
                                                ? "is drained, or does not take all of its group"
                                                : "has no such interface"))
                .collect(Collectors.joining("; "));
    }
}
