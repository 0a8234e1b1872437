package io.yaim.status;

import io.yaim.check.CheckResults;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryState;
import io.yaim.plan.FairShare;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known at one moment: of the cluster, from the store, and of this node, if one runs.
///
/// @param now wall time
/// @param age how long ago the view was taken
/// @param view the latest of the store; it may be old
/// @param localNode what is known of the node itself; absent where none runs
public record StatusSnapshot(Instant now, Duration age, Optional<View> view, Optional<LocalNode> localNode) {

    /// What a running node knows of itself alone.
    ///
    /// @param seen by its last pass
    /// @param storeError why the store was not read in its last pass; empty when it was
    /// @param states of all entries, on this node
    /// @param ownedSince since when their owners have had them, as far as this node saw it
    /// @param leaseLeft how long its lease proves ownership still
    public record LocalNode(
            Observation seen,
            Optional<String> storeError,
            SortedMap<VirtualIp, EntryState> states,
            Map<VirtualIp, Instant> ownedSince,
            Duration leaseLeft,
            CheckResults checks) {

        public LocalNode {
            states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
            ownedSince = Map.copyOf(ownedSince);
        }

        public NodeName name() {
            return seen.self().name();
        }
    }

    /// Where no node runs: what the store says.
    public static StatusSnapshot of(View view, Instant now) {
        return new StatusSnapshot(now, Duration.ZERO, Optional.of(view), Optional.empty());
    }

    /// Whether this is the name of the node that tells.
    public boolean isSelf(NodeName name) {
        return localNode.filter(own -> own.name().equals(name)).isPresent();
    }

    /// The node that owns each entry that is owned.
    public static Map<VirtualIp, NodeName> owners(View view) {
        var owners = new HashMap<VirtualIp, NodeName>();
        for (VirtualIp ip : view.pool().keySet()) {
            view.owner(ip).ifPresent(owner -> owners.put(ip, owner.name()));
        }
        return owners;
    }

    /// Who should own what, by the fair share.
    public static SortedMap<VirtualIp, NodeName> targets(View view) {
        return FairShare.assign(view.pool().values(), view.nodes().values(), owners(view), view.wishes());
    }
}
