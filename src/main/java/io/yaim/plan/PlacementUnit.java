package io.yaim.plan;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The unit of placement: a single entry, or all entries of a group. Equal only to itself.
final class PlacementUnit {

    private final List<Entry> entries;
    private final long hash;
    private final List<NodeLoad> eligibleNodes;
    private final Optional<NodeLoad> owner;

    private PlacementUnit(String name, List<Entry> entries, List<NodeLoad> holders, Map<VirtualIp, NodeName> owners) {
        this.entries = entries;
        this.hash = Rendezvous.hash(name);
        List<NodeLoad> takers = takers(entries, holders);
        this.owner = owner(entries, takers, owners);
        this.eligibleNodes = eligibleNodes(takers);
    }

    /// All units of the pool, sorted by their first address. The sequence of the pool does not matter.
    static List<PlacementUnit> of(Collection<Entry> pool, List<NodeLoad> holders, Map<VirtualIp, NodeName> owners) {
        var byName = new LinkedHashMap<String, List<Entry>>();
        pool.stream()
                .sorted(comparing(Entry::ip))
                .forEach(entry -> byName.computeIfAbsent(name(entry), _ -> new ArrayList<>(1))
                        .add(entry));
        var units = new ArrayList<PlacementUnit>(byName.size());
        byName.forEach((name, entries) -> units.add(new PlacementUnit(name, entries, holders, owners)));
        return units;
    }

    /// Its entries, sorted by address.
    List<Entry> entries() {
        return entries;
    }

    VirtualIp firstIp() {
        return entries.getFirst().ip();
    }

    int size() {
        return entries.size();
    }

    long hash() {
        return hash;
    }

    /// The nodes that can take the whole unit. A node on probation is among them only if it owns the unit, or if
    /// every other one is on probation, too.
    List<NodeLoad> eligibleNodes() {
        return eligibleNodes;
    }

    /// The eligible node that owns most of the unit; among equals the first by name. Absent: the unit is free.
    Optional<NodeLoad> owner() {
        return owner;
    }

    /// The owner, if it is on probation and other nodes are not. It serves the unit because no other node could, and
    /// goes on until it has proved itself.
    Optional<NodeLoad> ownerOnProbation() {
        return owner.filter(this::isOnProbation)
                .filter(_ -> !eligibleNodes.stream().allMatch(this::isOnProbation));
    }

    /// An address has no blank, so no group has the name of an address.
    private static String name(Entry entry) {
        return entry.group().map(group -> "group " + group).orElseGet(entry.ip()::toString);
    }

    private List<NodeLoad> eligibleNodes(List<NodeLoad> takers) {
        if (takers.stream().allMatch(taker -> taker.node().onProbation().isEmpty())) {
            return takers;
        }
        List<NodeLoad> proven =
                takers.stream().filter(taker -> !isOnProbation(taker)).toList();
        if (proven.isEmpty()) {
            return takers;
        }
        return takers.stream()
                .filter(taker -> proven.contains(taker) || owner.equals(Optional.of(taker)))
                .toList();
    }

    private boolean isOnProbation(NodeLoad nodeLoad) {
        return entries.stream().anyMatch(nodeLoad.node()::isOnProbationFor);
    }

    private static List<NodeLoad> takers(List<Entry> entries, List<NodeLoad> holders) {
        var takers = new ArrayList<NodeLoad>(holders.size());
        for (NodeLoad nodeLoad : holders) {
            if (canTakeAll(nodeLoad, entries)) {
                takers.add(nodeLoad);
            }
        }
        return takers.size() == holders.size() ? holders : takers;
    }

    /// A loop, because this runs for every entry and node in every computation.
    private static boolean canTakeAll(NodeLoad nodeLoad, List<Entry> entries) {
        for (Entry entry : entries) {
            if (!nodeLoad.node().canTake(entry)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<NodeLoad> owner(
            List<Entry> entries, List<NodeLoad> takers, Map<VirtualIp, NodeName> owners) {
        var counts = new LinkedHashMap<NodeName, Integer>();
        for (Entry entry : entries) {
            Optional.ofNullable(owners.get(entry.ip())).ifPresent(name -> counts.merge(name, 1, Integer::sum));
        }
        return takers.stream()
                .filter(taker -> counts.containsKey(taker.name()))
                .min(comparingInt((NodeLoad taker) -> -counts.getOrDefault(taker.name(), 0))
                        .thenComparing(NodeLoad::name));
    }
}
