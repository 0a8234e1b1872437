package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many have to know and to agree so that something counts. Each coordinator has one, and tells it who is who.
sealed interface Quorum permits Everybody, Majority {

    /// The one that is configured.
    ///
    /// @param voters none: everybody on the roll has to
    static Quorum of(Set<NodeName> voters) {
        return voters.isEmpty() ? new Everybody() : new Majority(voters);
    }

    /// Whose vote a seat has, as it says when it reports.
    void reported(Seat seat, Voter voter);

    /// Whose vote a seat has, as it says when it has taken over the state of this term.
    void present(Seat seat, Voter voter, Duration now);

    /// What a term may begin with; empty: not yet.
    Optional<Basis> basis(Inquiry inquiry, Duration now);

    /// Returns the greatest number that as many have reached as have to; 0 if too few have reached any.
    ///
    /// @param listening those on the roll who have not been silent for long
    long reached(Collection<Seat> listening, Map<Seat, Long> numbers, Duration now);

    /// Whether others may grant meanwhile, so that they have to be asked before a lease is granted.
    boolean isAsked();

    /// Why nothing can be granted with those who are on the roll; empty: enough are.
    Optional<String> missing(Roll roll);

    /// The same, or why nothing can be granted yet.
    Optional<String> missingYet(Roll roll, Duration now);
}
