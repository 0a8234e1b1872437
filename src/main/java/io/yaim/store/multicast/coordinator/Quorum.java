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

/// How many have to know and to agree so that something counts. Each coordinator has one, and tells it who is
/// who.
sealed interface Quorum permits Unanimous, Majority {

    /// The one that is configured.
    ///
    /// @param voters none: everybody on the roll has to
    static Quorum of(Set<NodeName> voters) {
        return voters.isEmpty() ? new Unanimous() : new Majority(voters);
    }

    /// Whose vote a seat has, as it says when it reports.
    void voterReported(MemberId memberId, Voter voter);

    /// Whose vote a seat has, as it says when it has taken over the state of this term.
    void voterPresent(MemberId memberId, Voter voter, Duration now);

    /// What a term may begin with; empty: not yet.
    Optional<RecoveredState> recover(StateCollection stateCollection, Duration now);

    /// Returns the greatest number that as many have reached as have to; 0 if too few have reached any.
    ///
    /// @param listening those on the roll who have not been silent for long
    long reachedByQuorum(Collection<MemberId> listening, Map<MemberId, Long> numbers, Duration now);

    /// Whether others may grant meanwhile, so that they have to be asked before a lease is granted.
    boolean isHeartbeatNeeded();

    /// Why nothing can be granted with those who are on the roll; empty: enough are.
    Optional<String> whyNoQuorum(MembershipView membershipView);

    /// The same, or why nothing can be granted yet.
    Optional<String> whyNoQuorumYet(MembershipView membershipView, Duration now);
}
