package io.yaim.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A consistent view of nodes, pool and marks, at one revision of the store.
///
/// @param unmanagedKeys keys in the store that yaim does not manage, each with the reason; at most
///     [#MAX_UNMANAGED_KEYS]
public record View(
        long revision,
        SortedMap<VirtualIp, Entry> pool,
        SortedMap<VirtualIp, Mark> marks,
        NodeRecords nodeRecords,
        Set<Wish> wishes,
        SortedSet<String> unmanagedKeys,
        MarkHistory markHistory) {

    public static final int MAX_UNMANAGED_KEYS = 100;

    public View {
        pool = Collections.unmodifiableSortedMap(new TreeMap<>(pool));
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        wishes = Set.copyOf(wishes);
        unmanagedKeys = Collections.unmodifiableSortedSet(new TreeSet<>(unmanagedKeys));
    }

    public SortedMap<NodeName, Node> nodes() {
        return nodeRecords.nodes();
    }

    public SortedMap<NodeName, Member> members() {
        return nodeRecords.members();
    }

    public SortedMap<NodeName, ConsentRecord> consentRecords() {
        return nodeRecords.consentRecords();
    }

    public SortedMap<NodeName, NeighbourReport> neighbourReports() {
        return nodeRecords.neighbourReports();
    }

    /// The node that owns the entry: the mark has its name and is attached to its present lease.
    public Optional<Node> owner(VirtualIp ip) {
        return Optional.ofNullable(marks.get(ip))
                .flatMap(mark ->
                        Optional.ofNullable(nodes().get(mark.owner())).filter(node -> mark.isAttachedTo(node.lease())));
    }

    /// The coordinator, if the nodes themselves are the store. If several members claim it, the last one
    /// counts: the key of a dead coordinator stays until its lease ends.
    public Optional<NodeName> coordinator() {
        return members().values().stream()
                .filter(Member::isCoordinator)
                .max(Comparator.comparingLong(Member::revision))
                .map(Member::name);
    }

    /// Whether the tenancy is present, healthy or not.
    public boolean isPresent(Tenancy tenancy) {
        Member member = members().get(tenancy.name());
        return member != null && member.tenancy().equals(tenancy);
    }

    /// The consent records of lost tenancies. Such a node may still hold addresses that have no mark, unless
    /// one of its peers has refused.
    ///
    /// @param self the incarnation whose own record is left out
    public List<ConsentRecord> consentRecordsOfLostNodes(Incarnation self) {
        return consentRecords().values().stream()
                .filter(record -> !record.tenancy().incarnation().equals(self) && !isPresent(record.tenancy()))
                .toList();
    }

    /// The node with this name, which must be present.
    ///
    /// @throws NoSuchElementException the node is absent
    public Node node(NodeName name) {
        Node node = nodes().get(name);
        if (node == null) {
            throw new NoSuchElementException("no node " + name + " at revision " + revision);
        }
        return node;
    }
}
