package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.store.KeyEvent;
import io.yaim.store.KeySpace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Grants leases and marks while its seat is the first of the roll. First it collects what everyone on the
/// roll holds; who does not report within the time of a lease can hold nothing by a former term any more. If all who
/// report have just started or were stopped, it waits until what they do not know can hold no more.
///
/// A change counts, and is answered, when all on the roll know it: so whoever comes after knows every mark
/// that somebody may hold.
///
/// Knows no thread and no clock; not thread-safe.
final class Coordinator {

    /// Between two calls to those who have not reported: a call may come before the roll.
    private static final Duration CALL_AGAIN = Duration.ofMillis(50);

    /// Between two times that a state is told to those who do not confirm it.
    private static final int STATES_PER_LEASE = 8;

    private final Seat self;
    private final KeySpace keySpace;
    private final Duration ttl;
    private final LongSupplier ids;
    private final Outbox out;

    private Roll roll;
    private Term term;
    private Duration begun;
    private Duration called;
    private final Map<Seat, Duration> sureAt = new HashMap<>();
    private final Map<Seat, Note.Report> reports = new HashMap<>();
    private Optional<Ledger> ledger = Optional.empty();
    private final Map<Seat, Long> seen = new HashMap<>();
    private long told;
    private long known;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// An answer that is given when all know the revision.
    private record Waiting(long revision, Seat to, Note.Answer answer) {}

    /// Begins a term.
    ///
    /// @param ttl of leases
    /// @param ids draws numbers of leases; 0 is drawn again
    Coordinator(Seat self, Roll roll, KeySpace keySpace, Duration ttl, LongSupplier ids, Outbox out, Duration now) {
        this.self = self;
        this.keySpace = keySpace;
        this.ttl = ttl;
        this.ids = ids;
        this.out = out;
        this.roll = roll;
        term = new Term(roll.number(), 0, self);
        begun = now;
        called = now;
        call();
    }

    /// Another roll with this coordinator at its head, which unites no parts.
    void called(Roll next, Duration now) {
        Set<Seat> present = Set.copyOf(next.seats());
        List<Seat> newcomers = next.seats().stream()
                .filter(seat -> !roll.seats().contains(seat))
                .toList();
        roll = next;
        reports.keySet().retainAll(present);
        sureAt.keySet().retainAll(present);
        seen.keySet().retainAll(present);
        if (ledger.isPresent()) {
            newcomers.forEach(this::tellAll);
            answer();
        } else {
            newcomers.forEach(seat -> out.send(seat, new Note.Call(term)));
            serveIfComplete(now);
        }
    }

    void received(Seat from, Note note, Duration now) {
        if (!note.term().equals(term)) {
            if (note instanceof Note.Ask ask) {
                out.send(from, refusal(ask, "another term has begun"));
            }
            return;
        }
        if (!roll.seats().contains(from)) {
            return;
        }
        switch (note) {
            case Note.Ask ask -> take(from, ask, now);
            case Note.Report report -> {
                if (ledger.isEmpty()) {
                    reports.put(from, report);
                    sureAt.put(from, now.plus(report.unsure()));
                    serveIfComplete(now);
                }
            }
            case Note.Seen(var _, var revision) -> {
                boolean isLate = revision <= known;
                seen.merge(from, revision, Math::max);
                answer();
                if (isLate) {
                    out.send(from, new Note.Known(term, known)); // as a newcomer, or whoever had lost something
                }
            }
            case Note.Lost _ -> ledger.ifPresent(_ -> tellAll(from));
            case Note.Answer _, Note.Call _, Note.State _, Note.Events _, Note.Known _ -> {}
        }
    }

    /// To be called at [#next] at the latest.
    void tick(Duration now) {
        if (ledger.isPresent()) {
            ledger.get().expire(now);
            publish();
            if (isDue(now, ttl.dividedBy(STATES_PER_LEASE))) {
                unseeing().forEach(this::tellAll); // a state may come before the roll, and is lost then
            }
        } else if (now.minus(begun).compareTo(ttl) >= 0) {
            serve(now);
        } else {
            if (isDue(now, CALL_AGAIN)) {
                call();
            }
            serveIfComplete(now);
        }
    }

    Duration next() {
        if (ledger.isEmpty()) {
            return called.plus(CALL_AGAIN);
        }
        Duration again = called.plus(ttl.dividedBy(STATES_PER_LEASE));
        return ledger.get()
                .nextEnd()
                .filter(end -> unseeing().isEmpty() || end.compareTo(again) < 0)
                .orElse(again);
    }

    private boolean isDue(Duration now, Duration period) {
        boolean isDue = now.minus(called).compareTo(period) >= 0;
        called = isDue ? now : called;
        return isDue;
    }

    private List<Seat> unseeing() {
        return roll.seats().stream().filter(seat -> !seen.containsKey(seat)).toList();
    }

    /// What was granted meanwhile is not known.
    void beginAnew(Duration now) {
        ledger = Optional.empty();
        reports.clear();
        seen.clear();
        waiting.clear();
        term = new Term(term.roll(), term.attempt() + 1, self);
        begun = now;
        called = now;
        sureAt.clear();
        call();
    }

    private void call() {
        for (Seat seat : roll.seats()) {
            if (!reports.containsKey(seat)) {
                out.send(seat, new Note.Call(term));
            }
        }
    }

    private void serveIfComplete(Duration now) {
        boolean isSure = sureAt.values().stream().anyMatch(at -> at.compareTo(now) <= 0);
        if (ledger.isEmpty() && isSure && reports.keySet().containsAll(roll.seats())) {
            serve(now);
        }
    }

    private void serve(Duration now) {
        ledger = Optional.of(new Gathering(keySpace, reports.values()).ledger(ttl, now));
        reports.clear();
        told = ledger.get().revision();
        known = 0;
        roll.seats().forEach(this::tellAll);
    }

    private void tellAll(Seat seat) {
        out.send(seat, new Note.State(term, ledger.orElseThrow().picture()));
    }

    private void take(Seat from, Note.Ask ask, Duration now) {
        if (ledger.isEmpty()) {
            out.send(from, refusal(ask, "the coordinator still collects what everyone holds"));
            return;
        }
        Ledger book = ledger.get();
        book.expire(now);
        switch (ask.request()) {
            case Request.Join _ -> {
                LeaseId lease = draw(book);
                book.begin(lease, now);
                reply(from, ask, new Reply.Granted(lease, ttl));
            }
            case Request.Renew(var lease) -> {
                boolean lives = book.lives(lease);
                if (lives) {
                    book.begin(lease, now);
                }
                reply(from, ask, lives ? new Reply.Renewed(ttl) : new Reply.Ended());
            }
            case Request.Commit(var lease, var _) when !book.lives(lease) -> reply(from, ask, new Reply.Ended());
            case Request.Commit _, Request.Leave _, Request.Hand _, Request.Propose _ ->
                replyWhenKnown(from, ask, book.change(ask.request()));
        }
        publish();
    }

    private LeaseId draw(Ledger book) {
        while (true) {
            long id = ids.getAsLong();
            if (id != 0 && !book.lives(new LeaseId(id))) {
                return new LeaseId(id);
            }
        }
    }

    /// Tells all what has changed.
    private void publish() {
        Ledger book = ledger.orElseThrow();
        if (book.revision() > told) {
            List<KeyEvent> events = book.takeEvents();
            var note = new Note.Events(term, told, book.revision(), book.poolVersion(), events);
            told = book.revision();
            out.broadcast(note);
            out.send(self, note);
        }
        answer();
    }

    private void reply(Seat to, Note.Ask ask, Reply reply) {
        out.send(to, new Note.Answer(term, ask.id(), reply));
    }

    static Note.Answer refusal(Note.Ask ask, String reason) {
        return new Note.Answer(ask.term(), ask.id(), new Reply.NotNow(reason));
    }

    private void replyWhenKnown(Seat to, Note.Ask ask, Reply reply) {
        waiting.add(new Waiting(ledger.orElseThrow().revision(), to, new Note.Answer(term, ask.id(), reply)));
    }

    /// Gives the answers to what all know by now.
    private void answer() {
        long all = roll.seats().stream()
                .mapToLong(seat -> seen.getOrDefault(seat, 0L))
                .min()
                .orElse(0);
        if (all > known) {
            known = all;
            var note = new Note.Known(term, known);
            out.broadcast(note);
            out.send(self, note);
        }
        while (!waiting.isEmpty() && waiting.peek().revision() <= known) {
            Waiting next = waiting.remove();
            out.send(next.to(), next.answer());
        }
    }
}
