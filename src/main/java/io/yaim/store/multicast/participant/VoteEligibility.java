package io.yaim.store.multicast.participant;

import io.yaim.model.NodeName;
import io.yaim.store.multicast.protocol.Voter;
import java.time.Duration;
import java.util.Optional;

/// From when the vote of a node counts: in the term that it follows, and in the term of its state.
///
/// When a node turns to a term, what it confirmed before may be unknown there, unless the term began with it. One
/// lease later nothing is held by that any more.
final class VoteEligibility {

    private final Optional<NodeName> name;
    private final Duration ttl;
    private Duration countsFrom = Duration.ZERO;
    private Duration countsInStateTermFrom = Duration.ZERO;

    /// @param name empty: the node has no vote
    VoteEligibility(Optional<NodeName> name, Duration ttl) {
        this.name = name;
        this.ttl = ttl;
    }

    void termChanged(Duration now) {
        countsFrom = now.plus(ttl);
    }

    /// The node has installed the state of the term that it follows.
    ///
    /// @param counts whether the state contains what it confirmed before
    void stateInstalled(boolean counts) {
        countsFrom = counts ? Duration.ZERO : countsFrom;
        countsInStateTermFrom = countsFrom;
    }

    /// The vote in the term of its state.
    Optional<Voter> inStateTerm(Duration now) {
        return voter(countsInStateTermFrom, now);
    }

    private Optional<Voter> voter(Duration from, Duration now) {
        Duration idle = from.compareTo(now) > 0 ? from.minus(now) : Duration.ZERO;
        return name.map(voter -> new Voter(voter, idle));
    }
}
