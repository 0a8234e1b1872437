package io.yaim.loop.restart;

import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.Optional;
import java.util.TreeSet;

/// The addresses that the previous incarnation of this node retained, until this incarnation has taken them over
/// or they are gone.
public final class PreviousIncarnation {

    private final NodeName self;
    private Optional<PreviousTenancy> previousTenancy;
    private Optional<LeaseId> firstLease = Optional.empty();

    /// @param previousTenancy the previous incarnation, if it retained addresses
    public PreviousIncarnation(NodeName self, Optional<PreviousTenancy> previousTenancy) {
        this.self = self;
        this.previousTenancy = previousTenancy;
    }

    /// The addresses that are still retained, with their tenancy. A retake may have taken effect without this
    /// node's knowledge. Then the mark is on this incarnation's first lease. So once that lease is lost, no
    /// address is retained any more.
    public Optional<PreviousTenancy> remainingUnder(Optional<Lease> lease) {
        Optional<LeaseId> present = lease.map(Lease::id);
        if (firstLease.isPresent() && !firstLease.equals(present)) {
            previousTenancy = previousTenancy.map(tenancy -> tenancy.retainingOnly(new TreeSet<>()));
        }
        firstLease = firstLease.or(() -> present);
        return previousTenancy;
    }

    /// Removes the addresses whose marks the view does not show on the previous lease. Returns whether there were
    /// any.
    public boolean updateFrom(View view) {
        if (previousTenancy.isEmpty()) {
            return false;
        }
        PreviousTenancy tenancy = previousTenancy.get();
        var left = new TreeSet<VirtualIp>();
        for (VirtualIp ip : tenancy.retained()) {
            Mark mark = view.marks().get(ip);
            if (mark != null && mark.owner().equals(self) && mark.isAttachedTo(tenancy.lease())) {
                left.add(ip);
            }
        }
        previousTenancy = Optional.of(tenancy.retainingOnly(left));
        return left.size() < tenancy.retained().size();
    }

    /// The previous lease, once nothing is attached to it, so that it may be ended.
    public Optional<LeaseId> endableLease(View view) {
        return previousTenancy.map(PreviousTenancy::lease).filter(lease -> isUnused(lease, view));
    }

    private static boolean isUnused(LeaseId lease, View view) {
        return view.marks().values().stream().noneMatch(mark -> mark.isAttachedTo(lease))
                && view.members().values().stream()
                        .noneMatch(member -> member.lease().equals(lease))
                && view.nodes().values().stream().noneMatch(node -> node.lease().equals(lease));
    }

    public void noteLeaseEnded() {
        previousTenancy = Optional.empty();
    }
}
