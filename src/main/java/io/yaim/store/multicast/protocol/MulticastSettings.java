package io.yaim.store.multicast.protocol;

import io.yaim.model.NodeName;
import io.yaim.store.KeySpace;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What the nodes of a cluster have in common, and the timeout of this node.
///
/// @param ttl the ttl of leases: a node that is silent for so long holds nothing
/// @param timeout for one call
/// @param voters of which more than half must be together; none: no majority is needed
/// @param ownVoter the voter that this process is; empty: it has no vote
public record MulticastSettings(
        KeySpace keys, Duration ttl, Duration timeout, Set<NodeName> voters, Optional<NodeName> ownVoter) {

    public MulticastSettings {
        voters = Set.copyOf(voters);
        ownVoter = ownVoter.filter(voters::contains);
    }

    /// The same without a vote, and with another timeout.
    public MulticastSettings withoutVote(Duration otherTimeout) {
        return new MulticastSettings(keys, ttl, otherTimeout, voters, Optional.empty());
    }
}
