package io.yaim.store.multicast.protocol;

import io.yaim.model.LeaseId;
import io.yaim.store.KeyEvent;
import io.yaim.store.RawKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A message between coordinator and participants. Each belongs to a term, and does not count in another.
public sealed interface GroupMessage {

    Term term();

    /// A request of a participant.
    ///
    /// @param id is repeated in the reply
    record RequestMessage(Term term, long id, Request request) implements GroupMessage {}

    record ReplyMessage(Term term, long id, Reply reply) implements GroupMessage {}

    /// A coordinator begins a term, and requests reports of all members.
    record ReportRequest(Term term) implements GroupMessage {}

    /// The report of a member, which follows that coordinator from now on, and no earlier one.
    ///
    /// @param stateTerm the term of the snapshot; empty: there is none yet
    /// @param lease the lease that the participant can still prove
    /// @param unsureFor how long other nodes may still hold what the participant does not know of
    /// @param pool the last pool that the participant knows of, also from before its start
    /// @param voter empty: it has no vote, or there are no voters
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
                throw new IllegalArgumentException("a snapshot of no term");
            }
        }

        /// The same without any state but the pool.
        public Report withoutKeys() {
            var nothing = new RawSnapshot(snapshot.revision(), snapshot.poolVersion(), List.of());
            return new Report(term, Optional.empty(), nothing, Optional.empty(), unsureFor, pool, voter);
        }

        /// The same after all leases have ended.
        public Report withoutLeases() {
            List<RawKey> left = snapshot.keys().stream()
                    .filter(rawKey -> rawKey.lease().isEmpty())
                    .toList();
            var unleased = new RawSnapshot(snapshot.revision(), snapshot.poolVersion(), left);
            return new Report(term, stateTerm, unleased, Optional.empty(), unsureFor, pool, voter);
        }
    }

    /// A member that has installed the state says which voter it is.
    record VoterPresent(Term term, Voter voter) implements GroupMessage {}

    /// The whole state, for a member that does not have it.
    ///
    /// @param voteCounts whether the vote of the member counts at once, because the state contains what it
    ///     confirmed before
    record FullState(Term term, RawSnapshot snapshot, boolean voteCounts) implements GroupMessage {}

    /// Changes of the state.
    ///
    /// @param from the revision to which they are added
    record Events(Term term, long from, long to, long poolVersion, List<KeyEvent> events) implements GroupMessage {

        public Events {
            events = List.copyOf(events);
        }
    }

    /// A participant has the state up to this revision.
    record Ack(Term term, long revision) implements GroupMessage {}

    /// The state is committed up to this revision.
    record CommitRevision(Term term, long revision) implements GroupMessage {}

    /// The coordinator asks which members still follow it.
    ///
    /// @param number higher than that of any poll before
    /// @param committed the committed revision; a member that does not have it must not answer
    record Heartbeat(Term term, long number, long committed) implements GroupMessage {}

    /// The sender has followed no other coordinator before.
    record HeartbeatAck(Term term, long number) implements GroupMessage {}

    /// The sender has followed a higher term, and never follows a lower one again.
    record HigherTerm(Term term, Term followed) implements GroupMessage {}

    /// The received changes do not follow the state of the participant, which requests the whole state.
    record StateRequest(Term term) implements GroupMessage {}
}
