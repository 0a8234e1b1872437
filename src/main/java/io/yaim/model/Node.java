package io.yaim.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A healthy node that takes entries, as its node key describes it.
///
/// @param weight the part of the pool that it takes, relative to the other nodes: 1 to [#MAX_WEIGHT]
/// @param interfaces the interfaces that the pool uses, each with its networks in CIDR form
/// @param unbindable the entries that it cannot bind now, each with the reason
/// @param onProbation the interfaces on which this node takes only what no other node can take, because they or its
///     checks have recovered only recently; [#OWN_INTERFACE] for entries that name no interface
/// @param revision the store's revision of the last change of the key; 0 if it was not written yet
public record Node(
        NodeName name,
        Incarnation incarnation,
        LeaseId lease,
        int weight,
        SortedMap<String, List<String>> interfaces,
        SortedMap<VirtualIp, String> unbindable,
        SortedSet<String> onProbation,
        long revision) {

    public static final int MAX_WEIGHT = 1000;

    /// Stands for the interface of entries that name none; each node has its own.
    public static final String OWN_INTERFACE = "";

    public Node {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("expected a weight from 1 to " + MAX_WEIGHT);
        }
        var copy = new TreeMap<String, List<String>>();
        interfaces.forEach((interfaceName, networks) -> copy.put(interfaceName, List.copyOf(networks)));
        interfaces = Collections.unmodifiableSortedMap(copy);
        var reasons = new TreeMap<VirtualIp, String>();
        unbindable.forEach((ip, reason) -> reasons.put(ip, PrintableLine.of(reason, Member.LONGEST_TEXT)));
        unbindable = Collections.unmodifiableSortedMap(reasons);
        onProbation = Collections.unmodifiableSortedSet(new TreeSet<>(onProbation));
    }

    /// Whether this node can take the entry: it has the interface that the entry names, and the entry is not
    /// unbindable here.
    public boolean canTake(Entry entry) {
        return !unbindable.containsKey(entry.ip())
                && entry.interfaceName().map(interfaces::containsKey).orElse(true);
    }

    /// Whether this node takes the entry only if no other node can.
    public boolean isOnProbationFor(Entry entry) {
        return onProbation.contains(entry.interfaceName().orElse(OWN_INTERFACE));
    }

    /// Whether both are equal except for their revisions.
    public boolean equalsIgnoringRevision(Node other) {
        return withRevision(other.revision).equals(other);
    }

    /// The same node at another revision.
    public Node withRevision(long newRevision) {
        return new Node(name, incarnation, lease, weight, interfaces, unbindable, onProbation, newRevision);
    }

    /// A node of weight 1 that can take every entry.
    public static Node plain(NodeName name, Incarnation incarnation, LeaseId lease, long revision) {
        return new Node(
                name,
                incarnation,
                lease,
                1,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                revision);
    }
}
