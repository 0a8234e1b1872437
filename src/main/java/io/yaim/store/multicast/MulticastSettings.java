package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import io.yaim.store.KeySpace;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What the nodes of a cluster have in common, and how long one of them waits.
///
/// @param stale the time to live of leases: who has not been heard for so long holds nothing
/// @param timeout for one call
/// @param voters of whom more than half have to be together; none: it does not matter who is
/// @param own whose vote this process has; absent: it has none
public record MulticastSettings(
        KeySpace keys, Duration stale, Duration timeout, Set<NodeName> voters, Optional<NodeName> own) {

    public MulticastSettings {
        voters = Set.copyOf(voters);
        own = own.filter(voters::contains);
    }

    /// The same of one that has no vote, and waits longer or shorter.
    public MulticastSettings withoutVote(Duration otherTimeout) {
        return new MulticastSettings(keys, stale, otherTimeout, voters, Optional.empty());
    }
}
