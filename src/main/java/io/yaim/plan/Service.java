package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Change;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.model.Witnesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The plan of a node that takes entries: hold what is its share, pass on the rest, claim what is free.
final class Service {

    /// How many entries start to move for balance in one pass, so that none of them is silent for long.
    private static final int MOVES = 100;

    private final Observation seen;
    private final View view;
    private final NodeName me;
    private final Map<VirtualIp, List<BoundAddress>> bound;
    private final SortedMap<VirtualIp, String> refusals;
    private final Node draft;
    private final boolean isPublished;
    private final boolean isDrained;
    private final boolean mayBalance;
    private final Map<VirtualIp, NodeName> targets;
    private final Testimony testimony;

    private final List<BoundAddress> unowned = new ArrayList<>();
    private final List<BoundAddress> moving = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Binding> binds = new ArrayList<>();
    private final List<Binding> probes = new ArrayList<>();
    private final List<Binding> refreshes = new ArrayList<>();
    private final List<Binding> announcements = new ArrayList<>();

    Service(Observation seen, View view, Map<VirtualIp, List<BoundAddress>> bound) {
        this.seen = seen;
        this.view = view;
        this.bound = bound;
        me = seen.self().name();
        refusals = Presence.refusals(seen, view);
        draft = Presence.node(seen, view, refusals, seen.leaseId());
        Node known = view.nodes().get(me);
        isPublished = known != null && draft.saysTheSameAs(known);
        isDrained = view.wishes().contains(new Wish.Drain(me));
        testimony = new Testimony(seen, view);
        mayBalance = seen.isQuiet() && !view.wishes().contains(new Wish.Pause());
        List<Node> nodes = List.copyOf(view.nodes().values());
        targets = isPublished ? FairShare.assign(view.pool().values(), nodes, owners(nodes), view.wishes()) : Map.of();
    }

    /// Who owns what; what this node's former life kept is still its own, though marked on another lease.
    private Map<VirtualIp, NodeName> owners(List<Node> nodes) {
        Map<VirtualIp, NodeName> owners = FairShare.owners(view, nodes);
        view.marks().values().stream().filter(seen::isKept).forEach(mark -> owners.put(mark.ip(), me));
        return owners;
    }

    List<Action> plan() {
        present();
        if (isPublished) {
            changes.addAll(testimony.changes(bound.keySet().stream().anyMatch(this::isUnclaimed)));
            Presence.neighbours(seen, view).ifPresent(changes::add);
        }
        for (VirtualIp ip : concerned()) {
            decide(ip);
        }
        var plan = new ArrayList<>(Planner.drop(unowned, "not owned"));
        plan.addAll(Planner.drop(moving, "moving"));
        // before what can take long, or lifetimes run out meanwhile
        add(plan, refreshes, new Action.Refresh(refreshes));
        add(plan, changes, new Action.Commit(changes));
        add(plan, binds, new Action.Bind(binds));
        List<Witnesses> appeals = testimony.appeals();
        add(plan, appeals, new Action.Appeal(appeals));
        add(plan, probes, new Action.Probe(probes));
        add(plan, announcements, new Action.Announce(announcements));
        return plan;
    }

    private static void add(List<Action> plan, List<?> content, Action action) {
        if (!content.isEmpty()) {
            plan.add(action);
        }
    }

    /// Says in the store what this node is, before it takes anything.
    private void present() {
        Member member = Presence.member(seen, Optional.empty());
        Member known = view.members().get(me);
        if (known == null || !member.saysTheSameAs(known)) {
            changes.add(Presence.put(member, view));
        }
        if (!isPublished) {
            changes.add(new Change.PutNode(draft));
        }
    }

    /// Whether it was held while the store was away, and nobody else has taken it since.
    private boolean isUnclaimed(VirtualIp ip) {
        boolean isFree = !view.marks().containsKey(ip) && view.pool().containsKey(ip);
        return isFree && !seen.hungOnThisLease(ip) && (seen.isHeldOver(ip) || seen.isAdrift(ip));
    }

    private SortedSet<VirtualIp> concerned() {
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
        } else if (isBound && entry != null && seen.isKept(mark)) {
            takeBack(entry, mark);
        } else if (!seen.isMine(mark)) {
            dropIfBound(ip);
            if (!isBound) {
                settleStranger(mark, entry);
            }
        } else if (entry == null) {
            giveUp(mark, Optional.empty());
        } else {
            holdOrPassOn(entry, mark);
        }
    }

    /// What is held while the store was away is claimed by whoever holds it. What a node may still hold
    /// that has vanished is claimed by nobody.
    private void decideFree(VirtualIp ip, @Nullable Entry entry) {
        boolean isHeld = bound.containsKey(ip) && isUnclaimed(ip);
        if (!isHeld) {
            dropIfBound(ip);
        }
        if (entry == null || !isPublished) {
            return;
        }
        boolean isTarget = isTarget(entry) && !testimony.isBlocking();
        if (isHeld || (isTarget && !isAwaited(entry))) {
            changes.add(new Change.Claim(entry, view.node(me)));
        } else if (isTarget) {
            probeIfDue(entry);
        }
    }

    /// Whether somebody who kept the entry while there was no store may still come back and claim it.
    private boolean isAwaited(Entry entry) {
        return seen.self().failureMode(entry) == FailureMode.CLAIM && seen.isUnclear(entry.ip());
    }

    private void probeIfDue(Entry entry) {
        if (seen.memory().wire().probeable().contains(entry.ip())) {
            probes.add(seen.self().binding(entry));
        }
    }

    /// A mark in this node's name that is not its own is taken by writing it anew, or deleted; one that
    /// hangs on no lease goes when its owner has been away for long, by the hand of the node that would
    /// take the entry.
    private void settleStranger(Mark mark, @Nullable Entry entry) {
        boolean isTarget = entry != null && isTarget(entry);
        if (mark.owner().equals(me)) {
            if (isTarget) {
                changes.add(new Change.Retake(mark));
            } else if (entry == null || isPublished) {
                changes.add(new Change.Unmark(mark));
            }
        } else if (isTarget && seen.memory().strays().contains(mark.ip())) {
            changes.add(new Change.Unmark(mark));
        }
    }

    /// An inherited address stays as it is until a view shows its mark on the present lease. Only then is
    /// it refreshed.
    private void takeBack(Entry entry, Mark mark) {
        if (!takes(entry) || isDrained) {
            dropIfBound(entry.ip());
        } else if (isPublished) {
            changes.add(new Change.Retake(mark));
        }
    }

    private boolean isTarget(Entry entry) {
        return me.equals(targets.get(entry.ip())) && takes(entry);
    }

    /// The node key, by which targets are chosen, may not hold all that this node refuses.
    private boolean takes(Entry entry) {
        return !refusals.containsKey(entry.ip()) && draft.takes(entry);
    }

    private void holdOrPassOn(Entry entry, Mark mark) {
        if (!takes(entry) || isDrained) {
            if (isPublished) {
                giveUp(mark, heir(entry.ip()));
            } else {
                dropIfBound(entry.ip());
            }
            return;
        }
        NodeName target = targets.getOrDefault(entry.ip(), me);
        boolean isBound = bound.containsKey(entry.ip());
        boolean mayMove = mayBalance && !seen.isUnclear(entry.ip()) && (!isBound || moving.size() < MOVES);
        if (!target.equals(me) && mayMove) {
            move(mark, target);
        } else {
            hold(entry, mark);
        }
    }

    /// Nobody inherits what is unclear: who takes it has to probe it, and whoever it is handed to would
    /// not.
    private Optional<NodeName> heir(VirtualIp ip) {
        return Optional.ofNullable(targets.get(ip)).filter(target -> !target.equals(me) && !seen.isUnclear(ip));
    }

    /// Drop now; pass the mark on in the pass that sees the address gone.
    private void move(Mark mark, NodeName target) {
        if (bound.containsKey(mark.ip())) {
            moving.addAll(bound.get(mark.ip()));
        } else {
            changes.add(new Change.HandOver(mark, view.node(target)));
        }
    }

    private void giveUp(Mark mark, Optional<NodeName> heir) {
        if (bound.containsKey(mark.ip())) {
            dropIfBound(mark.ip());
        } else if (heir.isPresent()) {
            changes.add(new Change.HandOver(mark, view.node(heir.get())));
        } else {
            changes.add(new Change.Unmark(mark));
        }
    }

    private void hold(Entry entry, Mark mark) {
        if (!seen.isFirm(mark)) {
            dropIfBound(mark.ip());
            changes.add(new Change.Retake(mark));
            return;
        }
        Binding binding = seen.self().binding(entry);
        probeIfDue(entry);
        List<BoundAddress> present = bound.getOrDefault(entry.ip(), List.of());
        List<BoundAddress> astray =
                present.stream().filter(address -> !isAt(binding, address)).toList();
        unowned.addAll(astray);
        if (present.size() == astray.size()) {
            if (!testimony.isBlocking() && !seen.isUnclear(entry.ip())) {
                binds.add(binding);
            }
            return;
        }
        if (isRefreshDue(present)) {
            refreshes.add(binding);
        }
        if (seen.memory().announceable().contains(entry.ip())) {
            announcements.add(binding);
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
