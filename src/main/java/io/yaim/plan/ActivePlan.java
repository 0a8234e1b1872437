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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The plan of a node that takes entries. It holds its share, hands over the rest, and claims free entries.
final class ActivePlan {

    /// The number of entries that start to move for balance in one cycle, so that none is silent for long.
    private static final int MAX_MOVES_PER_CYCLE = 100;

    private final Observation seen;
    private final View view;
    private final NodeName me;
    private final Map<VirtualIp, List<BoundAddress>> bound;
    private final SortedMap<VirtualIp, String> unbindable;
    private final Node draft;
    private final boolean isPublished;
    private final boolean isDrained;
    private final boolean isPaused;
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
        isPaused = view.wishes().contains(new Wish.Pause());
        targets = isPublished ? targets() : Map.of();
    }

    /// The current owner of each entry. Retained addresses still belong to this node, although their marks are on
    /// another lease.
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

    /// Writes this node's keys to the store before it takes any entry.
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

    /// Whether the address was held while the store was away, and no other node has taken the entry since.
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

    /// A node claims the free entries that it holds. While a lost node may still hold free entries, no other node
    /// claims any.
    private void decideFree(VirtualIp ip, @Nullable Entry entry) {
        boolean isHeld = bound.containsKey(ip) && isHeldWithoutMark(ip);
        if (!isHeld) {
            dropIfBound(ip);
        }
        if (entry == null || !isPublished) {
            return;
        }
        boolean isTarget = isTarget(entry) && !consentRecordPlan.isBlocking();
        if (isHeld || (isTarget && !isProbedBeforeClaim(entry))) {
            plan.change(new StoreChange.Claim(entry, view.node(me)));
        } else if (isTarget || seen.remembered().probeStatus().occupied().containsKey(ip)) {
            probeIfDue(entry);
        }
    }

    private boolean isProbedBeforeClaim(Entry entry) {
        return seen.remembered().probeStatus().newEntries().contains(entry.ip()) || mayBeClaimedBack(entry);
    }

    /// Whether a node that held the entry in claim mode may still come back and claim it.
    private boolean mayBeClaimedBack(Entry entry) {
        return seen.self().failureMode(entry) == FailureMode.CLAIM && seen.mayBeBoundElsewhere(entry.ip());
    }

    private void probeIfDue(Entry entry) {
        if (seen.remembered().probeStatus().dueForProbe().contains(entry.ip())) {
            plan.probe(seen.self().binding(entry));
        }
    }

    /// A mark with this node's name that is not on its lease is retaken or deleted. A mark without a lease is
    /// deleted when its owner was lost long ago. The node that would take the entry does that.
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

    /// An inherited address stays unchanged until a view shows its mark on the present lease. Only then is it
    /// refreshed.
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

    /// The targets follow the published node key, which may not list all unbindable entries.
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
        boolean mayMove = seen.isMembershipStable()
                && (!isPaused || isPinned(entry, target))
                && !seen.mayBeBoundElsewhere(entry.ip())
                && (!isBound || moving.size() < MAX_MOVES_PER_CYCLE);
        if (!target.equals(me) && mayMove) {
            move(mark, target);
        } else {
            bindOrRefresh(entry, mark);
        }
    }

    /// Whether a pin puts the entry, or another one of its group, on that node.
    private boolean isPinned(Entry entry, NodeName target) {
        return view.wishes().stream()
                .flatMap(wish -> wish instanceof Wish.Pin pin && pin.node().equals(target)
                        ? Stream.ofNullable(view.pool().get(pin.ip()))
                        : Stream.empty())
                .anyMatch(pinned -> pinned.ip().equals(entry.ip())
                        || (entry.group().isPresent() && pinned.group().equals(entry.group())));
    }

    /// No node gets an entry that another host may still have bound. A node that claims the entry probes it; a
    /// node that gets it by hand-over does not.
    private Optional<NodeName> newOwner(VirtualIp ip) {
        return Optional.ofNullable(targets.get(ip))
                .filter(target -> !target.equals(me) && !seen.mayBeBoundElsewhere(ip));
    }

    /// Drops the address now. The cycle that observes it as gone hands over the mark.
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

    /// A refresh is due at its time, or at once if another program gave an address too long a lifetime.
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
