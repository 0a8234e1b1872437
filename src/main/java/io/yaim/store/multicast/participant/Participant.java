package io.yaim.store.multicast.participant;

import io.yaim.store.DecodedSnapshot;
import io.yaim.store.KeyEvent;
import io.yaim.store.RawKey;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.RawSnapshot;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Follows the coordinator: knows what it told last, asks it, and reports to a new one what it knows. From
/// then on what a former coordinator answers counts for nothing.
///
/// Knows no thread and no clock; not thread-safe.
public final class Participant {

    private static final long UNKNOWN = -1;
    private static final int PROPOSALS_PER_LEASE = 8;

    private final MulticastSettings settings;
    private final Outbox out;
    private final LocalPool localPool;
    private final KnowledgeGap knowledgeGap;
    private final VoteEligibility voteEligibility;
    private Optional<MembershipView> membershipView = Optional.empty();
    private Optional<Term> term = Optional.empty();
    private Optional<GroupMessage.ReportRequest> earlyReportRequest = Optional.empty();

    private Optional<Term> stateTerm = Optional.empty();
    private final TreeMap<String, RawKey> keys = new TreeMap<>();
    private long revision;
    private long poolVersion;
    private Optional<DecodedSnapshot> snapshot = Optional.empty();
    private boolean isCommitted;
    private final Deque<GroupMessage.Events> uncommitted = new ArrayDeque<>();

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
    }

    public Optional<MembershipView> membershipView() {
        return membershipView;
    }

    /// The one that is followed.
    public Optional<Term> term() {
        return term;
    }

    /// What the coordinator that is followed now has told, as far as all know it; empty: nothing yet. What not
    /// all know may be lost together with those who do.
    public Optional<DecodedSnapshot> snapshot() {
        return snapshot.filter(_ -> isCommitted && term.isPresent() && stateTerm.equals(term));
    }

    public void viewChanged(MembershipView next, Duration now) {
        boolean isFollowed = !next.isMerged()
                && membershipView
                        .filter(present -> present.coordinator().equals(next.coordinator()))
                        .isPresent();
        membershipView = Optional.of(next);
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
            case GroupMessage.FullState fullState -> {
                boolean isOutdated = stateTerm.equals(Optional.of(fullState.term()))
                        && fullState.snapshot().revision() < revision;
                if (!isCurrent(groupMessage)) {
                    sendHigherTerm(groupMessage);
                } else if (!isOutdated) {
                    installState(fullState, now);
                }
            }
            case GroupMessage.Events events -> addEvents(events);
            case GroupMessage.CommitRevision(var told, var known) when hasStateOf(told) -> commitUpTo(known);
            case GroupMessage.Heartbeat(var told, var number, var known)
            when hasStateOf(told) && revision >= known -> out.send(from, new GroupMessage.HeartbeatAck(told, number));
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

    /// Asks the coordinator, if there is one to follow; the reply comes later, or never.
    public PendingRequest ask(Request request, Duration now) {
        var pendingRequest = new PendingRequest(request, now);
        Optional<MemberId> to = membershipView.map(MembershipView::coordinator);
        if (to.isEmpty() || term.isEmpty() || !term.get().coordinator().equals(to.get())) {
            pendingRequest.complete(new Reply.Rejected("there is no coordinator yet"));
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

    /// The coordinator, if it has answered nothing for half a lease: it may be one that is heard, and hears
    /// nobody.
    public Optional<MemberId> silentCoordinator(Duration now) {
        boolean isSilent = pendingRequests.areUnansweredFor(settings.ttl().dividedBy(2), now);
        return membershipView.map(MembershipView::coordinator).filter(_ -> isSilent);
    }

    /// Whoever asked does not wait any more.
    public void abandon(PendingRequest pendingRequest) {
        pendingRequests.abandon(pendingRequest);
    }

    /// This node keeps another pool now, which may contradict the cluster's.
    public void poolChanged(Duration now) {
        if (stateTerm.isPresent()) {
            localPool.reconcile(clusterPool());
        }
        proposePool(now);
    }

    /// Wants the pool that this node keeps, if the cluster's is an older one.
    public void proposePool(Duration now) {
        VersionedPool kept = localPool.saved();
        boolean isNewer = snapshot().isPresent() && kept.version() > poolVersion;
        if (isNewer && poolProposal.isDue(term, kept.version(), now)) {
            poolProposal.sent(term, kept.version(), now);
            ask(new Request.ProposePool(kept), now);
        }
    }

    /// Whether it is from the coordinator of the present roll, and of no former term.
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
        return term.equals(Optional.of(told)) && stateTerm.equals(term);
    }

    private void sendHigherTerm(GroupMessage groupMessage) {
        if (isFromCoordinator(groupMessage) && term.isPresent()) {
            out.send(groupMessage.term().coordinator(), new GroupMessage.HigherTerm(groupMessage.term(), term.get()));
        }
    }

    private void follow(GroupMessage.ReportRequest reportRequest, Duration now) {
        earlyReportRequest = Optional.empty();
        if (stateTerm.filter(reportRequest.term()::equals).isPresent()) {
            return; // and all is known
        }
        switchTo(reportRequest.term(), now);
        var rawSnapshot = new RawSnapshot(revision, poolVersion, List.copyOf(keys.values()));
        Duration unsure = knowledgeGap.unsureFor(now);
        out.send(
                reportRequest.term().coordinator(),
                new GroupMessage.Report(
                        reportRequest.term(),
                        stateTerm,
                        rawSnapshot,
                        lease.provenAt(now),
                        unsure,
                        localPool.saved(),
                        voteEligibility.inStateTerm(now)));
    }

    /// Follows it, and no former one. What this node confirmed in a former one may be unknown in this.
    private void switchTo(Term next, Duration now) {
        if (!term.equals(Optional.of(next))) {
            pendingRequests.failAll("a new term has begun");
            term = Optional.of(next);
            voteEligibility.termChanged(now);
        }
    }

    private void installState(GroupMessage.FullState fullState, Duration now) {
        Term told = fullState.term();
        switchTo(told, now);
        voteEligibility.stateInstalled(fullState.voteCounts());
        voteEligibility
                .inStateTerm(now)
                .ifPresent(voter -> out.send(told.coordinator(), new GroupMessage.VoterPresent(told, voter)));
        resetTo(told, fullState.snapshot());
        knowledgeGap.stateInstalled();
    }

    private void resetTo(Term told, RawSnapshot rawSnapshot) {
        stateTerm = Optional.of(told);
        keys.clear();
        var fresh = new DecodedSnapshot(settings.keys(), rawSnapshot.revision());
        for (RawKey rawKey : rawSnapshot.keys()) {
            keys.put(rawKey.key(), rawKey);
            fresh.put(rawKey);
        }
        snapshot = Optional.of(fresh);
        isCommitted = false;
        uncommitted.clear();
        poolVersion = UNKNOWN;
        advanceTo(told, rawSnapshot.revision(), rawSnapshot.poolVersion());
    }

    private void addEvents(GroupMessage.Events events) {
        if (!stateTerm.equals(Optional.of(events.term())) || !term.equals(stateTerm) || events.to() <= revision) {
            return;
        }
        if (events.from() != revision) {
            out.send(events.term().coordinator(), new GroupMessage.StateRequest(events.term()));
            return;
        }
        for (KeyEvent event : events.events()) {
            switch (event) {
                case KeyEvent.Written(var rawKey) -> keys.put(rawKey.key(), rawKey);
                case KeyEvent.Deleted(var key, var _) -> keys.remove(key);
            }
        }
        uncommitted.add(events);
        advanceTo(events.term(), events.to(), events.poolVersion());
    }

    /// All know what there is up to this revision.
    private void commitUpTo(long known) {
        DecodedSnapshot present = snapshot.orElseThrow();
        isCommitted = isCommitted || known >= present.revision();
        while (isCommitted && !uncommitted.isEmpty() && uncommitted.peek().to() <= known) {
            GroupMessage.Events next = uncommitted.remove();
            present.apply(next.events());
            present.advanceTo(next.to());
        }
    }

    private void advanceTo(Term told, long newRevision, long newPoolVersion) {
        boolean isNewPool = poolVersion != newPoolVersion;
        revision = newRevision;
        poolVersion = newPoolVersion;
        if (isNewPool) {
            localPool.reconcile(clusterPool());
        }
        out.send(told.coordinator(), new GroupMessage.Ack(told, newRevision));
    }

    private VersionedPool clusterPool() {
        return VersionedPool.fromKeys(keys.values(), settings.keys(), poolVersion);
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
