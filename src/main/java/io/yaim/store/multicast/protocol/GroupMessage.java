package io.yaim.store.multicast.protocol;

import io.yaim.model.LeaseId;
import io.yaim.store.KeyEvent;
import io.yaim.store.RawKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What coordinator and participants tell each other. Each names the term that it belongs to; in another it
/// counts for nothing.
public sealed interface GroupMessage {

    Term term();

    /// A participant wants something.
    ///
    /// @param id found again in the answer
    record RequestMessage(Term term, long id, Request request) implements GroupMessage {}

    record ReplyMessage(Term term, long id, Reply reply) implements GroupMessage {}

    /// A coordinator begins a term, and wants to know what everyone holds.
    record ReportRequest(Term term) implements GroupMessage {}

    /// Who reports follows that coordinator from now on, and no former one.
    ///
    /// @param stateTerm the term in which the picture was told; absent: there is none yet
    /// @param lease that the participant can still prove to have been granted
    /// @param unsureFor how long somebody may still hold what the participant knows nothing of
    /// @param pool the last that the participant knows of, also from before its start
    /// @param voter absent: it has no vote, or nobody votes
    record Report(
            Term term,
            Optional<Term> stateTerm,
            RawSnapshot snapshot,
            Optional<LeaseId> lease,
            Duration unsureFor,
            VersionedPool pool,
            Optional<Voter> voter)
            implements GroupMessage {

        public Report {
            if (stateTerm.isEmpty() && !snapshot.keys().isEmpty()) {
                throw new IllegalArgumentException("a picture of no term");
            }
        }

        /// The same of one who knows nothing but the pool.
        public Report withoutKeys() {
            var nothing = new RawSnapshot(snapshot.revision(), snapshot.poolVersion(), List.of());
            return new Report(term, Optional.empty(), nothing, Optional.empty(), unsureFor, pool, voter);
        }

        /// The same as it is when all leases have ended.
        public Report withoutLeases() {
            List<RawKey> left = snapshot.keys().stream()
                    .filter(rawKey -> rawKey.lease().isEmpty())
                    .toList();
            var unleased = new RawSnapshot(snapshot.revision(), snapshot.poolVersion(), left);
            return new Report(term, stateTerm, unleased, Optional.empty(), unsureFor, pool, voter);
        }
    }

    /// Who has taken over a state says whose vote it has.
    record VoterPresent(Term term, Voter voter) implements GroupMessage {}

    /// All that there is, for one who does not know it.
    ///
    /// @param voteCounts whether what it confirmed before is among it, so that its vote counts at once
    record FullState(Term term, RawSnapshot snapshot, boolean voteCounts) implements GroupMessage {}

    /// What has changed.
    ///
    /// @param from the revision to which it is added
    record Events(Term term, long from, long to, long poolVersion, List<KeyEvent> events) implements GroupMessage {

        public Events {
            events = List.copyOf(events);
        }
    }

    /// A participant knows all up to this revision.
    record Ack(Term term, long revision) implements GroupMessage {}

    /// All on the roll know all up to this revision: from now on it counts.
    record CommitRevision(Term term, long revision) implements GroupMessage {}

    /// The coordinator wants to know who still follows it.
    ///
    /// @param number higher than that of any poll before
    /// @param committed the revision that counts; who does not know it is to say nothing
    record Heartbeat(Term term, long number, long committed) implements GroupMessage {}

    /// Who says so followed no other coordinator before.
    record HeartbeatAck(Term term, long number) implements GroupMessage {}

    /// Who says so has followed a higher term, and follows no lower one again.
    record HigherTerm(Term term, Term followed) implements GroupMessage {}

    /// What was told does not follow what the participant knows; it wants all.
    record StateRequest(Term term) implements GroupMessage {}
}
