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
    /// @param ended the tenancy that has ended
    /// @param dropped the entries that were bound when it ended; only that incarnation knew whether others were
    ///     free for it
    public static List<StoreChange> of(View view, Tenancy ended, Set<VirtualIp> dropped) {
        var changes = new ArrayList<StoreChange>();
        ConsentRecord record = view.consentRecords().get(ended.name());
        if (record != null && record.tenancy().incarnation().equals(ended.incarnation())) {
            changes.add(new StoreChange.DeleteConsentRecord(record));
        }
        Node node = view.nodes().get(ended.name());
        if (node != null && node.lease().equals(ended.lease())) {
            changes.add(new StoreChange.DeleteNode(node));
        }
        Map<VirtualIp, NodeName> newOwners = Placement.targets(view, Set.of(ended.name()));
        for (Mark mark : view.marks().values()) {
            boolean isPassedOn = dropped.contains(mark.ip()) && mark.owner().equals(ended.name());
            NodeName newOwner = newOwners.get(mark.ip());
            if (isPassedOn && mark.isAttachedTo(ended.lease()) && newOwner != null) {
                changes.add(new StoreChange.HandOver(mark, view.node(newOwner)));
            }
        }
        return changes;
    }
}
