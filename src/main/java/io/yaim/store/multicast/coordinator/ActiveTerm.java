package io.yaim.store.multicast.coordinator;

import io.yaim.model.LeaseId;
import io.yaim.store.KeyEvent;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import io.yaim.store.multicast.protocol.Term;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// A coordinator's term, from when its state is complete. It sends the state and its changes to all members, and
/// carries out their requests.
///
/// A change counts, and is answered, when as many members have confirmed it as the quorum requires. So the next
/// coordinator knows every mark that a node may hold.
///
/// It has no thread and no clock, and is not thread-safe.
final class ActiveTerm {

    /// How often the state is sent again to members that have not confirmed it.
    private static final int STATES_PER_LEASE = 8;

    private final Term term;
    private final CoordinatorState coordinatorState;
    private final Quorum quorum;
    private final Set<MemberId> countedFromStart;
    private final Duration ttl;
    private final LongSupplier ids;
    private final Outbox out;

    private MembershipView membershipView;
    private Duration lastResend = Duration.ZERO;
    private final Map<MemberId, Long> acknowledged = new HashMap<>();
    private final Map<MemberId, Duration> behindSince = new HashMap<>();
    private long sentRevision;
    private long committedRevision;
    private final Deque<WaitingReply> waiting = new ArrayDeque<>();
    private final HeartbeatRounds heartbeatRounds = new HeartbeatRounds();

    /// A reply that is sent when the quorum has confirmed the revision.
    private record WaitingReply(long revision, MemberId to, GroupMessage.ReplyMessage replyMessage) {}

    /// @param counted the members whose votes count from the beginning
    /// @param ids returns random numbers for leases; 0 is not used
    ActiveTerm(
            Term term,
            MembershipView membershipView,
            CoordinatorState coordinatorState,
            Quorum quorum,
            Set<MemberId> counted,
            LongSupplier ids,
            Outbox out) {
        this.term = term;
        this.membershipView = membershipView;
        this.coordinatorState = coordinatorState;
        this.quorum = quorum;
        this.countedFromStart = counted;
        this.ttl = coordinatorState.ttl();
        this.ids = ids;
        this.out = out;
        sentRevision = coordinatorState.revision();
    }

    /// Sends the state to all members. To be called first.
    void begin(Duration now) {
        lastResend = now;
        membershipView.members().forEach(memberId -> sendFullState(memberId, now));
        sendHeartbeat(now);
    }

    void viewChanged(MembershipView next, List<MemberId> newcomers, Duration now) {
        membershipView = next;
        acknowledged.keySet().retainAll(next.members());
        behindSince.keySet().retainAll(next.members());
        heartbeatRounds.retainMembers(next);
        newcomers.forEach(memberId -> sendFullState(memberId, now));
        advance(now);
    }

    void sendFullState(MemberId memberId, Duration now) {
        behindSince.putIfAbsent(memberId, now);
        out.send(
                memberId,
                new GroupMessage.FullState(term, coordinatorState.snapshot(), countedFromStart.contains(memberId)));
    }

    void acknowledged(MemberId from, long revision, Duration now) {
        boolean isLate = revision <= committedRevision;
        acknowledged.merge(from, revision, Math::max);
        if (revision < sentRevision) {
            behindSince.put(from, now);
        } else {
            behindSince.remove(from);
        }
        advance(now);
        if (isLate) {
            out.send(
                    from,
                    new GroupMessage.CommitRevision(
                            term, committedRevision)); // a new member, or one that had lost messages
        }
    }

    void heartbeatAcknowledged(MemberId from, long number, Duration now) {
        heartbeatRounds.acknowledge(from, number);
        advance(now);
    }

    void accept(MemberId from, GroupMessage.RequestMessage requestMessage, Duration now) {
        boolean isPolled = quorum.isHeartbeatNeeded() && isAboutLease(requestMessage.request());
        Optional<String> missing =
                isPolled ? quorum.whyNoQuorumYet(membershipView, now) : quorum.whyNoQuorum(membershipView);
        if (missing.isPresent()) {
            out.send(from, Coordinator.rejection(requestMessage, missing.get()));
        } else if (isPolled) {
            sendToAll(new GroupMessage.Heartbeat(
                    term, heartbeatRounds.start(from, requestMessage, now), committedRevision));
        } else {
            carryOut(from, requestMessage, now);
            advance(now);
        }
    }

    private static boolean isAboutLease(Request request) {
        return request instanceof Request.ObtainLease || request instanceof Request.RenewLease;
    }

    private void carryOut(MemberId from, GroupMessage.RequestMessage requestMessage, Duration now) {
        coordinatorState.expireLeases(now);
        switch (requestMessage.request()) {
            case Request.ObtainLease _ -> {
                LeaseId lease = newLeaseId();
                coordinatorState.startLease(lease, now);
                reply(from, requestMessage, new Reply.Granted(lease, ttl));
            }
            case Request.RenewLease(var lease) -> {
                boolean lives = coordinatorState.isLeaseAlive(lease);
                if (lives) {
                    coordinatorState.startLease(lease, now);
                }
                reply(from, requestMessage, lives ? new Reply.Renewed(ttl) : new Reply.LeaseEnded());
            }
            case Request.Commit(var lease, var _)
            when !coordinatorState.isLeaseAlive(lease) -> reply(from, requestMessage, new Reply.LeaseEnded());
            case Request.Commit _, Request.RevokeLease _, Request.AdminCommit _, Request.ProposePool _ ->
                replyWhenCommitted(from, requestMessage, coordinatorState.execute(requestMessage.request()));
        }
    }

    private LeaseId newLeaseId() {
        while (true) {
            long id = ids.getAsLong();
            if (id != 0 && !coordinatorState.isLeaseAlive(NumericLeaseId.of(id))) {
                return NumericLeaseId.of(id);
            }
        }
    }

    private void reply(MemberId to, GroupMessage.RequestMessage requestMessage, Reply reply) {
        out.send(to, new GroupMessage.ReplyMessage(term, requestMessage.id(), reply));
    }

    private void replyWhenCommitted(MemberId to, GroupMessage.RequestMessage requestMessage, Reply reply) {
        waiting.add(new WaitingReply(
                coordinatorState.revision(), to, new GroupMessage.ReplyMessage(term, requestMessage.id(), reply)));
    }

    /// To be called at [#nextTick] at the latest.
    void tick(Duration now) {
        coordinatorState.expireLeases(now);
        advance(now);
        heartbeatRounds.forgetBefore(now.minus(ttl));
        if (now.compareTo(nextResend()) >= 0) {
            lastResend = now;
            sendHeartbeat(now);
            withoutAck()
                    .forEach(memberId ->
                            sendFullState(memberId, now)); // it is lost if it arrives before the membership view
        }
    }

    Duration nextTick() {
        boolean isPending = committedRevision < coordinatorState.revision()
                || !withoutAck().isEmpty()
                || !heartbeatRounds.isEmpty();
        return coordinatorState
                .nextLeaseEnd()
                .filter(end -> !isPending || end.compareTo(nextResend()) < 0)
                .orElseGet(this::nextResend);
    }

    private Duration nextResend() {
        return lastResend.plus(ttl.dividedBy(STATES_PER_LEASE));
    }

    /// Asks the members whether they still follow, if their confirmations count only then.
    private void sendHeartbeat(Duration now) {
        if (quorum.isHeartbeatNeeded() && committedRevision < coordinatorState.revision()) {
            sendToAll(new GroupMessage.Heartbeat(term, heartbeatRounds.start(now), committedRevision));
        }
    }

    /// What was confirmed by members that are known to follow still. A member that has restarted since does not know
    /// it any more.
    private Map<MemberId, Long> acknowledgedByFollowers(Duration now) {
        if (!quorum.isHeartbeatNeeded()) {
            return acknowledged;
        }
        var lately = new HashMap<>(acknowledged);
        lately.keySet()
                .removeIf(memberId -> !heartbeatRounds.hasAcknowledgedSince(memberId, now.minus(ttl.dividedBy(2))));
        return lately;
    }

    /// The members without those that have confirmed nothing for the time of a lease.
    private List<MemberId> listening(Duration now) {
        return membershipView.members().stream()
                .filter(memberId ->
                        now.minus(behindSince.getOrDefault(memberId, now)).compareTo(ttl) < 0)
                .toList();
    }

    private List<MemberId> withoutAck() {
        return membershipView.members().stream()
                .filter(memberId -> !acknowledged.containsKey(memberId))
                .toList();
    }

    /// Carries out the requests whose heartbeat the quorum has acknowledged, sends changes to all members, and sends
    /// the replies whose revision the quorum has confirmed.
    void advance(Duration now) {
        heartbeatRounds
                .takeReached(quorum.reachedByQuorum(listening(now), heartbeatRounds.acknowledged(), now))
                .forEach(asked -> carryOut(asked.from(), asked.requestMessage(), now));
        if (coordinatorState.revision() > sentRevision) {
            List<KeyEvent> events = coordinatorState.drainEvents();
            sendToAll(new GroupMessage.Events(
                    term, sentRevision, coordinatorState.revision(), coordinatorState.poolVersion(), events));
            sentRevision = coordinatorState.revision();
            membershipView.members().forEach(memberId -> behindSince.putIfAbsent(memberId, now));
            sendHeartbeat(now);
        }
        long all = quorum.reachedByQuorum(listening(now), acknowledgedByFollowers(now), now);
        if (all > committedRevision) {
            committedRevision = all;
            sendToAll(new GroupMessage.CommitRevision(term, committedRevision));
        }
        while (!waiting.isEmpty() && waiting.peek().revision() <= committedRevision) {
            WaitingReply next = waiting.remove();
            out.send(next.to(), next.replyMessage());
        }
    }

    private void sendToAll(GroupMessage groupMessage) {
        out.broadcast(groupMessage);
        out.send(term.coordinator(), groupMessage);
    }
}
