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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plan of a node that takes no entries: drop, then pass everything on, then, when it leaves, go.
final class Resignation {

    private Resignation() {}

    static List<Action> plan(Observation seen, View view, List<BoundAddress> ours, String reason) {
        if (!ours.isEmpty()) {
            return Planner.drop(ours, reason);
        }
        List<Change> changes = changes(seen, view, reason);
        if (!changes.isEmpty()) {
            return List.of(new Action.Commit(changes));
        }
        return seen.isLeaving() ? List.of(new Action.Leave()) : List.of();
    }

    private static List<Change> changes(Observation seen, View view, String reason) {
        var changes = new ArrayList<Change>();
        NodeName me = seen.self().name();
        Member draft = Presence.member(seen, Optional.of(reason));
        Member known = view.members().get(me);
        if (known == null || !draft.saysTheSameAs(known)) {
            changes.add(new Change.PutMember(draft));
        }
        Node node = view.nodes().get(me);
        if (node != null) {
            changes.add(new Change.WithdrawNode(node));
        }
        List<Node> others = view.nodes().values().stream()
                .filter(other -> !other.name().equals(me))
                .toList();
        Map<VirtualIp, NodeName> heirs =
                FairShare.assign(view.pool().values(), others, owners(view, others), view.wishes());
        for (Mark mark : view.marks().values()) {
            if (mark.owner().equals(me)) {
                Entry entry = view.pool().get(mark.ip());
                NodeName heir = entry == null ? null : heirs.get(mark.ip());
                changes.add(heir == null ? new Change.Unmark(mark) : new Change.HandOver(mark, view.node(heir)));
            }
        }
        return changes;
    }

    /// Who owns what among these nodes.
    static Map<VirtualIp, NodeName> owners(View view, List<Node> nodes) {
        var owners = new HashMap<VirtualIp, NodeName>();
        for (VirtualIp ip : view.marks().keySet()) {
            view.owner(ip).filter(nodes::contains).ifPresent(owner -> owners.put(ip, owner.name()));
        }
        return owners;
    }
}
