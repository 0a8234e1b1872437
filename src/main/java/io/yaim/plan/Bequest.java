package io.yaim.plan;

import io.yaim.model.Change;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Witnesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is passed on for a node whose life has ended, once nothing is bound on its host any more: so the others
/// need not ask the wire whether it still has what it had.
public final class Bequest {

    private Bequest() {}

    /// The changes, to be committed under the lease of that life, in this order.
    ///
    /// @param life the one that has ended
    /// @param dropped the entries that were bound when it ended; whether others had become free for it, only it
    ///     knew
    public static List<Change> of(View view, Tenancy life, Set<VirtualIp> dropped) {
        var changes = new ArrayList<Change>();
        Witnesses record = view.witnesses().get(life.name());
        if (record != null && record.of().incarnation().equals(life.incarnation())) {
            changes.add(new Change.DeleteWitnesses(record));
        }
        Node node = view.nodes().get(life.name());
        if (node != null && node.lease().equals(life.lease())) {
            changes.add(new Change.WithdrawNode(node));
        }
        Map<VirtualIp, NodeName> heirs = heirs(view, life.name());
        for (Mark mark : view.marks().values()) {
            boolean isPassedOn = dropped.contains(mark.ip()) && mark.owner().equals(life.name());
            NodeName heir = heirs.get(mark.ip());
            if (isPassedOn && mark.hangsOn(life.lease()) && heir != null) {
                changes.add(new Change.HandOver(mark, view.node(heir)));
            }
        }
        return changes;
    }

    /// The fair share of the others without this node.
    static Map<VirtualIp, NodeName> heirs(View view, NodeName leaver) {
        List<Node> others = view.nodes().values().stream()
                .filter(node -> !node.name().equals(leaver))
                .toList();
        return FairShare.assign(view.pool().values(), others, FairShare.owners(view, others), view.wishes());
    }
}
