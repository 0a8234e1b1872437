package io.yaim.store.multicast;

import io.yaim.store.multicast.coordinator.Coordinator;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.participant.KnowledgeGap;
import io.yaim.store.multicast.participant.LocalPool;
import io.yaim.store.multicast.participant.Participant;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.Term;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The role of one node in the group: it always participates, and coordinates while it is the first of the membership
/// view.
///
/// It has no thread and no clock, and is not thread-safe.
final class NodeRole {

    private final MulticastSettings settings;
    private final LongSupplier ids;
    private final Outbox out;
    private final KnowledgeGap knowledgeGap;
    private final Participant participant;
    private Optional<Coordinator> coordinator = Optional.empty();
    private Optional<Term> lastCoordinatedTerm = Optional.empty();

    NodeRole(MulticastSettings settings, LongSupplier ids, Outbox out, LocalPool localPool, Duration now) {
        this.settings = settings;
        this.ids = ids;
        this.out = out;
        knowledgeGap = new KnowledgeGap(settings.ttl(), now);
        participant = new Participant(settings, out, localPool, knowledgeGap);
    }

    Participant participant() {
        return participant;
    }

    void viewChanged(MemberId self, MembershipView membershipView, Duration now) {
        checkForStall(now);
        knowledgeGap.viewChanged(now);
        participant.viewChanged(membershipView, now);
        lastCoordinatedTerm = coordinator.map(Coordinator::term).or(() -> lastCoordinatedTerm);
        if (!membershipView.coordinator().equals(self)) {
            coordinator = Optional.empty();
        } else if (coordinator.isPresent() && !membershipView.isMerged()) {
            coordinator.get().viewChanged(membershipView, now);
        } else {
            coordinator = Optional.of(
                    new Coordinator(self, membershipView, firstTerm(self, membershipView), settings, ids, out, now));
        }
    }

    /// Without a group channel this node neither coordinates nor follows.
    void channelLost(String reason, Duration now) {
        lastCoordinatedTerm = coordinator.map(Coordinator::term).or(() -> lastCoordinatedTerm);
        coordinator = Optional.empty();
        participant.channelLost(reason, now);
    }

    /// Higher than any term that this node has coordinated or followed: no term begins twice.
    private Term firstTerm(MemberId self, MembershipView membershipView) {
        var first = new Term(membershipView.number(), 0, self);
        return Stream.concat(lastCoordinatedTerm.stream(), participant.term().stream())
                .max(Term::compareTo)
                .filter(highest -> highest.compareTo(first) >= 0)
                .map(highest -> highest.above(self))
                .orElse(first);
    }

    void received(MemberId from, GroupMessage groupMessage, Duration now) {
        checkForStall(now);
        switch (groupMessage) {
            case GroupMessage.ReplyMessage _,
                    GroupMessage.ReportRequest _,
                    GroupMessage.FullState _,
                    GroupMessage.Events _,
                    GroupMessage.CommitRevision _,
                    GroupMessage.Heartbeat _ -> participant.received(from, groupMessage, now);
            case GroupMessage.RequestMessage requestMessage -> {
                if (coordinator.isPresent()) {
                    coordinator.get().received(from, groupMessage, now);
                } else {
                    out.send(from, Coordinator.rejection(requestMessage, "this node does not coordinate"));
                }
            }
            case GroupMessage.Report _,
                    GroupMessage.VoterPresent _,
                    GroupMessage.Ack _,
                    GroupMessage.HeartbeatAck _,
                    GroupMessage.HigherTerm _,
                    GroupMessage.StateRequest _ ->
                coordinator.ifPresent(present -> present.received(from, groupMessage, now));
        }
        participant.proposePool(now);
    }

    void tick(Duration now) {
        checkForStall(now);
        coordinator.ifPresent(present -> present.tick(now));
    }

    /// When to call [#tick], at the latest.
    Duration nextTick() {
        Duration look = knowledgeGap.nextCheck();
        return coordinator
                .map(Coordinator::nextTick)
                .filter(due -> due.compareTo(look) < 0)
                .orElse(look);
    }

    /// A coordinator that was stopped does not know what another one granted meanwhile.
    private void checkForStall(Duration now) {
        if (knowledgeGap.checkForStall(now)) {
            coordinator.ifPresent(present -> present.restartTerm(now));
        }
    }
}
