package io.yaim.status;

import io.yaim.check.CheckResults;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryState;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state at one moment: of the cluster, from the store, and of this node, if one runs.
///
/// @param now wall time
/// @param age how long ago the view was read
/// @param view the latest view of the store; it may be old
/// @param localNode the state of this node; empty where none runs
public record StatusSnapshot(Instant now, Duration age, Optional<View> view, Optional<LocalNode> localNode) {

    /// What only the running node knows about itself.
    ///
    /// @param seen the observation of its last cycle
    /// @param storeError why the last cycle did not read the store; empty if it did
    /// @param states the states of all entries on this node
    /// @param ownedSince when each entry got its present owner, as far as this node saw it
    /// @param leaseLeft how long the lease still proves ownership
    /// @param probationLeft how long this node is still on probation; zero: it is not
    public record LocalNode(
            Observation seen,
            Optional<String> storeError,
            SortedMap<VirtualIp, EntryState> states,
            Map<VirtualIp, Instant> ownedSince,
            Duration leaseLeft,
            Duration probationLeft,
            CheckResults checks) {

        public LocalNode {
            states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
            ownedSince = Map.copyOf(ownedSince);
        }

        public NodeName name() {
            return seen.self().name();
        }
    }

    /// Returns the snapshot for a process without a node: only what the store has.
    public static StatusSnapshot of(View view, Instant now) {
        return new StatusSnapshot(now, Duration.ZERO, Optional.of(view), Optional.empty());
    }

    /// Returns whether this is the name of the node that reports.
    public boolean isSelf(NodeName name) {
        return localNode.filter(own -> own.name().equals(name)).isPresent();
    }
}
