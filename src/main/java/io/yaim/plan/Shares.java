package io.yaim.plan;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The exact share of each node: the pool divided by the weights. A share is at least what is fixed to the node,
/// and at most what the node can take. The other nodes share the difference.
///
/// Shares are counted in parts of an entry, of equal size for all nodes, so that nothing is rounded.
final class Shares {

    private final Map<NodeLoad, Long> capacity = new HashMap<>();
    private final Map<NodeLoad, Long> boundedQuotas = new HashMap<>();
    private final List<NodeLoad> open;
    private long openEntries;
    private long partsOfEntry;

    /// The shares of these units, each of which has an eligible node. Fixed units must be assigned before.
    ///
    /// Bounds are applied as for flexible boxes (CSS Flexible Box Layout, section 9.7). Some nodes are below their
    /// minimum and some above their maximum. The kind with the larger total violation is set to its bounds. The
    /// rest is shared again.
    Shares(List<NodeLoad> holders, List<PlacementUnit> units) {
        units.stream()
                .collect(groupingBy(
                        PlacementUnit::eligibleNodes, IdentityHashMap::new, summingLong(PlacementUnit::size)))
                .forEach((takers, size) -> takers.forEach(taker -> capacity.merge(taker, size, Long::sum)));
        open = new ArrayList<>(holders);
        openEntries = units.stream().mapToLong(PlacementUnit::size).sum();
        List<NodeLoad> beyond = open;
        while (!beyond.isEmpty()) {
            partsOfEntry = Math.max(1, open.stream().mapToLong(NodeLoad::weight).sum());
            beyond = beyondBounds();
            beyond.forEach(nodeLoad -> boundedQuotas.put(nodeLoad, nearestBound(nodeLoad) / partsOfEntry));
            open.removeAll(beyond);
            openEntries -= beyond.stream().mapToLong(boundedQuotas::get).sum();
        }
    }

    /// The number of parts of an entry: the common denominator of all shares.
    long partsOfEntry() {
        return partsOfEntry;
    }

    /// How far the node is above its share, in parts of an entry; negative: below.
    long excess(NodeLoad nodeLoad) {
        Long bound = boundedQuotas.get(nodeLoad);
        return nodeLoad.load() * partsOfEntry - (bound == null ? exactShare(nodeLoad) : bound * partsOfEntry);
    }

    /// The shares in whole entries. They are rounded down, and the rest goes to the largest remainders. Among
    /// equal remainders, nodes that hold most above the rounded share come first, because that saves a move.
    Map<NodeLoad, Long> quotas() {
        var quotas = new HashMap<>(boundedQuotas);
        open.forEach(nodeLoad -> quotas.put(nodeLoad, exactShare(nodeLoad) / partsOfEntry));
        long rest = openEntries - open.stream().mapToLong(quotas::get).sum();
        open.stream()
                .sorted(comparingLong((NodeLoad nodeLoad) -> -(exactShare(nodeLoad) % partsOfEntry))
                        .thenComparingLong(nodeLoad -> exactShare(nodeLoad) / partsOfEntry - nodeLoad.load())
                        .thenComparing(NodeLoad.BY_HASH))
                .limit(rest)
                .toList()
                .forEach(nodeLoad -> quotas.merge(nodeLoad, 1L, Long::sum));
        return quotas;
    }

    private List<NodeLoad> beyondBounds() {
        long lift = open.stream().mapToLong(this::correction).sum();
        return open.stream()
                .filter(nodeLoad -> correction(nodeLoad) != 0)
                .filter(nodeLoad -> lift == 0 || correction(nodeLoad) > 0 == lift > 0)
                .toList();
    }

    private long correction(NodeLoad nodeLoad) {
        return nearestBound(nodeLoad) - exactShare(nodeLoad);
    }

    private long nearestBound(NodeLoad nodeLoad) {
        long least = nodeLoad.load() * partsOfEntry;
        return Math.clamp(exactShare(nodeLoad), least, capacity.getOrDefault(nodeLoad, 0L) * partsOfEntry);
    }

    private long exactShare(NodeLoad nodeLoad) {
        return openEntries * nodeLoad.weight();
    }
}
