package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.Mark;
import io.yaim.model.View;
import java.util.ArrayList;
import java.util.List;

/// The last plan of a node that means to be back soon: what is surely its own stays, with all the time that
/// the proof allows; all else goes. Nothing is written, so its keys and marks stay as long as its lease.
final class Parting {

    private Parting() {}

    static List<Action> plan(Observation seen, View view, List<BoundAddress> ours) {
        var kept = new ArrayList<Binding>();
        var gone = new ArrayList<BoundAddress>();
        for (BoundAddress address : ours) {
            if (isOwn(seen, view, address)) {
                kept.add(address.binding());
            } else {
                gone.add(address);
            }
        }
        if (kept.isEmpty()) {
            return List.of();
        }
        var plan = new ArrayList<>(Planner.drop(gone, "not to be kept"));
        plan.add(new Action.Refresh(kept));
        return plan;
    }

    private static boolean isOwn(Observation seen, View view, BoundAddress address) {
        Mark mark = view.marks().get(address.ip());
        Entry entry = view.pool().get(address.ip());
        return entry != null && mark != null && seen.isFirm(mark) && address.isOurs();
    }
}
