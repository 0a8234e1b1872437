package io.yaim.plan;

import static java.util.Comparator.comparingLong;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// What a node does about entries in claim mode when its lease proves nothing. It holds the addresses that it has,
/// unless another host says that it has them. It takes those that no host answers for. Nodes probe for an entry
/// one after the other, by their ranks for it, so each finds what an earlier one has just taken.
final class ClaimModePlan {

    /// For drafts of a node that are not written to the store and so need no lease.
    private static final LeaseId NONE = new LeaseId("none");

    private final Observation seen;
    private final View lastView;
    private final Set<VirtualIp> present = new HashSet<>();
    private final List<Binding> held = new ArrayList<>();
    private final List<Binding> claimed = new ArrayList<>();
    private final PlanBuilder plan;

    private ClaimModePlan(Observation seen, View last, PlanBuilder plan) {
        this.seen = seen;
        this.plan = plan;
        this.lastView = last;
    }

    /// @param ours all bound addresses of this node
    /// @param held those of them that it holds in claim mode
    static void addTo(PlanBuilder plan, Observation seen, List<BoundAddress> ours, List<Binding> held) {
        seen.remembered().lastView().ifPresent(last -> new ClaimModePlan(seen, last, plan).add(ours, held));
    }

    private void add(List<BoundAddress> ours, List<Binding> holding) {
        ours.forEach(address -> present.add(address.ip()));
        held.addAll(holding);
        if (!seen.isLeaseValid()) {
            planClaims();
        }
        hold();
    }

    private void planClaims() {
        SortedMap<VirtualIp, String> refusals = NodeRegistration.unbindable(seen, lastView);
        Node draft = NodeRegistration.node(seen, lastView, refusals, NONE);
        boolean isDrained = lastView.wishes().contains(new Wish.Drain(draft.name()));
        for (Entry entry : lastView.pool().values()) {
            boolean isTaker = !refusals.containsKey(entry.ip()) && draft.canTake(entry) && !isDrained;
            boolean isMissing = isTaker && !present.contains(entry.ip());
            if (isMissing && seen.self().failureMode(entry) == FailureMode.CLAIM) {
                planClaims(entry);
            }
        }
    }

    private void planClaims(Entry entry) {
        ProbeStatus probeStatus = seen.remembered().probeStatus();
        VirtualIp ip = entry.ip();
        if (probeStatus.unanswered().contains(ip)) {
            claimed.add(seen.self().binding(entry));
        } else if (!probeStatus.claimCandidates().contains(ip)) {
            plan.startClaimProbing(ip, rank(entry));
        } else if (probeStatus.dueForProbe().contains(ip)) {
            plan.probe(seen.self().binding(entry));
        }
    }

    /// How many of the nodes in the last view come before this one.
    private int rank(Entry entry) {
        long unit = Rendezvous.hash(entry.ip().toString());
        List<Node> order = lastView.nodes().values().stream()
                .sorted(comparingLong((Node node) ->
                                Rendezvous.rank(Rendezvous.hash(node.name().value()), unit))
                        .thenComparing(Node::name))
                .toList();
        int before = 0;
        while (before < order.size()
                && !order.get(before).name().equals(seen.self().name())) {
            before++;
        }
        return before;
    }

    private void hold() {
        boolean isDue = seen.now()
                        .minus(seen.remembered().lifetimes().heldWithoutProofAt())
                        .compareTo(seen.self().quietTime())
                >= 0;
        List<Binding> announced = held.stream()
                .filter(binding -> seen.remembered().announceable().contains(binding.ip()))
                .toList();
        if ((!held.isEmpty() && (isDue || !announced.isEmpty())) || !claimed.isEmpty()) {
            plan.holdWithoutProof(held, claimed);
        }
        announced.forEach(plan::announceWithoutProof);
    }
}
