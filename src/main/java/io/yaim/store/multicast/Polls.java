package io.yaim.store.multicast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who said when that he still follows; and the questions about leases that wait until enough have said so. A later
/// poll serves for all before it.
///
/// Knows no thread and no clock; not thread-safe.
final class Polls {

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Seat, Long> followed = new HashMap<>();
    private final TreeMap<Long, Duration> sentAt = new TreeMap<>();
    private long last;

    /// @param number of the first poll that was sent after it came
    record Waiting(long number, Seat from, Note.Ask ask) {}

    /// Returns the number of a poll that is sent now.
    long send(Duration now) {
        last++;
        sentAt.put(last, now);
        return last;
    }

    /// Has the question wait for a poll that is sent now.
    long send(Seat from, Note.Ask ask, Duration now) {
        waiting.add(new Waiting(last + 1, from, ask));
        return send(now);
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

    /// Whether it has followed a poll that was sent after this moment.
    boolean hasFollowedSince(Seat seat, Duration moment) {
        Duration sent = sentAt.get(followed.getOrDefault(seat, 0L));
        return sent != null && sent.compareTo(moment) > 0;
    }

    /// Removes those whose poll has enough followers, in their order.
    List<Waiting> take(long reached) {
        var taken = new ArrayList<Waiting>();
        while (!waiting.isEmpty() && waiting.peek().number() <= reached) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /// Forgets what was sent before this moment: nobody waits for it any more.
    void forget(Duration moment) {
        sentAt.values().removeIf(sent -> sent.compareTo(moment) < 0);
        waiting.removeIf(each -> !sentAt.containsKey(each.number()));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
