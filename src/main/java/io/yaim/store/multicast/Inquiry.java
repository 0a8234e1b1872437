package io.yaim.store.multicast;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a coordinator asks all at the beginning of its term, and what they report. Who reports follows nobody else
/// from then on.
///
/// Knows no thread and no clock; not thread-safe.
final class Inquiry {

    /// Between two calls to those who have not reported: a call may come before the roll.
    private static final Duration CALL_AGAIN = Duration.ofMillis(50);

    private final Term term;
    private final Duration ttl;
    private final Outbox out;
    private final Duration begun;
    private final Map<Seat, Heard> heard = new HashMap<>();
    private Roll roll;
    private Duration called;

    /// @param at when it was heard
    record Heard(Note.Report report, Duration at) {}

    /// Calls all on the roll.
    Inquiry(Term term, Roll roll, Duration ttl, Outbox out, Duration now) {
        this.term = term;
        this.roll = roll;
        this.ttl = ttl;
        this.out = out;
        begun = now;
        called = now;
        call();
    }

    void called(Roll next, List<Seat> newcomers) {
        roll = next;
        heard.keySet().retainAll(next.seats());
        newcomers.forEach(seat -> out.send(seat, new Note.Call(term)));
    }

    void reported(Seat from, Note.Report report, Duration now) {
        heard.put(from, new Heard(report, now));
    }

    /// To be called at [#next] at the latest.
    void tick(Duration now) {
        if (next().compareTo(now) <= 0) {
            called = now;
            call();
        }
    }

    Duration next() {
        return called.plus(CALL_AGAIN);
    }

    private void call() {
        for (Seat seat : roll.seats()) {
            if (!heard.containsKey(seat)) {
                out.send(seat, new Note.Call(term));
            }
        }
    }

    Map<Seat, Heard> heard() {
        return heard;
    }

    List<Note.Report> reports() {
        return heard.values().stream().map(Heard::report).toList();
    }

    /// Of leases.
    Duration ttl() {
        return ttl;
    }

    /// Whether all on the roll have reported.
    boolean isComplete() {
        return heard.keySet().containsAll(roll.seats());
    }

    /// Whether it has lasted for the time of a lease.
    boolean isOverdue(Duration now) {
        return hasLasted(now, ttl);
    }

    boolean hasLasted(Duration now, Duration time) {
        return now.minus(begun).compareTo(time) >= 0;
    }
}
