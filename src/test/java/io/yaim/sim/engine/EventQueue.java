package io.yaim.sim.engine;

import java.time.Duration;
import java.util.PriorityQueue;

/// Simulated time, one for all. Events run in the order of their time. Events of the same time run in the order in
/// which they were planned.
public final class EventQueue {

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private Duration now = Duration.ZERO;
    private Duration horizon = Duration.ZERO;
    private long count;

    private record Planned(Duration at, long order, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    public Duration now() {
        return now;
    }

    /// How many events have been planned so far.
    long count() {
        return count;
    }

    /// Plans an event for this time, or for now if that time is over.
    public void at(Duration time, Runnable action) {
        count++;
        planned.add(new Planned(time.compareTo(now) < 0 ? now : time, count, action));
    }

    public void after(Duration time, Runnable action) {
        at(now.plus(time), action);
    }

    /// Goes to this time at once if no event is planned until then. So a coroutine that only waits need not pause.
    public boolean skipTo(Duration time) {
        Planned next = planned.peek();
        boolean isFree = time.compareTo(horizon) <= 0 && (next == null || next.at.compareTo(time) > 0);
        if (isFree && time.compareTo(now) > 0) {
            now = time;
        }
        return isFree;
    }

    /// Runs all events of the next `time`.
    public void run(Duration time) {
        horizon = now.plus(time);
        for (Planned next = planned.peek(); next != null && next.at.compareTo(horizon) <= 0; next = planned.peek()) {
            planned.remove();
            now = next.at;
            next.action.run();
        }
        now = horizon;
    }
}
