package io.yaim.report;

import io.yaim.loop.cycle.Event;
import io.yaim.model.Node;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.stream.Collectors;

/// Logs what a node has written to the store: one line for all changes of marks of one kind.
final class StoreChangeLogger {

    private final LineLogger lines;
    private final Map<ChangeKind, Set<VirtualIp>> byKind = new LinkedHashMap<>();
    private SortedMap<VirtualIp, String> unbindable = Collections.emptySortedMap();

    StoreChangeLogger(LineLogger lines) {
        this.lines = lines;
    }

    void log(List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.ChangeApplied(StoreChange storeChange)) {
                log(storeChange);
            }
        }
        byKind.forEach(this::log);
        byKind.clear();
    }

    private void log(StoreChange storeChange) {
        switch (storeChange) {
            case StoreChange.PutMember(var member) ->
                lines.log(Level.INFO, "member", "state", member.state(), "reason", member.reason());
            case StoreChange.ReplaceMember(var member, var _) ->
                lines.log(Level.INFO, "member", "state", member.state(), "reason", member.reason());
            case StoreChange.PutNode(var node) -> logNode(node);
            case StoreChange.DeleteNode _ -> lines.log(Level.INFO, "node-withdrawn");
            case StoreChange.Claim(var entry, var _) -> add(new ChangeKind("claimed", ""), entry.ip());
            case StoreChange.Retake(var mark) -> add(new ChangeKind("retaken", ""), mark.ip());
            case StoreChange.Unmark(var mark) -> add(new ChangeKind("unmarked", ""), mark.ip());
            case StoreChange.HandOver(var mark, var target) ->
                add(new ChangeKind("handed-over", target.name().value()), mark.ip());
            case StoreChange.PutNeighbourReport(var neighbourReport) ->
                lines.log(
                        Level.FINE, "neighbours", "count", neighbourReport.all().size());
            case StoreChange.PutConsentRecord(var record) ->
                lines.log(
                        Level.FINE,
                        "consent-record",
                        "names",
                        LineLogger.joined(record.peers().keySet()));
            case StoreChange.DeleteConsentRecord(var record) ->
                lines.log(
                        Level.INFO,
                        "consent-record-deleted",
                        "of",
                        record.tenancy().name());
        }
    }

    private void add(ChangeKind changeKind, VirtualIp ip) {
        byKind.computeIfAbsent(changeKind, _ -> new TreeSet<>()).add(ip);
    }

    private void log(ChangeKind changeKind, Set<VirtualIp> ips) {
        if (changeKind.target.isEmpty()) {
            lines.log(Level.INFO, changeKind.word, "count", ips.size(), "addresses", LineLogger.joined(ips));
        } else {
            lines.log(
                    Level.INFO,
                    changeKind.word,
                    "count",
                    ips.size(),
                    "addresses",
                    LineLogger.joined(ips),
                    "to",
                    changeKind.target);
        }
    }

    /// Logs only what is new: the whole list may be long.
    private void logNode(Node node) {
        SortedMap<VirtualIp, String> added = new TreeMap<>(node.unbindable());
        added.entrySet().removeAll(unbindable.entrySet());
        Set<VirtualIp> bindable = new TreeSet<>(unbindable.keySet());
        bindable.removeAll(node.unbindable().keySet());
        unbindable = node.unbindable();
        lines.log(
                Level.INFO,
                "node",
                "refused",
                node.unbindable().size(),
                "reasons",
                reasons(added),
                "bindable_again",
                LineLogger.joined(bindable));
    }

    /// Returns each reason once, with the addresses that cannot be bound for it.
    private static String reasons(SortedMap<VirtualIp, String> reasonByIp) {
        var byReason = new TreeMap<String, Set<VirtualIp>>();
        reasonByIp.forEach((ip, reason) ->
                byReason.computeIfAbsent(reason, _ -> new TreeSet<>()).add(ip));
        return byReason.entrySet().stream()
                .map(reason -> reason.getKey() + ": " + LineLogger.joined(reason.getValue()))
                .collect(Collectors.joining("; "));
    }

    /// What was done, and the target of a hand-over.
    private record ChangeKind(String word, String target) {}
}
