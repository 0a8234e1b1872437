package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Term;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Grants leases and marks while its seat is the first of the roll. First it inquires what everyone on the roll
/// holds; then it serves, by a ledger made of that.
///
/// Knows no thread and no clock; not thread-safe.
public final class Coordinator {

    private final MemberId self;
    private final MulticastSettings settings;
    private final LongSupplier ids;
    private final Outbox out;

    private MembershipView membershipView;
    private Term term;
    private Quorum quorum;
    private StateCollection stateCollection;
    private Optional<ActiveTerm> activeTerm = Optional.empty();

    /// Begins a term.
    ///
    /// @param ids draws numbers of leases; 0 is drawn again
    public Coordinator(
            MemberId self,
            MembershipView membershipView,
            Term term,
            MulticastSettings settings,
            LongSupplier ids,
            Outbox out,
            Duration now) {
        this.self = self;
        this.settings = settings;
        this.ids = ids;
        this.out = out;
        this.membershipView = membershipView;
        this.term = term;
        quorum = Quorum.of(settings.voters());
        stateCollection = new StateCollection(term, membershipView, settings.ttl(), out, now);
    }

    /// Another roll with this coordinator at its head, which unites no parts.
    public void viewChanged(MembershipView next, Duration now) {
        Set<MemberId> before = Set.copyOf(membershipView.members());
        List<MemberId> newcomers = next.members().stream()
                .filter(memberId -> !before.contains(memberId))
                .toList();
        membershipView = next;
        if (activeTerm.isPresent()) {
            activeTerm.get().viewChanged(next, newcomers, now);
        } else {
            stateCollection.called(next, newcomers);
            serveIfEnough(now);
        }
    }

    public Term term() {
        return term;
    }

    public void received(MemberId from, GroupMessage groupMessage, Duration now) {
        if (!groupMessage.term().equals(term)) {
            if (groupMessage instanceof GroupMessage.RequestMessage requestMessage) {
                out.send(from, rejection(requestMessage, "another term has begun"));
            }
            return;
        }
        if (!membershipView.members().contains(from)) {
            return;
        }
        switch (groupMessage) {
            case GroupMessage.RequestMessage requestMessage
            when activeTerm.isEmpty() ->
                out.send(
                        from,
                        rejection(
                                requestMessage,
                                quorum.whyNoQuorum(membershipView)
                                        .orElse("the coordinator still collects what everyone holds")));
            case GroupMessage.RequestMessage requestMessage -> activeTerm.get().accept(from, requestMessage, now);
            case GroupMessage.Report report -> {
                report.voter().ifPresent(voter -> quorum.voterReported(from, voter));
                if (activeTerm.isEmpty()) {
                    stateCollection.addReport(from, report, now);
                    serveIfEnough(now);
                }
            }
            case GroupMessage.VoterPresent(var _, var voter) -> {
                quorum.voterPresent(from, voter, now);
                activeTerm.ifPresent(present -> present.advance(now));
            }
            case GroupMessage.Ack(var _, var revision) ->
                activeTerm.ifPresent(present -> present.acknowledged(from, revision, now));
            case GroupMessage.HeartbeatAck(var _, var number) ->
                activeTerm.ifPresent(present -> present.heartbeatAcknowledged(from, number, now));
            case GroupMessage.HigherTerm(var _, var followed) -> beginTermAbove(followed, now);
            case GroupMessage.StateRequest _ -> activeTerm.ifPresent(present -> present.sendFullState(from, now));
            case GroupMessage.ReplyMessage _,
                    GroupMessage.ReportRequest _,
                    GroupMessage.FullState _,
                    GroupMessage.Events _,
                    GroupMessage.CommitRevision _,
                    GroupMessage.Heartbeat _ -> {}
        }
    }

    /// To be called at [#nextTick] at the latest.
    public void tick(Duration now) {
        if (activeTerm.isPresent()) {
            activeTerm.get().tick(now);
        } else {
            stateCollection.tick(now);
            serveIfEnough(now);
        }
    }

    public Duration nextTick() {
        return activeTerm.map(ActiveTerm::nextTick).orElseGet(stateCollection::nextTick);
    }

    /// What was granted meanwhile is not known.
    public void restartTerm(Duration now) {
        beginTerm(new Term(term.viewNumber(), term.attempt() + 1, self), now);
    }

    /// Somebody follows no term as low as this one.
    private void beginTermAbove(Term followed, Duration now) {
        if (term.compareTo(followed) < 0) {
            beginTerm(followed.above(self), now);
        }
    }

    private void beginTerm(Term next, Duration now) {
        activeTerm = Optional.empty();
        term = next;
        quorum = Quorum.of(settings.voters());
        stateCollection = new StateCollection(term, membershipView, settings.ttl(), out, now);
    }

    private void serveIfEnough(Duration now) {
        if (activeTerm.isEmpty()) {
            activeTerm = quorum.recover(stateCollection, now).map(recoveredState -> serve(recoveredState, now));
        }
    }

    private ActiveTerm serve(RecoveredState recoveredState, Duration now) {
        CoordinatorState coordinatorState =
                new StateMerge(settings.keys(), recoveredState.reports()).merge(settings.ttl(), now);
        return new ActiveTerm(
                term,
                membershipView,
                coordinatorState,
                quorum,
                recoveredState.countedFromStart(),
                settings.ttl(),
                ids,
                out,
                now);
    }

    public static GroupMessage.ReplyMessage rejection(GroupMessage.RequestMessage requestMessage, String reason) {
        return new GroupMessage.ReplyMessage(requestMessage.term(), requestMessage.id(), new Reply.Rejected(reason));
    }
}
