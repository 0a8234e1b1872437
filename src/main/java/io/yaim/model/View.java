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

/// One consistent picture of nodes, pool and marks, at one revision of the store.
///
/// @param consentRecords the records of witnesses, by whose they are
/// @param neighbourReports whom each node knows on its interfaces
/// @param unmanagedKeys keys that the store holds and yaim does not manage, each with the reason; at most
///     [#MAX_UNMANAGED_KEYS]
public record View(
        long revision,
        SortedMap<VirtualIp, Entry> pool,
        SortedMap<VirtualIp, Mark> marks,
        SortedMap<NodeName, Node> nodes,
        SortedMap<NodeName, Member> members,
        SortedMap<NodeName, ConsentRecord> consentRecords,
        SortedMap<NodeName, NeighbourReport> neighbourReports,
        Set<Wish> wishes,
        SortedSet<String> unmanagedKeys,
        MarkHistory markHistory) {

    public static final int MAX_UNMANAGED_KEYS = 100;

    public View {
        pool = Collections.unmodifiableSortedMap(new TreeMap<>(pool));
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        consentRecords = Collections.unmodifiableSortedMap(new TreeMap<>(consentRecords));
        neighbourReports = Collections.unmodifiableSortedMap(new TreeMap<>(neighbourReports));
        wishes = Set.copyOf(wishes);
        unmanagedKeys = Collections.unmodifiableSortedSet(new TreeSet<>(unmanagedKeys));
    }

    /// One in which nobody tells of neighbours.
    public View(
            long revision,
            SortedMap<VirtualIp, Entry> pool,
            SortedMap<VirtualIp, Mark> marks,
            SortedMap<NodeName, Node> nodes,
            SortedMap<NodeName, Member> members,
            SortedMap<NodeName, ConsentRecord> consentRecords,
            Set<Wish> wishes,
            SortedSet<String> unmanagedKeys,
            MarkHistory markHistory) {
        this(
                revision,
                pool,
                marks,
                nodes,
                members,
                consentRecords,
                new TreeMap<>(),
                wishes,
                unmanagedKeys,
                markHistory);
    }

    /// The node that owns the entry: its mark names the node and hangs on the node's present lease.
    public Optional<Node> owner(VirtualIp ip) {
        return Optional.ofNullable(marks.get(ip))
                .flatMap(mark ->
                        Optional.ofNullable(nodes.get(mark.owner())).filter(node -> mark.isAttachedTo(node.lease())));
    }

    /// The node that coordinates, where the nodes keep the store themselves: the one that said so last, since a
    /// dead one's word stays until its lease ends.
    public Optional<NodeName> coordinator() {
        return members.values().stream()
                .filter(Member::isCoordinator)
                .max(Comparator.comparingLong(Member::revision))
                .map(Member::name);
    }

    /// Whether the tenancy is there, healthy or not.
    public boolean isPresent(Tenancy tenancy) {
        Member member = members.get(tenancy.name());
        return member != null && member.tenancy().equals(tenancy);
    }

    /// The records of nodes that are not there any more under the lease that they name: they may still hold
    /// what nobody has a mark for, as long as none of their witnesses refuses.
    ///
    /// @param self whose own record is left out
    public List<ConsentRecord> vanishedConsentRecords(Incarnation self) {
        return consentRecords.values().stream()
                .filter(record -> !record.tenancy().incarnation().equals(self) && !isPresent(record.tenancy()))
                .toList();
    }

    /// The node of this name, which is known to be there.
    ///
    /// @throws NoSuchElementException it is not
    public Node node(NodeName name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new NoSuchElementException("no node " + name + " at revision " + revision);
        }
        return node;
    }
}
