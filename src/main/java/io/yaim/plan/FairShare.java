package io.yaim.plan;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which node should own which entry. An entry stays with its owner as far as that is fair.
///
/// Equal arguments, in any sequence, give an equal result on every node. With that result as `owners`, the result
/// is the same again. docs/fairness.md states what is exact, what is bounded, and what is a heuristic.
public final class FairShare {

    private final List<NodeLoad> nodeLoads;
    private final List<PlacementUnit> units;
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
        nodeLoads = nodes.stream()
                .filter(node -> !wishes.contains(new Wish.Drain(node.name())))
                .sorted(comparing(Node::name))
                .map(NodeLoad::new)
                .toList();
        Set<VirtualIp> occupied = Occupied.ips(nodes);
        List<Entry> takeable = pool.stream()
                .filter(entry -> owners.containsKey(entry.ip()) || !occupied.contains(entry.ip()))
                .toList();
        units = PlacementUnit.of(takeable, nodeLoads, owners).stream()
                .filter(placementUnit -> !placementUnit.eligibleNodes().isEmpty())
                .toList();
    }

    /// The node for every entry that some node can take. A free entry whose address is [Occupied] has none. An entry of
    /// a group has one only if some node can take
    /// the whole group.
    ///
    /// @param pool each address once
    /// @param nodes each name once
    /// @param owners the present owner of each entry that has one
    public static SortedMap<VirtualIp, NodeName> assign(
            Collection<Entry> pool, Collection<Node> nodes, Map<VirtualIp, NodeName> owners, Set<Wish> wishes) {
        return new FairShare(pool, nodes, owners, wishes).assign();
    }

    private SortedMap<VirtualIp, NodeName> assign() {
        var others = new ArrayList<PlacementUnit>(units.size());
        for (PlacementUnit placementUnit : units) {
            fixedPlace(placementUnit)
                    .ifPresentOrElse(home -> home.assignFixed(placementUnit), () -> others.add(placementUnit));
        }
        var shares = new Shares(nodeLoads, units);
        keepOwned(others);
        placeFree(others, shares);
        if (!isPaused) {
            balance(shares);
        }
        return result();
    }

    /// The node on which the unit must be, whatever the shares: the pinned one, or else its owner on probation, or
    /// else the first eligible node of `prefer`. While moves are paused, an owned unit does not return to a
    /// preferred node.
    private Optional<NodeLoad> fixedPlace(PlacementUnit placementUnit) {
        Optional<NodeLoad> pinned = placementUnit.entries().stream()
                .filter(entry -> pinnedIps.contains(entry.ip()))
                .flatMap(entry -> placementUnit.eligibleNodes().stream()
                        .filter(taker -> wishes.contains(new Wish.Pin(entry.ip(), taker.name()))))
                .findFirst();
        boolean staysPut = isPaused && placementUnit.owner().isPresent();
        return pinned.isPresent() || staysPut
                ? pinned
                : placementUnit.ownerOnProbation().or(() -> preferred(placementUnit));
    }

    private static Optional<NodeLoad> preferred(PlacementUnit placementUnit) {
        return placementUnit.entries().stream()
                .flatMap(entry -> entry.prefer().stream())
                .flatMap(name -> placementUnit.eligibleNodes().stream()
                        .filter(taker -> taker.name().equals(name)))
                .findFirst();
    }

    private static void keepOwned(List<PlacementUnit> units) {
        for (PlacementUnit placementUnit : units) {
            placementUnit.owner().ifPresent(owner -> owner.assign(placementUnit));
        }
    }

    /// The hardest to place come first: the largest, and among equals those with the fewest eligible nodes.
    private static void placeFree(List<PlacementUnit> units, Shares shares) {
        Map<NodeLoad, Long> quotas = shares.quotas();
        units.stream()
                .filter(placementUnit -> placementUnit.owner().isEmpty())
                .sorted(comparingInt((PlacementUnit placementUnit) -> -placementUnit.size())
                        .thenComparingInt(
                                placementUnit -> placementUnit.eligibleNodes().size())
                        .thenComparingLong(placementUnit -> Rendezvous.mix(placementUnit.hash()))
                        .thenComparing(PlacementUnit::firstIp))
                .forEach(
                        placementUnit -> placeFor(placementUnit, shares, quotas).assign(placementUnit));
    }

    /// The eligible node with quota left that ranks highest. If there is none, the one least above its share.
    private static NodeLoad placeFor(PlacementUnit placementUnit, Shares shares, Map<NodeLoad, Long> quotas) {
        var byRank =
                comparingLong((NodeLoad taker) -> taker.rank(placementUnit)).thenComparing(NodeLoad.BY_HASH);
        return placementUnit.eligibleNodes().stream()
                .filter(taker -> taker.load() + placementUnit.size() <= quotas.getOrDefault(taker, 0L))
                .max(byRank)
                .or(() -> placementUnit.eligibleNodes().stream()
                        .max(comparingLong((NodeLoad taker) -> -shares.excess(taker))
                                .thenComparing(byRank)))
                .orElseThrow();
    }

    /// Moves units, across the widest gap first, until no single move narrows a gap. A move of s entries across a
    /// gap of more than s reduces the sum of the squared excesses. So this ends, and from its result no further
    /// move starts.
    private void balance(Shares shares) {
        for (var move = widestMove(shares); move.isPresent(); move = widestMove(shares)) {
            Move next = move.get();
            next.from().moveTo(next.placementUnit(), next.to());
        }
    }

    private Optional<Move> widestMove(Shares shares) {
        List<NodeLoad> byExcess = nodeLoads.stream()
                .sorted(comparingLong(shares::excess).thenComparing(NodeLoad.BY_HASH))
                .toList();
        Optional<Move> widest = Optional.empty();
        long widestGap = shares.partsOfEntry();
        for (NodeLoad from : byExcess.reversed()) {
            for (NodeLoad to : byExcess) {
                long gap = shares.excess(from) - shares.excess(to);
                if (gap <= widestGap) {
                    break;
                }
                Optional<PlacementUnit> gift = from.moveCandidate(to, Math.ceilDiv(gap, shares.partsOfEntry()));
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
        for (NodeLoad nodeLoad : nodeLoads) {
            nodeLoad.units()
                    .flatMap(placementUnit -> placementUnit.entries().stream())
                    .forEach(entry -> result.put(entry.ip(), nodeLoad.name()));
        }
        return result;
    }

    private record Move(PlacementUnit placementUnit, NodeLoad from, NodeLoad to) {}
}
