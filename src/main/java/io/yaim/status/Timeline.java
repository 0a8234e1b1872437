package io.yaim.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The latest events. Several threads may read and wait.
public final class Timeline {

    /// The maximum number of stored events.
    public static final int MOST = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<TimelineEvent> remembered = new ArrayDeque<>();
    private long latest;

    /// Returns the events after the one with this id, as far as they are stored.
    public List<TimelineEvent> after(long id) {
        lock.lock();
        try {
            return remembered.stream()
                    .filter(timelineEvent -> timelineEvent.id() > id)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Returns the same; waits for an event if there is none. Empty after the timeout.
    public List<TimelineEvent> await(long id, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (latest <= id && left > 0) {
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return after(id);
    }

    /// Returns the id of the latest event; 0 if there was none yet.
    public long latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /// Does not wait long: readers hold the lock only to copy.
    void add(List<TimelineEvent> happenings) {
        if (happenings.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (TimelineEvent timelineEvent : happenings) {
                remembered.addLast(timelineEvent);
                latest = timelineEvent.id();
            }
            while (remembered.size() > MOST) {
                remembered.removeFirst();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
