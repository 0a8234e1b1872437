package io.yaim.plan;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.yaim.model.Node;
import io.yaim.model.NodeName;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A node and the units that the placement gives it. Equal only to itself. Exists only while the placement is
/// computed.
final class NodeLoad {

    /// The sequence of nodes that tie. It is as good as random, so no name has an advantage everywhere.
    static final Comparator<NodeLoad> BY_HASH =
            comparingLong((NodeLoad nodeLoad) -> Rendezvous.mix(nodeLoad.hash)).thenComparing(NodeLoad::name);

    private final Node node;
    private final long hash;
    private final Set<PlacementUnit> fixed = new LinkedHashSet<>();
    private final Set<PlacementUnit> movable = new LinkedHashSet<>();
    private final Map<NodeLoad, Deque<PlacementUnit>> moveCandidates = new HashMap<>();
    private long load;

    NodeLoad(Node node) {
        this.node = node;
        this.hash = Rendezvous.hash(node.name().value());
    }

    Node node() {
        return node;
    }

    NodeName name() {
        return node.name();
    }

    int weight() {
        return node.weight();
    }

    /// The number of its entries.
    long load() {
        return load;
    }

    Stream<PlacementUnit> units() {
        return Stream.concat(fixed.stream(), movable.stream());
    }

    long rank(PlacementUnit placementUnit) {
        return Rendezvous.rank(hash, placementUnit.hash());
    }

    /// Assigns the unit permanently.
    void assignFixed(PlacementUnit placementUnit) {
        fixed.add(placementUnit);
        load += placementUnit.size();
    }

    void assign(PlacementUnit placementUnit) {
        movable.add(placementUnit);
        load += placementUnit.size();
        moveCandidates.clear();
    }

    void moveTo(PlacementUnit placementUnit, NodeLoad target) {
        movable.remove(placementUnit);
        load -= placementUnit.size();
        target.assign(placementUnit);
    }

    /// The unit to move to `target` first: one below `size` entries that the target can take. Units that this node
    /// does not own yet come first, because they cost no move. Then the rank at the target decides.
    Optional<PlacementUnit> moveCandidate(NodeLoad target, long size) {
        var candidates =
                moveCandidates.computeIfAbsent(target, this::moveCandidatesFor).iterator();
        while (candidates.hasNext()) {
            PlacementUnit placementUnit = candidates.next();
            if (!movable.contains(placementUnit)) {
                candidates.remove();
            } else if (placementUnit.size() < size) {
                return Optional.of(placementUnit);
            }
        }
        return Optional.empty();
    }

    /// Sorted once for each target, not for each move. With single entries the first candidate always fits.
    private Deque<PlacementUnit> moveCandidatesFor(NodeLoad target) {
        return movable.stream()
                .filter(placementUnit -> placementUnit.eligibleNodes().contains(target))
                .sorted(comparing(this::owns)
                        .thenComparing(target::rank, Comparator.reverseOrder())
                        .thenComparing(PlacementUnit::firstIp))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private boolean owns(PlacementUnit placementUnit) {
        return placementUnit.owner().filter(owner -> owner == this).isPresent();
    }
}
