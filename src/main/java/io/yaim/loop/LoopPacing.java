package io.yaim.loop;

import io.yaim.loop.cycle.Event;
import java.time.Duration;
import java.util.List;

/// How long the loop pauses between two cycles.
final class LoopPacing {

    /// The number of cycles in a row without a pause. A sequence that is longer undoes itself, for example when
    /// another program drops an address as often as it is bound. Or it concerns so many entries that a pause does
    /// not matter.
    private static final int MAX_CYCLES_WITHOUT_PAUSE = 20;

    private final Duration shortest;
    private final Duration longest;
    private int cyclesWithoutPause;

    /// @param shortest the least pause after a cycle without progress, even if work is overdue, so that failures
    ///     are not retried faster
    /// @param longest the pause if nothing is due
    LoopPacing(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /// The pause after a cycle with these events: none after progress, otherwise until `due`.
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
