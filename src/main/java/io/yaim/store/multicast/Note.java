package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.store.KeyEvent;
import io.yaim.store.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What coordinator and participants tell each other. Each names the term that it belongs to; in another it
/// counts for nothing.
sealed interface Note {

    Term term();

    /// A participant wants something.
    ///
    /// @param id found again in the answer
    record Ask(Term term, long id, Request request) implements Note {}

    record Answer(Term term, long id, Reply reply) implements Note {}

    /// A coordinator begins a term, and wants to know what everyone holds.
    record Call(Term term) implements Note {}

    /// Who reports follows that coordinator from now on, and no former one.
    ///
    /// @param of the term in which the picture was told; absent: there is none yet
    /// @param lease that the participant can still prove to have been granted
    /// @param unsure how long somebody may still hold what the participant knows nothing of
    /// @param pool the last that the participant knows of, also from before its start
    /// @param voter absent: it has no vote, or nobody votes
    record Report(
            Term term,
            Optional<Term> of,
            Picture picture,
            Optional<LeaseId> lease,
            Duration unsure,
            Edition pool,
            Optional<Voter> voter)
            implements Note {

        public Report {
            if (of.isEmpty() && !picture.keys().isEmpty()) {
                throw new IllegalArgumentException("a picture of no term");
            }
        }

        /// The same of one who knows nothing but the pool.
        Report withoutKeys() {
            var nothing = new Picture(picture.revision(), picture.poolVersion(), List.of());
            return new Report(term, Optional.empty(), nothing, Optional.empty(), unsure, pool, voter);
        }

        /// The same as it is when all leases have ended.
        Report withoutLeases() {
            List<Stored> left = picture.keys().stream()
                    .filter(stored -> stored.lease().isEmpty())
                    .toList();
            var unleased = new Picture(picture.revision(), picture.poolVersion(), left);
            return new Report(term, of, unleased, Optional.empty(), unsure, pool, voter);
        }
    }

    /// Who has taken over a state says whose vote it has.
    record Present(Term term, Voter voter) implements Note {}

    /// All that there is, for one who does not know it.
    ///
    /// @param counts whether what it confirmed before is among it, so that its vote counts at once
    record State(Term term, Picture picture, boolean counts) implements Note {}

    /// What has changed.
    ///
    /// @param from the revision to which it is added
    record Events(Term term, long from, long to, long poolVersion, List<KeyEvent> events) implements Note {

        public Events {
            events = List.copyOf(events);
        }
    }

    /// A participant knows all up to this revision.
    record Seen(Term term, long revision) implements Note {}

    /// All on the roll know all up to this revision: from now on it counts.
    record Known(Term term, long revision) implements Note {}

    /// The coordinator wants to know who still follows it.
    ///
    /// @param number higher than that of any poll before
    /// @param known the revision that counts; who does not know it is to say nothing
    record Poll(Term term, long number, long known) implements Note {}

    /// Who says so followed no other coordinator before.
    record Follows(Term term, long number) implements Note {}

    /// Who says so has followed a higher term, and follows no lower one again.
    record Ahead(Term term, Term followed) implements Note {}

    /// What was told does not follow what the participant knows; it wants all.
    record Lost(Term term) implements Note {}
}
