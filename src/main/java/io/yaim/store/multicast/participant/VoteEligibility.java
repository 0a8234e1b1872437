package io.yaim.store.multicast.participant;

import io.yaim.model.NodeName;
import io.yaim.store.multicast.protocol.Voter;
import java.time.Duration;
import java.util.Optional;

/// From when a node's vote counts: in the term that it follows, and in the one whose state it took over last.
///
/// What it confirmed before it turned to a term, those who count on it there may not know; unless it was among
/// what the term began with. A lease later nobody holds anything by it any more.
final class VoteEligibility {

    private final Optional<NodeName> name;
    private final Duration ttl;
    private Duration countsFrom = Duration.ZERO;
    private Duration countsInStateTermFrom = Duration.ZERO;

    /// @param name absent: the node has no vote
    VoteEligibility(Optional<NodeName> name, Duration ttl) {
        this.name = name;
        this.ttl = ttl;
    }

    void termChanged(Duration now) {
        countsFrom = now.plus(ttl);
    }

    /// It has taken over the state of the term that it follows.
    ///
    /// @param counts whether what it confirmed before is among it
    void stateInstalled(boolean counts) {
        countsFrom = counts ? Duration.ZERO : countsFrom;
        countsInStateTermFrom = countsFrom;
    }

    /// Where the state comes from that it knows.
    Optional<Voter> inStateTerm(Duration now) {
        return voter(countsInStateTermFrom, now);
    }

    private Optional<Voter> voter(Duration from, Duration now) {
        Duration idle = from.compareTo(now) > 0 ? from.minus(now) : Duration.ZERO;
        return name.map(voter -> new Voter(voter, idle));
    }
}
