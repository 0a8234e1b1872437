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

/// A node and what it holds in the plan that is being made. Equal only to itself; lives as long as the plan is
/// made.
final class Holder {

    /// The order for ties between nodes: as good as random, so that no name is at an advantage everywhere.
    static final Comparator<Holder> BY_HASH =
            comparingLong((Holder holder) -> Rendezvous.mix(holder.hash)).thenComparing(Holder::name);

    private final Node node;
    private final long hash;
    private final Set<Unit> fixed = new LinkedHashSet<>();
    private final Set<Unit> movable = new LinkedHashSet<>();
    private final Map<Holder, Deque<Unit>> gifts = new HashMap<>();
    private long load;

    Holder(Node node) {
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

    /// How many entries it holds.
    long load() {
        return load;
    }

    Stream<Unit> units() {
        return Stream.concat(fixed.stream(), movable.stream());
    }

    long rank(Unit unit) {
        return Rendezvous.rank(hash, unit.hash());
    }

    /// Holds the unit for good.
    void fix(Unit unit) {
        fixed.add(unit);
        load += unit.size();
    }

    void take(Unit unit) {
        movable.add(unit);
        load += unit.size();
        gifts.clear();
    }

    void give(Unit unit, Holder target) {
        movable.remove(unit);
        load -= unit.size();
        target.take(unit);
    }

    /// What to give to `target` first: a unit below `size` entries that the target takes. One that this node
    /// does not own yet comes first, since to hold it elsewhere costs no move; then the target's highest rank.
    Optional<Unit> gift(Holder target, long size) {
        var candidates = gifts.computeIfAbsent(target, this::giftsFor).iterator();
        while (candidates.hasNext()) {
            Unit unit = candidates.next();
            if (!movable.contains(unit)) {
                candidates.remove();
            } else if (unit.size() < size) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /// Sorted once for each target, not for each move: with single entries the first one always fits.
    private Deque<Unit> giftsFor(Holder target) {
        return movable.stream()
                .filter(unit -> unit.takers().contains(target))
                .sorted(comparing(this::owns)
                        .thenComparing(target::rank, Comparator.reverseOrder())
                        .thenComparing(Unit::firstIp))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private boolean owns(Unit unit) {
        return unit.owner().filter(owner -> owner == this).isPresent();
    }
}
