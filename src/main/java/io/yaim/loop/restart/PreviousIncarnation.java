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

/// What this node's life before this one left bound on purpose, until this life has taken it over or it is
/// gone.
public final class PreviousIncarnation {

    private final NodeName self;
    private Optional<PreviousTenancy> previousTenancy;
    private Optional<LeaseId> firstLease = Optional.empty();

    /// @param previousTenancy a life that kept addresses; else absent
    public PreviousIncarnation(NodeName self, Optional<PreviousTenancy> previousTenancy) {
        this.self = self;
        this.previousTenancy = previousTenancy;
    }

    /// What is left of it. A mark that was to be written anew may hang on this life's lease without this
    /// node's knowing; so once that lease is lost, nothing is kept any more.
    public Optional<PreviousTenancy> remainingUnder(Optional<Lease> lease) {
        Optional<LeaseId> present = lease.map(Lease::id);
        if (firstLease.isPresent() && !firstLease.equals(present)) {
            previousTenancy = previousTenancy.map(life -> life.retainingOnly(new TreeSet<>()));
        }
        firstLease = firstLease.or(() -> present);
        return previousTenancy;
    }

    /// Strikes out what the view shows to hang on the former lease no more; true if that was something.
    public boolean updateFrom(View view) {
        if (previousTenancy.isEmpty()) {
            return false;
        }
        PreviousTenancy life = previousTenancy.get();
        var left = new TreeSet<VirtualIp>();
        for (VirtualIp ip : life.retained()) {
            Mark mark = view.marks().get(ip);
            if (mark != null && mark.owner().equals(self) && mark.isAttachedTo(life.lease())) {
                left.add(ip);
            }
        }
        previousTenancy = Optional.of(life.retainingOnly(left));
        return left.size() < life.retained().size();
    }

    /// The former lease, once nothing hangs on it any more and it may be ended.
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
