package io.yaim.model;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The neighbours that a node knows. It is in the store, so that the node that takes an address can announce it
/// to them.
///
/// @param interfaces for each interface, the neighbours' hardware addresses by IP address
/// @param revision the store's revision of the last change of the key; 0 if it was not written yet
public record NeighbourReport(
        NodeName name,
        Incarnation incarnation,
        LeaseId lease,
        SortedMap<String, SortedMap<VirtualIp, HardwareAddress>> interfaces,
        long revision) {

    /// The largest number of neighbours, of all interfaces together.
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

    /// A report that was not written yet. It has the first [#MOST] of the neighbours in their order.
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

    /// All neighbours, in their order.
    public List<Neighbour> all() {
        return interfaces.entrySet().stream()
                .flatMap(each -> each.getValue().entrySet().stream()
                        .map(one -> new Neighbour(each.getKey(), one.getKey(), one.getValue())))
                .toList();
    }

    /// Whether this incarnation wrote the report under this lease.
    public boolean isWrittenBy(Incarnation writer, LeaseId present) {
        return incarnation.equals(writer) && lease.equals(present);
    }

    /// Whether the next report must replace this one in the store. That is so if it has a new or moved
    /// neighbour, or fewer than half of these neighbours. A neighbour that became silent stays, because it may
    /// still have the address in its own table.
    public boolean isOutdatedBy(NeighbourReport next) {
        Map<List<Object>, HardwareAddress> known = new HashMap<>();
        all().forEach(each -> known.put(List.of(each.interfaceName(), each.ip()), each.hardware()));
        List<Neighbour> latest = next.all();
        boolean hasNews = latest.stream()
                .anyMatch(each -> !each.hardware().equals(known.get(List.of(each.interfaceName(), each.ip()))));
        return hasNews || latest.size() * 2 < known.size();
    }

    /// The same report at another revision.
    public NeighbourReport withRevision(long newRevision) {
        return new NeighbourReport(name, incarnation, lease, interfaces, newRevision);
    }
}
