package io.yaim.store.multicast.protocol;

import io.yaim.model.NodeName;
import io.yaim.store.KeySpace;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What the nodes of a cluster have in common, and how long one of them waits.
///
/// @param ttl the time to live of leases: who has not been heard for so long holds nothing
/// @param timeout for one call
/// @param voters of whom more than half have to be together; none: it does not matter who is
/// @param ownVoter whose vote this process has; absent: it has none
public record MulticastSettings(
        KeySpace keys, Duration ttl, Duration timeout, Set<NodeName> voters, Optional<NodeName> ownVoter) {

    public MulticastSettings {
        voters = Set.copyOf(voters);
        ownVoter = ownVoter.filter(voters::contains);
    }

    /// The same of one that has no vote, and waits longer or shorter.
    public MulticastSettings withoutVote(Duration otherTimeout) {
        return new MulticastSettings(keys, ttl, otherTimeout, voters, Optional.empty());
    }
}
