package io.yaim.store.multicast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Questions about leases that wait until enough have said that they still follow. A later poll serves for all before
/// it.
///
/// Knows no thread and no clock; not thread-safe.
final class Polls {

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Seat, Long> followed = new HashMap<>();
    private long last;

    /// @param since when it was asked
    record Waiting(long number, Seat from, Note.Ask ask, Duration since) {}

    /// Returns the number of the poll that it waits for.
    long open(Seat from, Note.Ask ask, Duration now) {
        last++;
        waiting.add(new Waiting(last, from, ask, now));
        return last;
    }

    void follows(Seat from, long number) {
        followed.merge(from, number, Math::max);
    }

    void stay(Roll roll) {
        followed.keySet().retainAll(roll.seats());
    }

    /// The last poll that each has followed.
    Map<Seat, Long> followed() {
        return followed;
    }

    /// Removes those whose poll has enough followers, in their order.
    List<Waiting> take(long reached) {
        var taken = new ArrayList<Waiting>();
        while (!waiting.isEmpty() && waiting.peek().number() <= reached) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /// Forgets those who wait no longer for an answer.
    void forget(Duration before) {
        waiting.removeIf(each -> each.since().compareTo(before) < 0);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
