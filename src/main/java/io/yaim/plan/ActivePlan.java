package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The plan of a node that takes entries: hold what is its share, pass on the rest, claim what is free.
final class ActivePlan {

    /// How many entries start to move for balance in one pass, so that none of them is silent for long.
    private static final int MAX_MOVES_PER_CYCLE = 100;

    private final Observation seen;
    private final View view;
    private final NodeName me;
    private final Map<VirtualIp, List<BoundAddress>> bound;
    private final SortedMap<VirtualIp, String> unbindable;
    private final Node draft;
    private final boolean isPublished;
    private final boolean isDrained;
    private final boolean mayBalance;
    private final Map<VirtualIp, NodeName> targets;
    private final ConsentRecordPlan consentRecordPlan;

    private final List<BoundAddress> unowned = new ArrayList<>();
    private final List<BoundAddress> moving = new ArrayList<>();
    private final PlanBuilder plan = new PlanBuilder();

    ActivePlan(Observation seen, View view, Map<VirtualIp, List<BoundAddress>> bound) {
        this.seen = seen;
        this.view = view;
        this.bound = bound;
        me = seen.self().name();
        unbindable = NodeRegistration.unbindable(seen, view);
        draft = NodeRegistration.node(seen, view, unbindable, seen.leaseId());
        Node known = view.nodes().get(me);
        isPublished = known != null && draft.equalsIgnoringRevision(known);
        isDrained = view.wishes().contains(new Wish.Drain(me));
        consentRecordPlan = new ConsentRecordPlan(seen, view);
        mayBalance = seen.isMembershipStable() && !view.wishes().contains(new Wish.Pause());
        targets = isPublished ? targets() : Map.of();
    }

    /// What this node's former life kept is still its own, though marked on another lease.
    private Map<VirtualIp, NodeName> targets() {
        Map<VirtualIp, NodeName> owners = Placement.owners(view);
        view.marks().values().stream().filter(seen::isRetained).forEach(mark -> owners.put(mark.ip(), me));
        return FairShare.assign(view.pool().values(), view.nodes().values(), owners, view.wishes());
    }

    List<Action> plan() {
        register();
        if (isPublished) {
            plan.changeAll(consentRecordPlan.changes(bound.keySet().stream().anyMatch(this::isHeldWithoutMark)));
            NodeRegistration.neighbourReportChange(seen, view).ifPresent(plan::change);
        }
        for (VirtualIp ip : relevantIps()) {
            decide(ip);
        }
        plan.requestRefusals(consentRecordPlan.refusalRequests());
        return plan.drop(unowned, "not owned").drop(moving, "moving").build();
    }

    /// Says in the store what this node is, before it takes anything.
    private void register() {
        Member member = NodeRegistration.member(seen, Optional.empty());
        Member known = view.members().get(me);
        if (known == null || !member.equalsIgnoringRevision(known)) {
            plan.change(NodeRegistration.memberChange(member, view));
        }
        if (!isPublished) {
            plan.change(new StoreChange.PutNode(draft));
        }
    }

    /// Whether it was held while the store was away, and nobody else has taken it since.
    private boolean isHeldWithoutMark(VirtualIp ip) {
        boolean isFree = !view.marks().containsKey(ip) && view.pool().containsKey(ip);
        return isFree && !seen.wasOnThisLease(ip) && (seen.isHeldByConsent(ip) || seen.isHoldingByClaim(ip));
    }

    private SortedSet<VirtualIp> relevantIps() {
        var concerned = new TreeSet<>(view.pool().keySet());
        concerned.addAll(view.marks().keySet());
        concerned.addAll(bound.keySet());
        return concerned;
    }

    private void decide(VirtualIp ip) {
        Entry entry = view.pool().get(ip);
        Mark mark = view.marks().get(ip);
        boolean isBound = bound.containsKey(ip);
        if (mark == null) {
            decideFree(ip, entry);
        } else if (isBound && entry != null && seen.isRetained(mark)) {
            retakeRetained(entry, mark);
        } else if (!seen.isMine(mark)) {
            dropIfBound(ip);
            if (!isBound) {
                resolveForeignMark(mark, entry);
            }
        } else if (entry == null) {
            giveUp(mark, Optional.empty());
        } else {
            bindOrPassOn(entry, mark);
        }
    }

    /// What is held while the store was away is claimed by whoever holds it. What a node may still hold
    /// that has vanished is claimed by nobody.
    private void decideFree(VirtualIp ip, @Nullable Entry entry) {
        boolean isHeld = bound.containsKey(ip) && isHeldWithoutMark(ip);
        if (!isHeld) {
            dropIfBound(ip);
        }
        if (entry == null || !isPublished) {
            return;
        }
        boolean isTarget = isTarget(entry) && !consentRecordPlan.isBlocking();
        if (isHeld || (isTarget && !mayBeClaimedBack(entry))) {
            plan.change(new StoreChange.Claim(entry, view.node(me)));
        } else if (isTarget) {
            probeIfDue(entry);
        }
    }

    /// Whether somebody who kept the entry while there was no store may still come back and claim it.
    private boolean mayBeClaimedBack(Entry entry) {
        return seen.self().failureMode(entry) == FailureMode.CLAIM && seen.mayBeBoundElsewhere(entry.ip());
    }

    private void probeIfDue(Entry entry) {
        if (seen.remembered().probeStatus().dueForProbe().contains(entry.ip())) {
            plan.probe(seen.self().binding(entry));
        }
    }

    /// A mark in this node's name that is not its own is taken by writing it anew, or deleted; one that
    /// hangs on no lease goes when its owner has been away for long, by the hand of the node that would
    /// take the entry.
    private void resolveForeignMark(Mark mark, @Nullable Entry entry) {
        boolean isTarget = entry != null && isTarget(entry);
        if (mark.owner().equals(me)) {
            if (isTarget) {
                plan.change(new StoreChange.Retake(mark));
            } else if (entry == null || isPublished) {
                plan.change(new StoreChange.Unmark(mark));
            }
        } else if (isTarget && seen.remembered().store().abandonedEntries().contains(mark.ip())) {
            plan.change(new StoreChange.Unmark(mark));
        }
    }

    /// An inherited address stays as it is until a view shows its mark on the present lease. Only then is
    /// it refreshed.
    private void retakeRetained(Entry entry, Mark mark) {
        if (!canTake(entry) || isDrained) {
            dropIfBound(entry.ip());
        } else if (isPublished) {
            plan.change(new StoreChange.Retake(mark));
        }
    }

    private boolean isTarget(Entry entry) {
        return me.equals(targets.get(entry.ip())) && canTake(entry);
    }

    /// The node key, by which targets are chosen, may not hold all that this node refuses.
    private boolean canTake(Entry entry) {
        return !unbindable.containsKey(entry.ip()) && draft.canTake(entry);
    }

    private void bindOrPassOn(Entry entry, Mark mark) {
        if (!canTake(entry) || isDrained) {
            if (isPublished) {
                giveUp(mark, newOwner(entry.ip()));
            } else {
                dropIfBound(entry.ip());
            }
            return;
        }
        NodeName target = targets.getOrDefault(entry.ip(), me);
        boolean isBound = bound.containsKey(entry.ip());
        boolean mayMove = mayBalance
                && !seen.mayBeBoundElsewhere(entry.ip())
                && (!isBound || moving.size() < MAX_MOVES_PER_CYCLE);
        if (!target.equals(me) && mayMove) {
            move(mark, target);
        } else {
            bindOrRefresh(entry, mark);
        }
    }

    /// Nobody inherits what is unclear: who takes it has to probe it, and whoever it is handed to would
    /// not.
    private Optional<NodeName> newOwner(VirtualIp ip) {
        return Optional.ofNullable(targets.get(ip))
                .filter(target -> !target.equals(me) && !seen.mayBeBoundElsewhere(ip));
    }

    /// Drop now; pass the mark on in the pass that sees the address gone.
    private void move(Mark mark, NodeName target) {
        if (bound.containsKey(mark.ip())) {
            moving.addAll(bound.get(mark.ip()));
        } else {
            plan.change(new StoreChange.HandOver(mark, view.node(target)));
        }
    }

    private void giveUp(Mark mark, Optional<NodeName> heir) {
        if (bound.containsKey(mark.ip())) {
            dropIfBound(mark.ip());
        } else if (heir.isPresent()) {
            plan.change(new StoreChange.HandOver(mark, view.node(heir.get())));
        } else {
            plan.change(new StoreChange.Unmark(mark));
        }
    }

    private void bindOrRefresh(Entry entry, Mark mark) {
        if (!seen.isFirmlyMine(mark)) {
            dropIfBound(mark.ip());
            plan.change(new StoreChange.Retake(mark));
            return;
        }
        Binding binding = seen.self().binding(entry);
        probeIfDue(entry);
        List<BoundAddress> present = bound.getOrDefault(entry.ip(), List.of());
        List<BoundAddress> misplaced =
                present.stream().filter(address -> !isAt(binding, address)).toList();
        unowned.addAll(misplaced);
        if (present.size() == misplaced.size()) {
            if (!consentRecordPlan.isBlocking() && !seen.mayBeBoundElsewhere(entry.ip())) {
                plan.bind(binding);
            }
            return;
        }
        if (isRefreshDue(present)) {
            plan.refresh(binding);
        }
        if (seen.remembered().announceable().contains(entry.ip())) {
            plan.announce(binding);
        }
    }

    private boolean isAt(Binding binding, BoundAddress address) {
        return address.interfaceName().equals(binding.interfaceName())
                && address.prefix() == binding.prefix()
                && address.label().equals(binding.label());
    }

    /// When it is time to; and at once where somebody gave an address more time than it may have.
    private boolean isRefreshDue(List<BoundAddress> present) {
        Proof proof = seen.lease().orElseThrow().proof();
        long longest = proof.lifetimeSeconds(seen.now(), seen.refreshTime()) + 1;
        return seen.isRefreshDue(proof, present)
                || present.stream().anyMatch(address -> address.lifetimeSeconds() > longest);
    }

    private void dropIfBound(VirtualIp ip) {
        unowned.addAll(bound.getOrDefault(ip, List.of()));
    }
}
