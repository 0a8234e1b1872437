package io.yaim.sim.engine;

import java.time.Duration;
import java.util.PriorityQueue;

/// Simulated time, the same for all: what is planned happens in the order of its time, and what is planned
/// for the same time in the order in which it was planned.
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

    /// How much has been planned so far.
    long count() {
        return count;
    }

    /// Plans it for this time, or for now if that is over.
    public void at(Duration time, Runnable action) {
        count++;
        planned.add(new Planned(time.compareTo(now) < 0 ? now : time, count, action));
    }

    public void after(Duration time, Runnable action) {
        at(now.plus(time), action);
    }

    /// Goes straight to this time if nothing is planned until then. So whoever merely waits need not give
    /// way.
    public boolean skipTo(Duration time) {
        Planned next = planned.peek();
        boolean isFree = time.compareTo(horizon) <= 0 && (next == null || next.at.compareTo(time) > 0);
        if (isFree && time.compareTo(now) > 0) {
            now = time;
        }
        return isFree;
    }

    /// Lets everything happen that is planned within this time.
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
