package io.yaim.loop;

import java.time.Duration;
import java.util.List;

/// How long the loop may rest between two passes.
final class Rest {

    /// Passes in a row that may follow each other at once. What needs more of them undoes itself, such as
    /// an address that somebody else takes off as often as it is bound, or is about so many entries that a
    /// pause is no loss.
    private static final int MOST_HURRIED = 20;

    private final Duration shortest;
    private final Duration longest;
    private int hurried;

    /// @param shortest however much is overdue, what failed is not tried faster than this
    /// @param longest when nothing is to be done
    Rest(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /// After a pass in which this happened: none when it moved things on, else until the next thing is due.
    Duration after(List<Event> events, Duration due, Duration now) {
        hurried = events.stream().anyMatch(Event::isProgress) ? hurried + 1 : 0;
        if (hurried > 0) {
            return hurried > MOST_HURRIED ? shortest : Duration.ZERO;
        }
        Duration pause = due.minus(now);
        if (pause.compareTo(shortest) < 0) {
            return shortest;
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
