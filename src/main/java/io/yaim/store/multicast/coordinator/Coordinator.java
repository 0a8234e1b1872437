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

/// Grants leases and marks while this process is the first of the membership view. First it collects what each member
/// holds. Then it begins its active term with a state made of that.
///
/// It has no thread and no clock, and is not thread-safe.
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
    /// @param ids returns random numbers for leases; 0 is not used
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

    /// Takes another membership view that still begins with this coordinator, and unites no parts.
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
        if (membershipView.members().contains(from)) {
            accept(from, groupMessage, now);
        }
    }

    /// Of this term, from a member.
    private void accept(MemberId from, GroupMessage groupMessage, Duration now) {
        switch (groupMessage) {
            case GroupMessage.RequestMessage requestMessage -> accept(from, requestMessage, now);
            case GroupMessage.Report report -> accept(from, report, now);
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

    private void accept(MemberId from, GroupMessage.RequestMessage requestMessage, Duration now) {
        if (activeTerm.isPresent()) {
            activeTerm.get().accept(from, requestMessage, now);
        } else {
            String reason =
                    quorum.whyNoQuorum(membershipView).orElse("the coordinator still collects what everyone holds");
            out.send(from, rejection(requestMessage, reason));
        }
    }

    private void accept(MemberId from, GroupMessage.Report report, Duration now) {
        report.voter().ifPresent(voter -> quorum.voterReported(from, voter));
        if (activeTerm.isEmpty()) {
            stateCollection.addReport(from, report, now);
            serveIfEnough(now);
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

    /// Begins another term, because it is not known what was granted meanwhile.
    public void restartTerm(Duration now) {
        beginTerm(new Term(term.viewNumber(), term.attempt() + 1, self), now);
    }

    /// A member does not follow a term as low as this one.
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
        var next = new ActiveTerm(
                term, membershipView, coordinatorState, quorum, recoveredState.countedFromStart(), ids, out);
        next.begin(now);
        return next;
    }

    public static GroupMessage.ReplyMessage rejection(GroupMessage.RequestMessage requestMessage, String reason) {
        return new GroupMessage.ReplyMessage(requestMessage.term(), requestMessage.id(), new Reply.Rejected(reason));
    }
}
