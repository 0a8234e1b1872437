package io.yaim.plan;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The exact share of each node: the pool over the weights, but never less than what is fixed to a node, and
/// never more than what it takes at all; the others share the difference.
///
/// Counted in parts of an entry, the same for all nodes, so that nothing is rounded.
final class Shares {

    private final Map<Holder, Long> most = new HashMap<>();
    private final Map<Holder, Long> bounded = new HashMap<>();
    private final List<Holder> open;
    private long openEntries;
    private long partsOfEntry;

    /// The shares in these units, each of which has a taker. What is to be fixed has to be fixed before.
    ///
    /// The bounds are met as flexible boxes meet theirs (CSS Flexible Box Layout, section 9.7): some nodes are
    /// below their least and some above their most; the kind that is further out in sum is set to its bounds,
    /// and what remains is shared anew.
    Shares(List<Holder> holders, List<Unit> units) {
        units.stream()
                .collect(groupingBy(Unit::takers, IdentityHashMap::new, summingLong(Unit::size)))
                .forEach((takers, size) -> takers.forEach(taker -> most.merge(taker, size, Long::sum)));
        open = new ArrayList<>(holders);
        openEntries = units.stream().mapToLong(Unit::size).sum();
        List<Holder> beyond = open;
        while (!beyond.isEmpty()) {
            partsOfEntry = Math.max(1, open.stream().mapToLong(Holder::weight).sum());
            beyond = beyondBounds();
            beyond.forEach(holder -> bounded.put(holder, nearestBound(holder) / partsOfEntry));
            open.removeAll(beyond);
            openEntries -= beyond.stream().mapToLong(bounded::get).sum();
        }
    }

    /// How many parts make an entry: the common denominator of all shares.
    long partsOfEntry() {
        return partsOfEntry;
    }

    /// What the node holds above its share, in parts of an entry; negative: below.
    long excess(Holder holder) {
        Long bound = bounded.get(holder);
        return holder.load() * partsOfEntry - (bound == null ? part(holder) : bound * partsOfEntry);
    }

    /// The shares in whole entries: rounded down, and the rest to the largest remainders. Of equal remainders
    /// those come first that hold more above the rounded share, because there it saves a move.
    Map<Holder, Long> quotas() {
        var quotas = new HashMap<>(bounded);
        open.forEach(holder -> quotas.put(holder, part(holder) / partsOfEntry));
        long rest = openEntries - open.stream().mapToLong(quotas::get).sum();
        open.stream()
                .sorted(comparingLong((Holder holder) -> -(part(holder) % partsOfEntry))
                        .thenComparingLong(holder -> part(holder) / partsOfEntry - holder.load())
                        .thenComparing(Holder.BY_HASH))
                .limit(rest)
                .toList()
                .forEach(holder -> quotas.merge(holder, 1L, Long::sum));
        return quotas;
    }

    private List<Holder> beyondBounds() {
        long lift = open.stream().mapToLong(this::correction).sum();
        return open.stream()
                .filter(holder -> correction(holder) != 0)
                .filter(holder -> lift == 0 || correction(holder) > 0 == lift > 0)
                .toList();
    }

    private long correction(Holder holder) {
        return nearestBound(holder) - part(holder);
    }

    private long nearestBound(Holder holder) {
        long least = holder.load() * partsOfEntry;
        return Math.clamp(part(holder), least, most.getOrDefault(holder, 0L) * partsOfEntry);
    }

    private long part(Holder holder) {
        return openEntries * holder.weight();
    }
}
