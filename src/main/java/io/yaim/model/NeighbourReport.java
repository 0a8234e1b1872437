package io.yaim.model;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The neighbours that a node knows, so that whichever node takes an address can tell them.
///
/// @param interfaces the hardware addresses of its neighbours by their addresses, for each of its interfaces
/// @param revision the store's revision of the key's last change; 0 in one that has not been written yet
public record NeighbourReport(
        NodeName name,
        Incarnation incarnation,
        LeaseId lease,
        SortedMap<String, SortedMap<VirtualIp, HardwareAddress>> interfaces,
        long revision) {

    /// Neighbours of all interfaces together.
    public static final int MOST = 1000;

    public NeighbourReport {
        var copy = new TreeMap<String, SortedMap<VirtualIp, HardwareAddress>>();
        int count = 0;
        for (var each : interfaces.entrySet()) {
            if (!each.getValue().isEmpty()) {
                copy.put(each.getKey(), Collections.unmodifiableSortedMap(new TreeMap<>(each.getValue())));
                count += each.getValue().size();
            }
        }
        if (count > MOST) {
            throw new IllegalArgumentException("expected at most " + MOST + " neighbours");
        }
        interfaces = Collections.unmodifiableSortedMap(copy);
    }

    /// Those of a node, not written yet; the first [#MOST] in their order.
    public static NeighbourReport of(
            NodeName name, Incarnation incarnation, LeaseId lease, Collection<Neighbour> neighbours) {
        var interfaces = new TreeMap<String, SortedMap<VirtualIp, HardwareAddress>>();
        new TreeSet<>(neighbours)
                .stream()
                        .limit(MOST)
                        .forEach(neighbour -> interfaces
                                .computeIfAbsent(neighbour.interfaceName(), _ -> new TreeMap<>())
                                .put(neighbour.ip(), neighbour.hardware()));
        return new NeighbourReport(name, incarnation, lease, interfaces, 0);
    }

    public boolean isEmpty() {
        return interfaces.isEmpty();
    }

    /// All of them, in their order.
    public List<Neighbour> all() {
        return interfaces.entrySet().stream()
                .flatMap(each -> each.getValue().entrySet().stream()
                        .map(one -> new Neighbour(each.getKey(), one.getKey(), one.getValue())))
                .toList();
    }

    /// Whether this life of this node, under this lease, wrote it.
    public boolean isWrittenBy(Incarnation writer, LeaseId present) {
        return incarnation.equals(writer) && lease.equals(present);
    }

    /// Whether what is known now is worth being written over this: somebody is new or elsewhere, or more than
    /// half of these are gone. Who has merely fallen silent still has what he once learned.
    public boolean isOutdatedBy(NeighbourReport next) {
        Map<List<Object>, HardwareAddress> mine = new HashMap<>();
        all().forEach(each -> mine.put(List.of(each.interfaceName(), each.ip()), each.hardware()));
        List<Neighbour> theirs = next.all();
        boolean hasNews = theirs.stream()
                .anyMatch(each -> !each.hardware().equals(mine.get(List.of(each.interfaceName(), each.ip()))));
        return hasNews || theirs.size() * 2 < mine.size();
    }

    /// The same words at another revision.
    public NeighbourReport withRevision(long newRevision) {
        return new NeighbourReport(name, incarnation, lease, interfaces, newRevision);
    }
}
