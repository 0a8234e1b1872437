package io.yaim.plan;

import io.yaim.model.BoundAddress;
import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The plan of a node that takes no entries. It drops its addresses, hands over its entries and, if it is leaving,
/// ends its lease. An address that the kernel does not drop yet delays nothing else.
final class StepDownPlan {

    private StepDownPlan() {}

    static List<Action> plan(Observation seen, View view, List<BoundAddress> ours, String reason) {
        Set<VirtualIp> bound = ours.stream().map(BoundAddress::ip).collect(Collectors.toSet());
        List<Mark> dropped = view.marks().values().stream()
                .filter(mark -> mark.owner().equals(seen.self().name()) && !bound.contains(mark.ip()))
                .toList();
        var plan = new PlanBuilder().drop(ours, reason);
        List<StoreChange> changes =
                ours.isEmpty() || !dropped.isEmpty() ? changes(seen, view, ours, dropped, reason) : List.of();
        plan.changeAll(changes);
        if (ours.isEmpty() && changes.isEmpty() && seen.isLeaving()) {
            plan.releaseLease();
        }
        return plan.build();
    }

    private static List<StoreChange> changes(
            Observation seen, View view, List<BoundAddress> ours, List<Mark> dropped, String reason) {
        var changes = new ArrayList<StoreChange>();
        NodeName me = seen.self().name();
        Member draft = NodeRegistration.member(seen, Optional.of(reason));
        Member known = view.members().get(me);
        if (known == null || !draft.equalsIgnoringRevision(known)) {
            changes.add(NodeRegistration.memberChange(draft, view));
        }
        ConsentRecord record = view.consentRecords().get(me);
        if (ours.isEmpty()
                && record != null
                && record.tenancy().incarnation().equals(seen.self().incarnation())) {
            changes.add(new StoreChange.DeleteConsentRecord(record));
        }
        Node node = view.nodes().get(me);
        if (node != null) {
            changes.add(new StoreChange.DeleteNode(node));
        }
        Map<VirtualIp, NodeName> newOwners = Placement.targets(view, Set.of(me));
        for (Mark mark : dropped) {
            Entry entry = view.pool().get(mark.ip());
            // a node that claims an unclear entry probes it; one that gets it by hand-over does not
            NodeName newOwner = entry == null || seen.mayBeBoundElsewhere(mark.ip()) ? null : newOwners.get(mark.ip());
            changes.add(
                    newOwner == null
                            ? new StoreChange.Unmark(mark)
                            : new StoreChange.HandOver(mark, view.node(newOwner)));
        }
        return changes;
    }
}
