package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Which node owns which entry of a view, and which node should own it.
public final class Placement {

    private Placement() {}

    /// The owner of each entry that has one.
    public static Map<VirtualIp, NodeName> owners(View view) {
        var owners = new HashMap<VirtualIp, NodeName>();
        for (VirtualIp ip : view.pool().keySet()) {
            view.owner(ip).ifPresent(owner -> owners.put(ip, owner.name()));
        }
        return owners;
    }

    /// The node that should own each entry that some node takes.
    public static SortedMap<VirtualIp, NodeName> targets(View view) {
        return targets(view, Set.of());
    }

    /// As [#targets(View)], if these nodes were drained as well.
    public static SortedMap<VirtualIp, NodeName> targets(View view, Set<NodeName> drained) {
        Set<Wish> wishes = new HashSet<>(view.wishes());
        drained.forEach(name -> wishes.add(new Wish.Drain(name)));
        return FairShare.assign(view.pool().values(), view.nodes().values(), owners(view), wishes);
    }

    /// The node that should own the entry if its owner were drained.
    public static Optional<NodeName> successor(View view, Entry entry) {
        Set<NodeName> owner =
                view.owner(entry.ip()).map(Node::name).map(Set::of).orElse(Set.of());
        return Optional.ofNullable(targets(view, owner).get(entry.ip()));
    }
}
