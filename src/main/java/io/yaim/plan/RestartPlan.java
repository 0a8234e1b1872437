package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.Mark;
import io.yaim.model.View;
import java.util.ArrayList;
import java.util.List;

/// The last plan of a node before a graceful restart. Addresses that firmly belong to this node stay, with the
/// longest lifetime that the proof allows. All others are dropped. Nothing is written, so the node's keys and
/// marks stay as long as its lease.
final class RestartPlan {

    private RestartPlan() {}

    static List<Action> plan(Observation seen, View view, List<BoundAddress> ours) {
        var retained = new ArrayList<Binding>();
        var dropped = new ArrayList<BoundAddress>();
        for (BoundAddress address : ours) {
            if (isOwn(seen, view, address)) {
                retained.add(address.binding());
            } else {
                dropped.add(address);
            }
        }
        if (retained.isEmpty()) {
            return List.of();
        }
        var plan = new PlanBuilder().drop(dropped, "not retained");
        retained.forEach(plan::refresh);
        return plan.build();
    }

    private static boolean isOwn(Observation seen, View view, BoundAddress address) {
        Mark mark = view.marks().get(address.ip());
        Entry entry = view.pool().get(address.ip());
        return entry != null && mark != null && seen.isFirmlyMine(mark) && address.isOurs();
    }
}
