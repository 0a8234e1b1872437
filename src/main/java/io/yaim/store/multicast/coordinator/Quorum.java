package io.yaim.store.multicast.coordinator;

import io.yaim.model.NodeName;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.Voter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides how many members must have confirmed something so that it counts. Each coordinator has one, and tells it
/// which voter each member is.
sealed interface Quorum permits Unanimous, Majority {

    /// The configured quorum.
    ///
    /// @param voters none: all members of the membership view must confirm
    static Quorum of(Set<NodeName> voters) {
        return voters.isEmpty() ? new Unanimous() : new Majority(voters);
    }

    /// Records whose vote a member has, as its report says.
    void voterReported(MemberId memberId, Voter voter);

    /// Records whose vote a member has, as it says when it has installed the state of this term.
    void voterPresent(MemberId memberId, Voter voter, Duration now);

    /// Returns what a term may begin with; empty: it cannot begin yet.
    Optional<RecoveredState> recover(StateCollection stateCollection, Duration now);

    /// Returns the greatest number that enough members have reached; 0 if too few have reached any.
    ///
    /// @param listening the members that have not been silent for long
    long reachedByQuorum(Collection<MemberId> listening, Map<MemberId, Long> numbers, Duration now);

    /// Whether another coordinator may grant meanwhile, so that the members have to be polled before a lease is
    /// granted.
    boolean isHeartbeatNeeded();

    /// Why nothing can be granted with the members of this membership view; empty: they are enough.
    Optional<String> whyNoQuorum(MembershipView membershipView);

    /// The same, or why nothing can be granted yet.
    Optional<String> whyNoQuorumYet(MembershipView membershipView, Duration now);
}
