package io.yaim.store.multicast;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Grants leases and marks while its seat is the first of the roll. First it inquires what everyone on the roll
/// holds; then it serves, by a ledger made of that.
///
/// Knows no thread and no clock; not thread-safe.
final class Coordinator {

    private final Seat self;
    private final MulticastSettings settings;
    private final LongSupplier ids;
    private final Outbox out;

    private Roll roll;
    private Term term;
    private Quorum quorum;
    private Inquiry inquiry;
    private Optional<Service> service = Optional.empty();

    /// Begins a term.
    ///
    /// @param ids draws numbers of leases; 0 is drawn again
    Coordinator(
            Seat self, Roll roll, Term term, MulticastSettings settings, LongSupplier ids, Outbox out, Duration now) {
        this.self = self;
        this.settings = settings;
        this.ids = ids;
        this.out = out;
        this.roll = roll;
        this.term = term;
        quorum = Quorum.of(settings.voters());
        inquiry = new Inquiry(term, roll, settings.stale(), out, now);
    }

    /// Another roll with this coordinator at its head, which unites no parts.
    void called(Roll next, Duration now) {
        Set<Seat> before = Set.copyOf(roll.seats());
        List<Seat> newcomers =
                next.seats().stream().filter(seat -> !before.contains(seat)).toList();
        roll = next;
        if (service.isPresent()) {
            service.get().called(next, newcomers, now);
        } else {
            inquiry.called(next, newcomers);
            serveIfEnough(now);
        }
    }

    Term term() {
        return term;
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
            case Note.Ask ask
            when service.isEmpty() ->
                out.send(
                        from,
                        refusal(
                                ask,
                                quorum.missing(roll).orElse("the coordinator still collects what everyone holds")));
            case Note.Ask ask -> service.get().take(from, ask, now);
            case Note.Report report -> {
                report.voter().ifPresent(voter -> quorum.reported(from, voter));
                if (service.isEmpty()) {
                    inquiry.reported(from, report, now);
                    serveIfEnough(now);
                }
            }
            case Note.Present(var _, var voter) -> {
                quorum.present(from, voter, now);
                service.ifPresent(present -> present.advance(now));
            }
            case Note.Seen(var _, var revision) -> service.ifPresent(present -> present.seen(from, revision, now));
            case Note.Follows(var _, var number) -> service.ifPresent(present -> present.follows(from, number, now));
            case Note.Ahead(var _, var followed) -> beginAbove(followed, now);
            case Note.Lost _ -> service.ifPresent(present -> present.tellAll(from, now));
            case Note.Answer _, Note.Call _, Note.State _, Note.Events _, Note.Known _, Note.Poll _ -> {}
        }
    }

    /// To be called at [#next] at the latest.
    void tick(Duration now) {
        if (service.isPresent()) {
            service.get().tick(now);
        } else {
            inquiry.tick(now);
            serveIfEnough(now);
        }
    }

    Duration next() {
        return service.map(Service::next).orElseGet(inquiry::next);
    }

    /// What was granted meanwhile is not known.
    void beginAnew(Duration now) {
        begin(new Term(term.roll(), term.attempt() + 1, self), now);
    }

    /// Somebody follows no term as low as this one.
    private void beginAbove(Term followed, Duration now) {
        if (term.compareTo(followed) < 0) {
            begin(followed.above(self), now);
        }
    }

    private void begin(Term next, Duration now) {
        service = Optional.empty();
        term = next;
        quorum = Quorum.of(settings.voters());
        inquiry = new Inquiry(term, roll, settings.stale(), out, now);
    }

    private void serveIfEnough(Duration now) {
        if (service.isEmpty()) {
            service = quorum.basis(inquiry, now).map(basis -> serve(basis, now));
        }
    }

    private Service serve(Basis basis, Duration now) {
        Ledger ledger = new Gathering(settings.keys(), basis.reports()).ledger(settings.stale(), now);
        return new Service(term, roll, ledger, quorum, basis.counted(), settings.stale(), ids, out, now);
    }

    static Note.Answer refusal(Note.Ask ask, String reason) {
        return new Note.Answer(ask.term(), ask.id(), new Reply.NotNow(reason));
    }
}
