package io.yaim.loop;

import io.yaim.loop.cycle.Event;
import java.time.Duration;
import java.util.List;

/// How long the loop may rest between two passes.
final class LoopPacing {

    /// Passes in a row that may follow each other at once. What needs more of them undoes itself, such as
    /// an address that somebody else takes off as often as it is bound, or is about so many entries that a
    /// pause is no loss.
    private static final int MAX_CYCLES_WITHOUT_PAUSE = 20;

    private final Duration shortest;
    private final Duration longest;
    private int cyclesWithoutPause;

    /// @param shortest however much is overdue, what failed is not tried faster than this
    /// @param longest when nothing is to be done
    LoopPacing(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /// After a pass in which this happened: none when it moved things on, else until the next thing is due.
    Duration pauseAfter(List<Event> events, Duration due, Duration now) {
        cyclesWithoutPause = events.stream().anyMatch(Event::isProgress) ? cyclesWithoutPause + 1 : 0;
        if (cyclesWithoutPause > 0) {
            return cyclesWithoutPause > MAX_CYCLES_WITHOUT_PAUSE ? shortest : Duration.ZERO;
        }
        Duration pause = due.minus(now);
        if (pause.compareTo(shortest) < 0) {
            return shortest;
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
