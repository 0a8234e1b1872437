package io.yaim.model;

import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A view in which there is nothing but what is said.
public final class ViewBuilder {

    private final long revision;
    private SortedMap<VirtualIp, Entry> pool = new TreeMap<>();
    private SortedMap<VirtualIp, Mark> marks = new TreeMap<>();
    private SortedMap<NodeName, Node> nodes = new TreeMap<>();
    private SortedMap<NodeName, Member> members = new TreeMap<>();
    private SortedMap<NodeName, ConsentRecord> consentRecords = new TreeMap<>();
    private SortedMap<NodeName, NeighbourReport> neighbourReports = new TreeMap<>();
    private Set<Wish> wishes = Set.of();
    private SortedSet<String> unmanagedKeys = new TreeSet<>();
    private MarkHistory markHistory = MarkHistory.completeSince(0);

    private ViewBuilder(long revision) {
        this.revision = revision;
    }

    public static ViewBuilder at(long revision) {
        return new ViewBuilder(revision);
    }

    public ViewBuilder pool(SortedMap<VirtualIp, Entry> newPool) {
        pool = newPool;
        return this;
    }

    public ViewBuilder marks(SortedMap<VirtualIp, Mark> newMarks) {
        marks = newMarks;
        return this;
    }

    public ViewBuilder nodes(SortedMap<NodeName, Node> newNodes) {
        nodes = newNodes;
        return this;
    }

    public ViewBuilder members(SortedMap<NodeName, Member> newMembers) {
        members = newMembers;
        return this;
    }

    public ViewBuilder consentRecords(SortedMap<NodeName, ConsentRecord> newRecords) {
        consentRecords = newRecords;
        return this;
    }

    public ViewBuilder neighbourReports(SortedMap<NodeName, NeighbourReport> newReports) {
        neighbourReports = newReports;
        return this;
    }

    public ViewBuilder wishes(Set<Wish> newWishes) {
        wishes = newWishes;
        return this;
    }

    public ViewBuilder unmanagedKeys(SortedSet<String> newKeys) {
        unmanagedKeys = newKeys;
        return this;
    }

    public ViewBuilder markHistory(MarkHistory newHistory) {
        markHistory = newHistory;
        return this;
    }

    public View build() {
        return new View(
                revision,
                pool,
                marks,
                new NodeRecords(nodes, members, consentRecords, neighbourReports),
                wishes,
                unmanagedKeys,
                markHistory);
    }
}
