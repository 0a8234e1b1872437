package io.yaim.store.multicast;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What one node does in the assembly: it participates always, and coordinates while its seat is the first.
///
/// Knows no thread and no clock; not thread-safe.
final class Attendance {

    private final MulticastSettings settings;
    private final LongSupplier ids;
    private final Outbox out;
    private final Memory memory;
    private final Participant participant;
    private Optional<Coordinator> coordinator = Optional.empty();
    private Optional<Term> coordinated = Optional.empty();

    Attendance(MulticastSettings settings, LongSupplier ids, Outbox out, Pool pool, Duration now) {
        this.settings = settings;
        this.ids = ids;
        this.out = out;
        memory = new Memory(settings.stale(), now);
        participant = new Participant(settings, out, pool, memory);
    }

    Participant participant() {
        return participant;
    }

    void called(Seat self, Roll roll, Duration now) {
        look(now);
        memory.called(now);
        participant.called(roll, now);
        coordinated = coordinator.map(Coordinator::term).or(() -> coordinated);
        if (!roll.coordinator().equals(self)) {
            coordinator = Optional.empty();
        } else if (coordinator.isPresent() && !roll.isMerged()) {
            coordinator.get().called(roll, now);
        } else {
            coordinator = Optional.of(new Coordinator(self, roll, firstTerm(self, roll), settings, ids, out, now));
        }
    }

    /// Above all that this node has coordinated or followed: no term is ever begun twice.
    private Term firstTerm(Seat self, Roll roll) {
        var first = new Term(roll.number(), 0, self);
        return Stream.concat(coordinated.stream(), participant.term().stream())
                .max(Term::compareTo)
                .filter(highest -> highest.compareTo(first) >= 0)
                .map(highest -> highest.above(self))
                .orElse(first);
    }

    void received(Seat from, Note note, Duration now) {
        look(now);
        switch (note) {
            case Note.Answer _, Note.Call _, Note.State _, Note.Events _, Note.Known _, Note.Poll _ ->
                participant.received(from, note, now);
            case Note.Ask ask -> {
                if (coordinator.isPresent()) {
                    coordinator.get().received(from, note, now);
                } else {
                    out.send(from, Coordinator.refusal(ask, "this node does not coordinate"));
                }
            }
            case Note.Report _, Note.Present _, Note.Seen _, Note.Follows _, Note.Ahead _, Note.Lost _ ->
                coordinator.ifPresent(present -> present.received(from, note, now));
        }
        participant.propose(now);
    }

    void tick(Duration now) {
        look(now);
        coordinator.ifPresent(present -> present.tick(now));
    }

    /// When to call [#tick], at the latest.
    Duration next() {
        Duration look = memory.next();
        return coordinator
                .map(Coordinator::next)
                .filter(due -> due.compareTo(look) < 0)
                .orElse(look);
    }

    /// A coordinator that was stopped does not know what was granted meanwhile by another.
    private void look(Duration now) {
        if (memory.look(now)) {
            coordinator.ifPresent(present -> present.beginAnew(now));
        }
    }
}
