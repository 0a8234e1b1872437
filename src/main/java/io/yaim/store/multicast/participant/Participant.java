package io.yaim.store.multicast.participant;

import io.yaim.store.DecodedSnapshot;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.time.Duration;
import java.util.Optional;

/// Follows the coordinator: keeps its state, sends requests to it, and reports to a new coordinator what this node
/// knows. After such a report, replies of an earlier coordinator do not count.
///
/// It has no thread and no clock, and is not thread-safe.
public final class Participant {

    private static final int PROPOSALS_PER_LEASE = 8;

    private final MulticastSettings settings;
    private final Outbox out;
    private final LocalPool localPool;
    private final KnowledgeGap knowledgeGap;
    private final VoteEligibility voteEligibility;
    private Optional<MembershipView> membershipView = Optional.empty();
    private Optional<String> absence = Optional.empty();
    private Optional<Term> term = Optional.empty();
    private Optional<GroupMessage.ReportRequest> earlyReportRequest = Optional.empty();

    private final ReplicatedState state;
    private final PendingRequests pendingRequests = new PendingRequests();
    private final PoolProposal poolProposal;
    private final ProvenLease lease = new ProvenLease();

    public Participant(MulticastSettings settings, Outbox out, LocalPool localPool, KnowledgeGap knowledgeGap) {
        this.knowledgeGap = knowledgeGap;
        poolProposal = new PoolProposal(settings.ttl().dividedBy(PROPOSALS_PER_LEASE));
        voteEligibility = new VoteEligibility(settings.ownVoter(), settings.ttl());
        this.settings = settings;
        this.out = out;
        this.localPool = localPool;
        state = new ReplicatedState(settings.keys());
    }

    public Optional<MembershipView> membershipView() {
        return membershipView;
    }

    /// The term that is followed.
    public Optional<Term> term() {
        return term;
    }

    /// The committed state of the coordinator that is followed now; empty: there is none yet.
    public Optional<DecodedSnapshot> snapshot() {
        return term.filter(state::isOf).filter(_ -> membershipView.isPresent()).flatMap(_ -> state.committed());
    }

    /// Why this node is not in the group any more; empty: it is, or was not yet.
    public Optional<String> absence() {
        return absence;
    }

    /// This node is in the group no more, until the next membership view. It keeps what it knows, and reports that to
    /// the next coordinator.
    public void channelLost(String reason, Duration now) {
        membershipView = Optional.empty();
        earlyReportRequest = Optional.empty();
        absence = Optional.of(reason);
        pendingRequests.failAll(reason);
        knowledgeGap.channelLost(now);
    }

    public void viewChanged(MembershipView next, Duration now) {
        boolean isFollowed = !next.isMerged()
                && membershipView
                        .filter(present -> present.coordinator().equals(next.coordinator()))
                        .isPresent();
        membershipView = Optional.of(next);
        absence = Optional.empty();
        if (!isFollowed) {
            pendingRequests.failAll("another coordinator");
        }
        earlyReportRequest.filter(this::isCurrent).ifPresent(reportRequest -> follow(reportRequest, now));
    }

    public void received(MemberId from, GroupMessage groupMessage, Duration now) {
        if (!groupMessage.term().coordinator().equals(from)) {
            return;
        }
        switch (groupMessage) {
            case GroupMessage.ReportRequest reportRequest -> {
                earlyReportRequest = Optional.of(reportRequest);
                if (isCurrent(reportRequest)) {
                    follow(reportRequest, now);
                } else {
                    sendHigherTerm(reportRequest);
                }
            }
            case GroupMessage.FullState fullState -> installState(fullState, now);
            case GroupMessage.Events events -> addEvents(events);
            case GroupMessage.CommitRevision(var told, var known) when hasStateOf(told) -> state.commitUpTo(known);
            case GroupMessage.Heartbeat(var told, var number, var known)
            when hasStateOf(told) && state.revision() >= known ->
                out.send(from, new GroupMessage.HeartbeatAck(told, number));
            case GroupMessage.CommitRevision _, GroupMessage.Heartbeat _ -> {}
            case GroupMessage.ReplyMessage(var told, var id, var reply) -> {
                if (term.filter(told::equals).isPresent()) {
                    handleReply(id, reply);
                }
            }
            case GroupMessage.RequestMessage _,
                    GroupMessage.Report _,
                    GroupMessage.VoterPresent _,
                    GroupMessage.Ack _,
                    GroupMessage.HeartbeatAck _,
                    GroupMessage.HigherTerm _,
                    GroupMessage.StateRequest _ -> {}
        }
    }

    /// Sends a request to the coordinator, if there is one. The reply comes later, or never.
    public PendingRequest ask(Request request, Duration now) {
        var pendingRequest = new PendingRequest(request, now);
        Optional<MemberId> to = membershipView.map(MembershipView::coordinator);
        if (to.isEmpty() || term.isEmpty() || !term.get().coordinator().equals(to.get())) {
            pendingRequest.complete(new Reply.Rejected(absence.orElse("there is no coordinator yet")));
            return pendingRequest;
        }
        if (request instanceof Request.RevokeLease(var left)) {
            lease.ended(left);
        }
        out.send(
                to.get(),
                new GroupMessage.RequestMessage(term.get(), pendingRequests.register(pendingRequest), request));
        return pendingRequest;
    }

    /// The coordinator, if it has not replied for half a lease: perhaps its messages arrive, but it receives none.
    public Optional<MemberId> silentCoordinator(Duration now) {
        boolean isSilent = pendingRequests.areUnansweredFor(settings.ttl().dividedBy(2), now);
        return membershipView.map(MembershipView::coordinator).filter(_ -> isSilent);
    }

    /// No thread waits for the reply any more.
    public void abandon(PendingRequest pendingRequest) {
        pendingRequests.abandon(pendingRequest);
    }

    /// To be called when this node keeps another pool, which may contradict the pool of the cluster.
    public void poolChanged(Duration now) {
        if (state.term().isPresent()) {
            localPool.reconcile(state.pool());
        }
        proposePool(now);
    }

    /// Proposes the pool that this node keeps, if it is newer than the pool of the cluster.
    public void proposePool(Duration now) {
        VersionedPool kept = localPool.saved();
        boolean isNewer = snapshot().isPresent() && kept.version() > state.poolVersion();
        if (isNewer && poolProposal.isDue(term, kept.version(), now)) {
            poolProposal.sent(term, kept.version(), now);
            ask(new Request.ProposePool(kept), now);
        }
    }

    /// Whether it is from the coordinator of the membership view, and not of an earlier term.
    private boolean isCurrent(GroupMessage groupMessage) {
        return isFromCoordinator(groupMessage)
                && term.filter(present -> present.compareTo(groupMessage.term()) > 0)
                        .isEmpty();
    }

    private boolean isFromCoordinator(GroupMessage groupMessage) {
        return membershipView
                .filter(present ->
                        present.coordinator().equals(groupMessage.term().coordinator()))
                .isPresent();
    }

    private boolean hasStateOf(Term told) {
        return term.filter(told::equals).isPresent() && state.isOf(told);
    }

    private void sendHigherTerm(GroupMessage groupMessage) {
        if (isFromCoordinator(groupMessage) && term.isPresent()) {
            out.send(groupMessage.term().coordinator(), new GroupMessage.HigherTerm(groupMessage.term(), term.get()));
        }
    }

    private void follow(GroupMessage.ReportRequest reportRequest, Duration now) {
        earlyReportRequest = Optional.empty();
        if (state.isOf(reportRequest.term())) {
            return; // nothing to report: the coordinator has collected its state
        }
        switchTo(reportRequest.term(), now);
        Duration unsure = knowledgeGap.unsureFor(now);
        out.send(
                reportRequest.term().coordinator(),
                new GroupMessage.Report(
                        reportRequest.term(),
                        state.term(),
                        state.received(),
                        lease.provenAt(now),
                        unsure,
                        localPool.saved(),
                        voteEligibility.inStateTerm(now)));
    }

    /// Follows this term from now on. What this node confirmed in an earlier term may be unknown in it.
    private void switchTo(Term next, Duration now) {
        if (!term.equals(Optional.of(next))) {
            pendingRequests.failAll("a new term has begun");
            term = Optional.of(next);
            voteEligibility.termChanged(now);
        }
    }

    private void installState(GroupMessage.FullState fullState, Duration now) {
        Term told = fullState.term();
        if (!isCurrent(fullState)) {
            sendHigherTerm(fullState);
            return;
        }
        if (state.isOf(told) && fullState.snapshot().revision() < state.revision()) {
            return;
        }
        switchTo(told, now);
        voteEligibility.stateInstalled(fullState.voteCounts());
        voteEligibility
                .inStateTerm(now)
                .ifPresent(voter -> out.send(told.coordinator(), new GroupMessage.VoterPresent(told, voter)));
        state.replaceBy(told, fullState.snapshot());
        localPool.reconcile(state.pool());
        sendAck(told);
        knowledgeGap.stateInstalled();
    }

    private void addEvents(GroupMessage.Events events) {
        if (!hasStateOf(events.term()) || events.to() <= state.revision()) {
            return;
        }
        if (events.from() != state.revision()) {
            out.send(events.term().coordinator(), new GroupMessage.StateRequest(events.term()));
            return;
        }
        boolean isNewPool = state.poolVersion() != events.poolVersion();
        state.apply(events);
        if (isNewPool) {
            localPool.reconcile(state.pool());
        }
        sendAck(events.term());
    }

    private void sendAck(Term told) {
        out.send(told.coordinator(), new GroupMessage.Ack(told, state.revision()));
    }

    private void handleReply(long id, Reply reply) {
        pendingRequests.take(id).ifPresent(pendingRequest -> handleReply(pendingRequest, reply));
    }

    private void handleReply(PendingRequest pendingRequest, Reply reply) {
        pendingRequest.complete(reply);
        switch (reply) {
            case Reply.Granted(var granted, var ttl) ->
                lease.granted(granted, pendingRequest.sentAt().plus(ttl));
            case Reply.Renewed(var ttl) -> {
                if (pendingRequest.request() instanceof Request.RenewLease(var renewed)) {
                    lease.granted(renewed, pendingRequest.sentAt().plus(ttl));
                }
            }
            case Reply.LeaseEnded _ -> {
                if (pendingRequest.request() instanceof Request.RenewLease(var ended)) {
                    lease.ended(ended);
                }
            }
            case Reply.Rejected _
            when pendingRequest.request() instanceof Request.ProposePool -> poolProposal.refused();
            case Reply.Committed _, Reply.Done _, Reply.Rejected _ -> {}
        }
    }
}
