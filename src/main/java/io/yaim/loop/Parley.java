package io.yaim.loop;

import io.yaim.model.Change;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.Witnesses;
import io.yaim.peer.Message;
import io.yaim.peer.Message.Plea;
import io.yaim.peer.Peers;
import io.yaim.plan.Consent;
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

/// The talk with the other nodes, past the store: asks this node's witnesses whether it may hold on,
/// answers those who ask it as theirs, and asks the witnesses of a node that has vanished to refuse it.
final class Parley {

    private static final int MOST_PENDING = 10_000;

    private final NodeName name;
    private final Incarnation self;
    private final String peer;
    private final Optional<Incarnation> former;
    private final Peers peers;
    private final Clock clock;
    private final LongSupplier ids;
    private final Duration period;
    private final Consumer<Event> events;
    private final HoldOver holdOver = new HoldOver();
    private final Witness witness;
    private final Map<Long, Asked> pending = new HashMap<>();
    private final Set<Tenancy> refused = new HashSet<>();
    private final Map<Tenancy, Duration> appealed = new HashMap<>();
    private Duration askedAt = Duration.ZERO;
    private long sequence;

    /// A question under way.
    private record Asked(Plea plea, Tenancy of, HoldOver.Who witness, Duration sent) {}

    /// @param peer where this node is asked; empty when nowhere
    /// @param former the life before this one on this host, which is over, and its addresses gone or taken
    ///     over
    /// @param ids draws the numbers of questions
    /// @param period the time between two questions of the same kind
    Parley(
            NodeName name,
            Incarnation self,
            String peer,
            Optional<Incarnation> former,
            Peers peers,
            Clock clock,
            LongSupplier ids,
            Duration period,
            Consumer<Event> events) {
        this.name = name;
        this.self = self;
        this.peer = peer;
        this.former = former;
        this.peers = peers;
        this.clock = clock;
        this.ids = ids;
        this.period = period;
        this.events = events;
        witness = new Witness(name, self, clock.now());
    }

    /// Takes note of this node's record, and of who has vanished and can be refused here
    /// and now.
    void saw(View view) {
        holdOver.confirmed(Optional.ofNullable(view.witnesses().get(name))
                .filter(record -> record.of().incarnation().equals(self)));
        List<Witnesses> vanished = view.vanished(self);
        Set<Tenancy> gone = new HashSet<>();
        for (Witnesses record : vanished) {
            gone.add(record.of());
            if (isOver(record)) {
                refused.add(record.of());
            }
        }
        refused.retainAll(gone);
        appealed.keySet().retainAll(gone);
    }

    /// Whether this node itself knows that whose record it is holds nothing any more.
    private boolean isOver(Witnesses record) {
        Witnesses.Witness named = record.witnesses().get(name);
        boolean isRefused =
                named != null && isThisPlace(named) && witness.refuses(record, named.incarnation(), clock.now());
        return isRefused || Optional.of(record.of().incarnation()).equals(former);
    }

    /// Whether the witness is this node, or a life of it that is over. A namesake that is asked elsewhere
    /// may live, cut off from the store, and go on to say yes.
    private boolean isThisPlace(Witnesses.Witness named) {
        boolean isOwn = named.incarnation().equals(self)
                || Optional.of(named.incarnation()).equals(former);
        return isOwn || named.peer().isEmpty() || named.peer().equals(peer);
    }

    /// To be called before the change is sent: answered or not, it may take effect.
    void sending(Change change) {
        switch (change) {
            case Change.PutWitnesses(var record) -> holdOver.rewriting(record);
            case Change.DeleteWitnesses(var record) -> {
                if (record.of().incarnation().equals(self)) {
                    holdOver.deleting(record);
                }
            }
            case Change.PutMember _, Change.ReplaceMember _, Change.PutNode _, Change.WithdrawNode _ -> {}
            case Change.Claim _, Change.Retake _, Change.Unmark _, Change.HandOver _ -> {}
            case Change.PutNeighbours _ -> {}
        }
    }

    /// Hears what came in, answers, and asks what is due.
    ///
    /// @param hasStore whether the last call about the lease was answered
    /// @param proven the lease that proves something now
    void converse(boolean hasStore, Optional<LeaseId> proven) {
        for (Peers.Received received : peers.receive()) {
            switch (received.message()) {
                case Message.Question question -> answer(received.from(), question, hasStore, proven);
                case Message.Answer answer -> heard(answer);
            }
        }
        Duration now = clock.now();
        Optional<Witnesses> record = holdOver.record();
        if (!hasStore && record.isPresent() && now.minus(askedAt).compareTo(period) >= 0) {
            askedAt = now;
            for (HoldOver.Who who : holdOver.witnesses()) {
                ask(Plea.HOLD, record.get(), who);
            }
        }
    }

    /// The store is not what it was, and the record in it may be an older one: nothing is held by it any
    /// more.
    void forget() {
        holdOver.forget();
    }

    /// What all witnesses agree to.
    Optional<Consent> consent() {
        return holdOver.consent();
    }

    /// Who vanished, and was refused by one of its witnesses.
    Set<Tenancy> refused() {
        return Set.copyOf(refused);
    }

    /// Asks the witnesses of vanished nodes to refuse them, and the nodes themselves to give up.
    void appeal(List<Witnesses> records) {
        for (Witnesses record : records) {
            Duration now = clock.now();
            Duration last = appealed.get(record.of());
            if (last == null || now.minus(last).compareTo(period) >= 0) {
                appealed.put(record.of(), now);
                record.witnesses()
                        .forEach((name, named) ->
                                ask(Plea.REFUSE, record, new HoldOver.Who(name, named.incarnation(), named.peer())));
                Tenancy of = record.of();
                ask(Plea.REFUSE, record, new HoldOver.Who(of.name(), of.incarnation(), record.peer()));
            }
        }
    }

    private void answer(String from, Message.Question question, boolean hasStore, Optional<LeaseId> proven) {
        if (witness.isNew(question)) {
            boolean isYes = question.of().incarnation().equals(self)
                    ? givesUp(question, proven)
                    : witness.answers(question, hasStore, clock.now());
            send("answer " + question.of().name(), from, new Message.Answer(question.id(), isYes));
        }
    }

    /// Whoever is asked about itself gives up what it does not hold any more.
    private boolean givesUp(Message.Question question, Optional<LeaseId> proven) {
        boolean isHolding = holdOver.consent()
                .filter(consent -> consent.proof().holdsAt(clock.now()))
                .isPresent();
        boolean isProven = proven.filter(question.of().lease()::equals).isPresent();
        boolean mayGiveUp = question.plea() == Plea.REFUSE && !isHolding && !isProven;
        if (mayGiveUp) {
            holdOver.forget();
        }
        return mayGiveUp;
    }

    private void heard(Message.Answer answer) {
        Asked asked = pending.remove(answer.id());
        if (asked == null || !answer.isYes()) {
            return;
        }
        switch (asked.plea()) {
            case REFUSE -> refused.add(asked.of());
            case HOLD -> {
                if (holdOver.record().map(Witnesses::of).equals(Optional.of(asked.of()))) {
                    holdOver.granted(asked.witness(), asked.sent());
                }
            }
        }
    }

    /// Who cannot be reached is asked again later.
    private void ask(Plea plea, Witnesses record, HoldOver.Who who) {
        Duration sent = clock.now();
        pending.values().removeIf(asked -> sent.minus(asked.sent()).compareTo(record.hold()) > 0);
        if (who.peer().isEmpty() || pending.size() >= MOST_PENDING) {
            return;
        }
        long id = ids.getAsLong();
        pending.put(id, new Asked(plea, record.of(), who, sent));
        sequence++;
        var question = new Message.Question(
                id, sequence, self, plea, record.of(), who.name(), who.incarnation(), record.hold());
        send("ask " + who.name(), who.peer(), question);
    }

    /// One that cannot be reached holds up no other.
    private void send(String what, String to, Message message) {
        try {
            peers.send(to, message);
        } catch (IOException e) {
            events.accept(new Event.Failed(what, String.valueOf(e.getMessage())));
        }
    }
}
