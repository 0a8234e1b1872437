package io.yaim.plan;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which node should own which entry: what the owners have they keep, as far as that is fair.
///
/// The same arguments give the same result on every node, in whatever order they come, and the result handed in
/// as `owners` gives itself. docs/fairness.md states what is exact, what is bounded, and what is a heuristic.
public final class FairShare {

    private final List<Holder> holders;
    private final List<Unit> units;
    private final Set<Wish> wishes;
    private final Set<VirtualIp> pinnedIps = new HashSet<>();
    private final boolean isPaused;

    private FairShare(
            Collection<Entry> pool, Collection<Node> nodes, Map<VirtualIp, NodeName> owners, Set<Wish> wishes) {
        this.wishes = wishes;
        isPaused = wishes.contains(new Wish.Pause());
        for (Wish wish : wishes) {
            if (wish instanceof Wish.Pin pin) {
                pinnedIps.add(pin.ip());
            }
        }
        holders = nodes.stream()
                .filter(node -> !wishes.contains(new Wish.Drain(node.name())))
                .sorted(comparing(Node::name))
                .map(Holder::new)
                .toList();
        units = Unit.of(pool, holders, owners).stream()
                .filter(unit -> !unit.takers().isEmpty())
                .toList();
    }

    /// The node for every entry that some node takes; for those of a group: that some node takes all of.
    ///
    /// @param pool each address once
    /// @param nodes each name once
    /// @param owners the node that owns the entry now, where one does
    public static SortedMap<VirtualIp, NodeName> assign(
            Collection<Entry> pool, Collection<Node> nodes, Map<VirtualIp, NodeName> owners, Set<Wish> wishes) {
        return new FairShare(pool, nodes, owners, wishes).assign();
    }

    /// Who owns what among these nodes.
    static Map<VirtualIp, NodeName> owners(View view, List<Node> nodes) {
        var owners = new HashMap<VirtualIp, NodeName>();
        for (VirtualIp ip : view.marks().keySet()) {
            view.owner(ip).filter(nodes::contains).ifPresent(owner -> owners.put(ip, owner.name()));
        }
        return owners;
    }

    private SortedMap<VirtualIp, NodeName> assign() {
        var others = new ArrayList<Unit>(units.size());
        for (Unit unit : units) {
            home(unit).ifPresentOrElse(home -> home.fix(unit), () -> others.add(unit));
        }
        var shares = new Shares(holders, units);
        keepOwned(others);
        placeFree(others, shares);
        if (!isPaused) {
            evenOut(shares);
        }
        return result();
    }

    /// Where the unit has to be, whatever the shares: where it is pinned, else the first node that it prefers.
    /// While moves are paused an owned unit goes back to no preferred node.
    private Optional<Holder> home(Unit unit) {
        Optional<Holder> pinned = unit.entries().stream()
                .filter(entry -> pinnedIps.contains(entry.ip()))
                .flatMap(entry ->
                        unit.takers().stream().filter(taker -> wishes.contains(new Wish.Pin(entry.ip(), taker.name()))))
                .findFirst();
        boolean staysPut = isPaused && unit.owner().isPresent();
        return pinned.isPresent() || staysPut ? pinned : preferred(unit);
    }

    private static Optional<Holder> preferred(Unit unit) {
        return unit.entries().stream()
                .flatMap(entry -> entry.prefer().stream())
                .flatMap(name ->
                        unit.takers().stream().filter(taker -> taker.name().equals(name)))
                .findFirst();
    }

    private static void keepOwned(List<Unit> units) {
        for (Unit unit : units) {
            unit.owner().ifPresent(owner -> owner.take(unit));
        }
    }

    /// The hardest to place come first: the largest, and of these the ones with the fewest takers.
    private static void placeFree(List<Unit> units, Shares shares) {
        Map<Holder, Long> quotas = shares.quotas();
        units.stream()
                .filter(unit -> unit.owner().isEmpty())
                .sorted(comparingInt((Unit unit) -> -unit.size())
                        .thenComparingInt(unit -> unit.takers().size())
                        .thenComparingLong(unit -> Rendezvous.mix(unit.hash()))
                        .thenComparing(Unit::firstIp))
                .forEach(unit -> placeFor(unit, shares, quotas).take(unit));
    }

    /// The taker with quota left that ranks highest, else the one that is the least above its share.
    private static Holder placeFor(Unit unit, Shares shares, Map<Holder, Long> quotas) {
        var byRank = comparingLong((Holder taker) -> taker.rank(unit)).thenComparing(Holder.BY_HASH);
        return unit.takers().stream()
                .filter(taker -> taker.load() + unit.size() <= quotas.getOrDefault(taker, 0L))
                .max(byRank)
                .or(() -> unit.takers().stream()
                        .max(comparingLong((Holder taker) -> -shares.excess(taker))
                                .thenComparing(byRank)))
                .orElseThrow();
    }

    /// Moves units, across the widest gap first, until no single move narrows one. A move of s entries across a
    /// gap of more than s lessens the sum of the squared excesses, so this ends, and where it ends it would not
    /// start.
    private void evenOut(Shares shares) {
        for (var move = widest(shares); move.isPresent(); move = widest(shares)) {
            Move next = move.get();
            next.from().give(next.unit(), next.to());
        }
    }

    private Optional<Move> widest(Shares shares) {
        List<Holder> byExcess = holders.stream()
                .sorted(comparingLong(shares::excess).thenComparing(Holder.BY_HASH))
                .toList();
        Optional<Move> widest = Optional.empty();
        long widestGap = shares.partsOfEntry();
        for (Holder from : byExcess.reversed()) {
            for (Holder to : byExcess) {
                long gap = shares.excess(from) - shares.excess(to);
                if (gap <= widestGap) {
                    break;
                }
                Optional<Unit> gift = from.gift(to, Math.ceilDiv(gap, shares.partsOfEntry()));
                if (gift.isPresent()) {
                    widest = Optional.of(new Move(gift.get(), from, to));
                    widestGap = gap;
                    break;
                }
            }
        }
        return widest;
    }

    private SortedMap<VirtualIp, NodeName> result() {
        var result = new TreeMap<VirtualIp, NodeName>();
        for (Holder holder : holders) {
            holder.units()
                    .flatMap(unit -> unit.entries().stream())
                    .forEach(entry -> result.put(entry.ip(), holder.name()));
        }
        return result;
    }

    private record Move(Unit unit, Holder from, Holder to) {}
}
