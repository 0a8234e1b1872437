package io.yaim.loop;

import io.yaim.model.Former;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.Optional;
import java.util.TreeSet;

/// What this node's life before this one left bound on purpose, until this life has taken it over or it is
/// gone.
final class FormerLife {

    private final NodeName self;
    private Optional<Former> former;
    private Optional<LeaseId> joined = Optional.empty();

    /// @param former a life that kept addresses; else absent
    FormerLife(NodeName self, Optional<Former> former) {
        this.self = self;
        this.former = former;
    }

    /// What is left of it. A mark that was to be written anew may hang on this life's lease without this
    /// node's knowing; so once that lease is lost, nothing is kept any more.
    Optional<Former> under(Optional<Lease> lease) {
        Optional<LeaseId> present = lease.map(Lease::id);
        if (joined.isPresent() && !joined.equals(present)) {
            former = former.map(life -> life.keeping(new TreeSet<>()));
        }
        joined = joined.or(() -> present);
        return former;
    }

    /// Strikes out what the view shows to hang on the former lease no more; true if that was something.
    boolean saw(View view) {
        if (former.isEmpty()) {
            return false;
        }
        Former life = former.get();
        var left = new TreeSet<VirtualIp>();
        for (VirtualIp ip : life.kept()) {
            Mark mark = view.marks().get(ip);
            if (mark != null && mark.owner().equals(self) && mark.hangsOn(life.lease())) {
                left.add(ip);
            }
        }
        former = Optional.of(life.keeping(left));
        return left.size() < life.kept().size();
    }

    /// The former lease, once nothing hangs on it any more and it may be ended.
    Optional<LeaseId> spent(View view) {
        return former.map(Former::lease).filter(lease -> isSpent(lease, view));
    }

    private static boolean isSpent(LeaseId lease, View view) {
        return view.marks().values().stream().noneMatch(mark -> mark.hangsOn(lease))
                && view.members().values().stream()
                        .noneMatch(member -> member.lease().equals(lease))
                && view.nodes().values().stream().noneMatch(node -> node.lease().equals(lease));
    }

    void ended() {
        former = Optional.empty();
    }
}
