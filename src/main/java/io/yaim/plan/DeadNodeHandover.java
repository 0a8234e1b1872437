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

/// What is handed over for an incarnation that has ended, once no address is bound on its host any more. So the
/// other nodes need not probe its entries.
public final class DeadNodeHandover {

    private DeadNodeHandover() {}

    /// The changes, in order, to be committed under the lease of that incarnation.
    ///
    /// @param life the tenancy that has ended
    /// @param dropped the entries that were bound when it ended; only that incarnation knew whether others were
    ///     free for it
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
