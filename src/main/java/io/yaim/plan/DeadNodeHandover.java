package io.yaim.plan;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is passed on for a node whose life has ended, once nothing is bound on its host any more: so the others
/// need not ask the wire whether it still has what it had.
public final class DeadNodeHandover {

    private DeadNodeHandover() {}

    /// The changes, to be committed under the lease of that life, in this order.
    ///
    /// @param life the one that has ended
    /// @param dropped the entries that were bound when it ended; whether others had become free for it, only it
    ///     knew
    public static List<StoreChange> of(View view, Tenancy life, Set<VirtualIp> dropped) {
        var changes = new ArrayList<StoreChange>();
        ConsentRecord record = view.consentRecords().get(life.name());
        if (record != null && record.tenancy().incarnation().equals(life.incarnation())) {
            changes.add(new StoreChange.DeleteConsentRecord(record));
        }
        Node node = view.nodes().get(life.name());
        if (node != null && node.lease().equals(life.lease())) {
            changes.add(new StoreChange.DeleteNode(node));
        }
        Map<VirtualIp, NodeName> newOwners = Placement.targets(view, Set.of(life.name()));
        for (Mark mark : view.marks().values()) {
            boolean isPassedOn = dropped.contains(mark.ip()) && mark.owner().equals(life.name());
            NodeName newOwner = newOwners.get(mark.ip());
            if (isPassedOn && mark.isAttachedTo(life.lease()) && newOwner != null) {
                changes.add(new StoreChange.HandOver(mark, view.node(newOwner)));
            }
        }
        return changes;
    }
}
