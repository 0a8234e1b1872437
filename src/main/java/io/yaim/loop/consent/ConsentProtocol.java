package io.yaim.loop.consent;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.model.ConsentRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.peer.PeerMessage;
import io.yaim.peer.PeerMessage.Purpose;
import io.yaim.peer.Peers;
import io.yaim.plan.NodeIdentity;
import io.yaim.plan.UnanimousConsent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The messages with the other nodes, past the store. Asks the peers whether this node may hold its addresses, and
/// answers the same question of others. Asks the peers of a lost node to refuse it.
public final class ConsentProtocol {

    private static final int MAX_PENDING = 10_000;

    private final NodeName name;
    private final Incarnation self;
    private final String peerAddress;
    private final Optional<Incarnation> previousIncarnation;
    private final Peers peers;
    private final Clock clock;
    private final LongSupplier questionIds;
    private final Duration questionInterval;
    private final Consumer<Event> events;
    private final ConsentTally consentTally = new ConsentTally();
    private final ConsentPromises consentPromises;
    private final Map<Long, PendingQuestion> pending = new HashMap<>();
    private final Set<Tenancy> refusedTenancies = new HashSet<>();
    private final Map<Tenancy, Duration> refusalRequestedAt = new HashMap<>();
    private Duration askedAt = Duration.ZERO;
    private long sequence;

    /// A question without an answer yet.
    private record PendingQuestion(Purpose purpose, Tenancy tenancy, ConsentTally.RequiredPeer peer, Duration sent) {}

    /// @param previousIncarnation the previous incarnation on this host; it has ended, and its addresses are gone
    ///     or taken over
    /// @param questionIds generates the numbers of questions
    /// @param questionInterval the time between two questions of the same kind
    public ConsentProtocol(
            NodeIdentity identity,
            Optional<Incarnation> previousIncarnation,
            Peers peers,
            Clock clock,
            LongSupplier questionIds,
            Duration questionInterval,
            Consumer<Event> events) {
        name = identity.name();
        self = identity.incarnation();
        peerAddress = identity.peerAddress();
        this.previousIncarnation = previousIncarnation;
        this.peers = peers;
        this.clock = clock;
        this.questionIds = questionIds;
        this.questionInterval = questionInterval;
        this.events = events;
        consentPromises = new ConsentPromises(name, self, clock.now());
    }

    /// Updates this node's consent record, and refuses lost nodes where this node may do that alone.
    public void updateFrom(View view) {
        consentTally.confirmed(Optional.ofNullable(view.consentRecords().get(name))
                .filter(record -> record.tenancy().incarnation().equals(self)));
        List<ConsentRecord> recordsOfLostNodes = view.consentRecordsOfLostNodes(self);
        Set<Tenancy> gone = new HashSet<>();
        for (ConsentRecord record : recordsOfLostNodes) {
            gone.add(record.tenancy());
            if (holdsNothing(record)) {
                refusedTenancies.add(record.tenancy());
            }
        }
        refusedTenancies.retainAll(gone);
        refusalRequestedAt.keySet().retainAll(gone);
    }

    /// Whether this node can tell by itself that the node of the consent record holds nothing any more.
    private boolean holdsNothing(ConsentRecord record) {
        ConsentRecord.ConsentPeer named = record.peers().get(name);
        boolean isRefused = named != null
                && isThisNode(named)
                && consentPromises.tryRefuse(record, named.incarnation(), clock.now());
        return isRefused || Optional.of(record.tenancy().incarnation()).equals(previousIncarnation);
    }

    /// Whether the peer is this node, or an incarnation of it that has ended. A node of the same name at another
    /// address may still run without the store and give consents.
    private boolean isThisNode(ConsentRecord.ConsentPeer named) {
        boolean isOwn = named.incarnation().equals(self)
                || Optional.of(named.incarnation()).equals(previousIncarnation);
        return isOwn || named.address().isEmpty() || named.address().equals(peerAddress);
    }

    /// Called before the change is sent. Even without an answer it may take effect.
    public void noteSending(StoreChange storeChange) {
        switch (storeChange) {
            case StoreChange.PutConsentRecord(var record) -> consentTally.noteRewrite(record);
            case StoreChange.DeleteConsentRecord(var record) -> {
                if (record.tenancy().incarnation().equals(self)) {
                    consentTally.noteDeletion(record);
                }
            }
            case StoreChange.PutMember _,
                    StoreChange.ReplaceMember _,
                    StoreChange.PutNode _,
                    StoreChange.DeleteNode _ -> {}
            case StoreChange.Claim _, StoreChange.Retake _, StoreChange.Unmark _, StoreChange.HandOver _ -> {}
            case StoreChange.PutNeighbourReport _ -> {}
        }
    }

    /// Receives messages, answers them, and sends the questions that are due.
    ///
    /// @param hasStore whether the last call about the lease was answered
    /// @param proven this node's lease, if it has a valid proof
    public void exchangeMessages(boolean hasStore, Optional<LeaseId> proven) {
        for (Peers.Received received : peers.receive()) {
            switch (received.peerMessage()) {
                case PeerMessage.Question question -> handleQuestion(received.from(), question, hasStore, proven);
                case PeerMessage.Answer answer -> handleAnswer(answer);
            }
        }
        Duration now = clock.now();
        Optional<ConsentRecord> record = consentTally.record();
        if (!hasStore && record.isPresent() && now.minus(askedAt).compareTo(questionInterval) >= 0) {
            askedAt = now;
            for (ConsentTally.RequiredPeer requiredPeer : consentTally.requiredPeers()) {
                ask(Purpose.HOLD, record.get(), requiredPeer);
            }
        }
    }

    /// The store went back to an earlier state, and its consent record may be an older one. So nothing is held by
    /// that record any more.
    public void forget() {
        consentTally.forget();
    }

    /// The consent of all peers.
    public Optional<UnanimousConsent> consent() {
        return consentTally.consent();
    }

    /// The lost nodes that one of their peers has refused.
    public Set<Tenancy> refusedTenancies() {
        return Set.copyOf(refusedTenancies);
    }

    /// Asks the peers of lost nodes to refuse them, and the lost nodes themselves to give up.
    public void requestRefusals(List<ConsentRecord> records) {
        for (ConsentRecord record : records) {
            Duration now = clock.now();
            Duration last = refusalRequestedAt.get(record.tenancy());
            if (last == null || now.minus(last).compareTo(questionInterval) >= 0) {
                refusalRequestedAt.put(record.tenancy(), now);
                record.peers()
                        .forEach((name, named) -> ask(
                                Purpose.REFUSE,
                                record,
                                new ConsentTally.RequiredPeer(name, named.incarnation(), named.address())));
                Tenancy of = record.tenancy();
                ask(
                        Purpose.REFUSE,
                        record,
                        new ConsentTally.RequiredPeer(of.name(), of.incarnation(), record.peerAddress()));
            }
        }
    }

    private void handleQuestion(
            String from, PeerMessage.Question question, boolean hasStore, Optional<LeaseId> proven) {
        if (consentPromises.isNew(question)) {
            boolean isYes = question.tenancy().incarnation().equals(self)
                    ? agreesToRefusal(question, proven)
                    : consentPromises.decide(question, hasStore, clock.now());
            send("answer " + question.tenancy().name(), from, new PeerMessage.Answer(question.id(), isYes));
        }
    }

    /// A node that is asked about itself gives up what it does not hold any more.
    private boolean agreesToRefusal(PeerMessage.Question question, Optional<LeaseId> proven) {
        boolean isHolding = consentTally
                .consent()
                .filter(unanimousConsent -> unanimousConsent.proof().isValidAt(clock.now()))
                .isPresent();
        boolean isProven = proven.filter(question.tenancy().lease()::equals).isPresent();
        boolean mayGiveUp = question.purpose() == Purpose.REFUSE && !isHolding && !isProven;
        if (mayGiveUp) {
            consentTally.forget();
        }
        return mayGiveUp;
    }

    private void handleAnswer(PeerMessage.Answer answer) {
        PendingQuestion pendingQuestion = pending.remove(answer.id());
        if (pendingQuestion == null || !answer.isAgreed()) {
            return;
        }
        switch (pendingQuestion.purpose()) {
            case REFUSE -> refusedTenancies.add(pendingQuestion.tenancy());
            case HOLD -> {
                if (consentTally.record().map(ConsentRecord::tenancy).equals(Optional.of(pendingQuestion.tenancy()))) {
                    consentTally.noteConsent(pendingQuestion.peer(), pendingQuestion.sent());
                }
            }
        }
    }

    /// A peer that cannot be reached is asked again later.
    private void ask(Purpose purpose, ConsentRecord record, ConsentTally.RequiredPeer requiredPeer) {
        Duration sent = clock.now();
        pending.values()
                .removeIf(pendingQuestion -> sent.minus(pendingQuestion.sent()).compareTo(record.consentTime()) > 0);
        if (requiredPeer.address().isEmpty() || pending.size() >= MAX_PENDING) {
            return;
        }
        long id = questionIds.getAsLong();
        pending.put(id, new PendingQuestion(purpose, record.tenancy(), requiredPeer, sent));
        sequence++;
        var question = new PeerMessage.Question(
                id,
                sequence,
                self,
                purpose,
                record.tenancy(),
                requiredPeer.name(),
                requiredPeer.incarnation(),
                record.consentTime());
        send("ask " + requiredPeer.name(), requiredPeer.address(), question);
    }

    /// A peer that cannot be reached does not affect the others.
    private void send(String what, String to, PeerMessage peerMessage) {
        try {
            peers.send(to, peerMessage);
        } catch (IOException e) {
            events.accept(new Event.Failed(what, String.valueOf(e.getMessage())));
        }
    }
}
