package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which node should own which entry.
public final class FairShare {

    private FairShare() {}

    /// The node for every entry that some node takes.
    ///
    /// @param owners the node that owns the entry now, where one does
    public static SortedMap<VirtualIp, NodeName> assign(
            Collection<Entry> pool, Collection<Node> nodes, Map<VirtualIp, NodeName> owners, Set<Wish> wishes) {
        return new TreeMap<>();
    }
}
