package io.yaim.plan;

import io.yaim.model.BoundAddress;
import io.yaim.model.Change;
import io.yaim.model.Entry;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Witnesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The plan of a node that takes no entries: drop, then pass everything on, then, when it leaves, go. What
/// the kernel does not let go of yet holds up nothing else.
final class Resignation {

    private Resignation() {}

    static List<Action> plan(Observation seen, View view, List<BoundAddress> ours, String reason) {
        Set<VirtualIp> bound = ours.stream().map(BoundAddress::ip).collect(Collectors.toSet());
        List<Mark> dropped = view.marks().values().stream()
                .filter(mark -> mark.owner().equals(seen.self().name()) && !bound.contains(mark.ip()))
                .toList();
        var plan = new ArrayList<Action>(Planner.drop(ours, reason));
        if (ours.isEmpty() || !dropped.isEmpty()) {
            List<Change> changes = changes(seen, view, ours, dropped, reason);
            plan.addAll(changes.isEmpty() ? List.of() : List.of(new Action.Commit(changes)));
        }
        return plan.isEmpty() && seen.isLeaving() ? List.of(new Action.Leave()) : plan;
    }

    private static List<Change> changes(
            Observation seen, View view, List<BoundAddress> ours, List<Mark> dropped, String reason) {
        var changes = new ArrayList<Change>();
        NodeName me = seen.self().name();
        Member draft = Presence.member(seen, Optional.of(reason));
        Member known = view.members().get(me);
        if (known == null || !draft.saysTheSameAs(known)) {
            changes.add(Presence.put(draft, view));
        }
        Witnesses record = view.witnesses().get(me);
        if (ours.isEmpty()
                && record != null
                && record.of().incarnation().equals(seen.self().incarnation())) {
            changes.add(new Change.DeleteWitnesses(record));
        }
        Node node = view.nodes().get(me);
        if (node != null) {
            changes.add(new Change.WithdrawNode(node));
        }
        Map<VirtualIp, NodeName> heirs = Bequest.heirs(view, me);
        for (Mark mark : dropped) {
            Entry entry = view.pool().get(mark.ip());
            // who takes what is unclear has to probe it, and whoever it is handed to would not
            NodeName heir = entry == null || seen.isUnclear(mark.ip()) ? null : heirs.get(mark.ip());
            changes.add(heir == null ? new Change.Unmark(mark) : new Change.HandOver(mark, view.node(heir)));
        }
        return changes;
    }
}
