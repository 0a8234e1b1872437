package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.Optional;

/// From when a node's vote counts: in the term that it follows, and in the one whose state it took over last.
///
/// What it confirmed before it turned to a term, those who count on it there may not know; unless it was among what
/// the term began with. A lease later nobody holds anything by it any more.
final class Vote {

    private final Optional<NodeName> name;
    private final Duration ttl;
    private Duration countsFrom = Duration.ZERO;
    private Duration countedFrom = Duration.ZERO;

    /// @param name absent: the node has no vote
    Vote(Optional<NodeName> name, Duration ttl) {
        this.name = name;
        this.ttl = ttl;
    }

    void turned(Duration now) {
        countsFrom = now.plus(ttl);
    }

    /// It has taken over the state of the term that it follows.
    ///
    /// @param counts whether what it confirmed before is among it
    void tookOver(boolean counts) {
        countsFrom = counts ? Duration.ZERO : countsFrom;
        countedFrom = countsFrom;
    }

    /// Where the state comes from that it knows.
    Optional<Voter> whereItWasTold(Duration now) {
        return voter(countedFrom, now);
    }

    private Optional<Voter> voter(Duration from, Duration now) {
        Duration idle = from.compareTo(now) > 0 ? from.minus(now) : Duration.ZERO;
        return name.map(voter -> new Voter(voter, idle));
    }
}
