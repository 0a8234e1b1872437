package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The configured nodes of a cluster, and which of them vote.
///
/// @param nodes the nodes that may take entries; none: all
/// @param needsMajority whether entries are held only where more than half of the [#voters] are
/// @param witness a voter that takes no entries; only with a majority
public record Electorate(SortedSet<NodeName> nodes, boolean needsMajority, Optional<NodeName> witness) {

    public Electorate {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /// The nodes of which more than half must be together; none: no majority is needed.
    public SortedSet<NodeName> voters() {
        var voters = new TreeSet<NodeName>();
        if (needsMajority) {
            voters.addAll(nodes);
            witness.ifPresent(voters::add);
        }
        return voters;
    }

    boolean admits(NodeName name) {
        return nodes.isEmpty() || nodes.contains(name);
    }
}
