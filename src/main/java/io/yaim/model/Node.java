package io.yaim.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A healthy node that takes entries, as its node key tells.
///
/// @param weight its part of the pool relative to the others'; 1 to 1000
/// @param interfaces those of its interfaces that matter to the pool, each with its networks in CIDR form
/// @param unbindable entries that it cannot bind now, each with the reason
/// @param revision the store's revision of the key's last change; 0 in one that has not been written yet
public record Node(
        NodeName name,
        Incarnation incarnation,
        LeaseId lease,
        int weight,
        SortedMap<String, List<String>> interfaces,
        SortedMap<VirtualIp, String> unbindable,
        long revision) {

    public static final int MAX_WEIGHT = 1000;

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
    }

    /// Whether this node can take the entry: it has the interface that the entry names, and does not refuse it.
    public boolean canTake(Entry entry) {
        return !unbindable.containsKey(entry.ip())
                && entry.interfaceName().map(interfaces::containsKey).orElse(true);
    }

    /// Whether both say the same, at whatever revision.
    public boolean equalsIgnoringRevision(Node other) {
        return withRevision(other.revision).equals(other);
    }

    /// The same words at another revision.
    public Node withRevision(long newRevision) {
        return new Node(name, incarnation, lease, weight, interfaces, unbindable, newRevision);
    }

    /// What a test or a reader needs most: a node of weight 1 that takes everything.
    public static Node plain(NodeName name, Incarnation incarnation, LeaseId lease, long revision) {
        return new Node(
                name, incarnation, lease, 1, Collections.emptySortedMap(), Collections.emptySortedMap(), revision);
    }
}
