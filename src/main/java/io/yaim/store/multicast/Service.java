package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.store.KeyEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// A coordinator's term from when its ledger is made: it tells all what there is, and answers what they ask.
///
/// A change counts, and is answered, when as many know it as have to: so whoever comes after knows every mark
/// that somebody may hold.
///
/// Knows no thread and no clock; not thread-safe.
final class Service {

    /// Between two times that a state is told to those who do not confirm it.
    private static final int STATES_PER_LEASE = 8;

    private final Term term;
    private final Ledger ledger;
    private final Quorum quorum;
    private final Set<Seat> counted;
    private final Duration ttl;
    private final LongSupplier ids;
    private final Outbox out;

    private Roll roll;
    private Duration looked;
    private final Map<Seat, Long> seen = new HashMap<>();
    private final Map<Seat, Duration> behindSince = new HashMap<>();
    private long told;
    private long known;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Polls polls = new Polls();

    /// An answer that is given when enough know the revision.
    private record Waiting(long revision, Seat to, Note.Answer answer) {}

    /// Tells all.
    ///
    /// @param counted whose vote counts from the beginning
    /// @param ttl of leases
    /// @param ids draws numbers of leases; 0 is drawn again
    Service(
            Term term,
            Roll roll,
            Ledger ledger,
            Quorum quorum,
            Set<Seat> counted,
            Duration ttl,
            LongSupplier ids,
            Outbox out,
            Duration now) {
        this.term = term;
        this.roll = roll;
        this.ledger = ledger;
        this.quorum = quorum;
        this.counted = counted;
        this.ttl = ttl;
        this.ids = ids;
        this.out = out;
        told = ledger.revision();
        looked = now;
        roll.seats().forEach(seat -> tellAll(seat, now));
        poll(now);
    }

    void called(Roll next, List<Seat> newcomers, Duration now) {
        roll = next;
        seen.keySet().retainAll(next.seats());
        behindSince.keySet().retainAll(next.seats());
        polls.stay(next);
        newcomers.forEach(seat -> tellAll(seat, now));
        advance(now);
    }

    void tellAll(Seat seat, Duration now) {
        behindSince.putIfAbsent(seat, now);
        out.send(seat, new Note.State(term, ledger.picture(), counted.contains(seat)));
    }

    void seen(Seat from, long revision, Duration now) {
        boolean isLate = revision <= known;
        seen.merge(from, revision, Math::max);
        if (revision < told) {
            behindSince.put(from, now);
        } else {
            behindSince.remove(from);
        }
        advance(now);
        if (isLate) {
            out.send(from, new Note.Known(term, known)); // as a newcomer, or whoever had lost something
        }
    }

    void follows(Seat from, long number, Duration now) {
        polls.follows(from, number);
        advance(now);
    }

    void take(Seat from, Note.Ask ask, Duration now) {
        boolean isPolled = quorum.isAsked() && isAboutLease(ask.request());
        Optional<String> missing = isPolled ? quorum.missingYet(roll, now) : quorum.missing(roll);
        if (missing.isPresent()) {
            out.send(from, Coordinator.refusal(ask, missing.get()));
        } else if (isPolled) {
            toAll(new Note.Poll(term, polls.send(from, ask, now), known));
        } else {
            carryOut(from, ask, now);
            advance(now);
        }
    }

    private static boolean isAboutLease(Request request) {
        return request instanceof Request.Join || request instanceof Request.Renew;
    }

    private void carryOut(Seat from, Note.Ask ask, Duration now) {
        ledger.expire(now);
        switch (ask.request()) {
            case Request.Join _ -> {
                LeaseId lease = draw();
                ledger.begin(lease, now);
                reply(from, ask, new Reply.Granted(lease, ttl));
            }
            case Request.Renew(var lease) -> {
                boolean lives = ledger.lives(lease);
                if (lives) {
                    ledger.begin(lease, now);
                }
                reply(from, ask, lives ? new Reply.Renewed(ttl) : new Reply.Ended());
            }
            case Request.Commit(var lease, var _) when !ledger.lives(lease) -> reply(from, ask, new Reply.Ended());
            case Request.Commit _, Request.Leave _, Request.Hand _, Request.Propose _ ->
                replyWhenKnown(from, ask, ledger.change(ask.request()));
        }
    }

    private LeaseId draw() {
        while (true) {
            long id = ids.getAsLong();
            if (id != 0 && !ledger.lives(new LeaseId(id))) {
                return new LeaseId(id);
            }
        }
    }

    private void reply(Seat to, Note.Ask ask, Reply reply) {
        out.send(to, new Note.Answer(term, ask.id(), reply));
    }

    private void replyWhenKnown(Seat to, Note.Ask ask, Reply reply) {
        waiting.add(new Waiting(ledger.revision(), to, new Note.Answer(term, ask.id(), reply)));
    }

    /// To be called at [#next] at the latest.
    void tick(Duration now) {
        ledger.expire(now);
        advance(now);
        polls.forget(now.minus(ttl));
        if (now.compareTo(again()) >= 0) {
            looked = now;
            poll(now);
            unseeing().forEach(seat -> tellAll(seat, now)); // a state may come before the roll, and is lost then
        }
    }

    Duration next() {
        boolean isPending = known < ledger.revision() || !unseeing().isEmpty() || !polls.isEmpty();
        return ledger.nextEnd()
                .filter(end -> !isPending || end.compareTo(again()) < 0)
                .orElseGet(this::again);
    }

    private Duration again() {
        return looked.plus(ttl.dividedBy(STATES_PER_LEASE));
    }

    /// Asks who follows, if what was confirmed counts by that only.
    private void poll(Duration now) {
        if (quorum.isAsked() && known < ledger.revision()) {
            toAll(new Note.Poll(term, polls.send(now), known));
        }
    }

    /// What was confirmed by those who are known to follow still: who has begun a new life since does not know it.
    private Map<Seat, Long> confirmed(Duration now) {
        if (!quorum.isAsked()) {
            return seen;
        }
        var lately = new HashMap<>(seen);
        lately.keySet().removeIf(seat -> !polls.hasFollowedSince(seat, now.minus(ttl.dividedBy(2))));
        return lately;
    }

    /// Without those who have confirmed nothing of what they were told for the time of a lease.
    private List<Seat> listening(Duration now) {
        return roll.seats().stream()
                .filter(seat -> now.minus(behindSince.getOrDefault(seat, now)).compareTo(ttl) < 0)
                .toList();
    }

    private List<Seat> unseeing() {
        return roll.seats().stream().filter(seat -> !seen.containsKey(seat)).toList();
    }

    /// Carries out what enough follow, tells all what has changed, and gives the answers to what enough know by now.
    void advance(Duration now) {
        polls.take(quorum.reached(listening(now), polls.followed(), now))
                .forEach(asked -> carryOut(asked.from(), asked.ask(), now));
        if (ledger.revision() > told) {
            List<KeyEvent> events = ledger.takeEvents();
            toAll(new Note.Events(term, told, ledger.revision(), ledger.poolVersion(), events));
            told = ledger.revision();
            roll.seats().forEach(seat -> behindSince.putIfAbsent(seat, now));
            poll(now);
        }
        long all = quorum.reached(listening(now), confirmed(now), now);
        if (all > known) {
            known = all;
            toAll(new Note.Known(term, known));
        }
        while (!waiting.isEmpty() && waiting.peek().revision() <= known) {
            Waiting next = waiting.remove();
            out.send(next.to(), next.answer());
        }
    }

    private void toAll(Note note) {
        out.broadcast(note);
        out.send(term.coordinator(), note);
    }
}
