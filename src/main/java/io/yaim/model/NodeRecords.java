package io.yaim.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the nodes have written of themselves, by node.
///
/// @param consentRecords by the node that needs the consent
/// @param neighbourReports the neighbours that each node knows
public record NodeRecords(
        SortedMap<NodeName, Node> nodes,
        SortedMap<NodeName, Member> members,
        SortedMap<NodeName, ConsentRecord> consentRecords,
        SortedMap<NodeName, NeighbourReport> neighbourReports) {

    public NodeRecords {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        consentRecords = Collections.unmodifiableSortedMap(new TreeMap<>(consentRecords));
        neighbourReports = Collections.unmodifiableSortedMap(new TreeMap<>(neighbourReports));
    }
}
