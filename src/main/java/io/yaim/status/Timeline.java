package io.yaim.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The latest things that happened, for several threads to read and to wait for.
public final class Timeline {

    /// How many are remembered.
    public static final int MOST = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<TimelineEvent> remembered = new ArrayDeque<>();
    private long latest;

    /// What happened after the one with this id, as far as it is remembered.
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

    /// The same; if there is nothing yet, waits for it. Empty when the patience ends.
    public List<TimelineEvent> await(long id, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (latest <= id && left > 0) {
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return after(id);
    }

    /// The id of the latest; 0 if nothing happened yet.
    public long latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /// Never waits for long: readers hold the lock for no more than a copy.
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
