package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Assembly.Listener;
import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import io.yaim.store.multicast.jgroups.Reception.Fate;
import io.yaim.store.multicast.jgroups.Reception.Letter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the listener one thing after the other on a thread of its own. Who brings a message for which
/// there is no room is held up; JGroups then lets its sender send no more.
final class Inbox {

    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_STRANGERS = 64;

    /// What a message takes besides its bytes.
    private static final int WEIGHT = 200;

    private final Listener listener;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isFuller = lock.newCondition();
    private final Condition isEmptier = lock.newCondition();
    private final Condition isTold = lock.newCondition();
    private final Queue<Item> items = new ArrayDeque<>();
    private final Reception reception = new Reception();

    private volatile Optional<Told> last = Optional.empty();

    private long bytes;
    private int strangers;
    private boolean isCalled;
    private boolean isClosed;

    Inbox(Listener listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("assembly").unstarted(this::tell);
    }

    /// A roll with its identity.
    record Told(Roll roll, RollId id) {}

    private sealed interface Item {

        record Call(Told told) implements Item {}

        @SuppressWarnings("ArrayRecordComponent")
        record Message(Seat from, byte[] message) implements Item {}

        record Stranger(String who) implements Item {}
    }

    void start() {
        thread.start();
    }

    /// The roll that the listener was told last, or is being told.
    Optional<Told> told() {
        return last;
    }

    void turn(Told next) {
        lock.lock();
        try {
            items.add(new Item.Call(next));
            reception.turn(next.roll(), next.id()).forEach(this::settle);
            isFuller.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits while there is no room, unless the listener himself brings it.
    void take(Letter letter) {
        lock.lock();
        try {
            long weight = weight(letter.message());
            while (!isClosed && bytes > 0 && bytes + weight > MOST_BYTES && !thread.equals(Thread.currentThread())) {
                isEmptier.awaitUninterruptibly();
            }
            bytes += weight;
            settle(letter, reception.take(letter));
            isFuller.signal();
        } finally {
            lock.unlock();
        }
    }

    void stranger(String who) {
        lock.lock();
        try {
            if (strangers < MOST_STRANGERS) {
                strangers++;
                items.add(new Item.Stranger(who));
                isFuller.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns whether the listener was told a roll within that time.
    boolean awaitRoll(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!isCalled && !isClosed && left > 0) {
                left = isTold.awaitNanos(left);
            }
            return isCalled;
        } finally {
            lock.unlock();
        }
    }

    /// Begins to tell nothing more.
    void close() {
        lock.lock();
        try {
            isClosed = true;
            isFuller.signalAll();
            isEmptier.signalAll();
            isTold.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void settle(Letter letter, Fate fate) {
        switch (fate) {
            case DELIVER -> items.add(new Item.Message(letter.from(), letter.message()));
            case DROP -> free(letter.message());
            case WAIT -> {}
        }
    }

    private void free(byte[] message) {
        bytes -= weight(message);
        isEmptier.signalAll();
    }

    private static long weight(byte[] message) {
        return (long) message.length + WEIGHT;
    }

    private void tell() {
        while (true) {
            Item item;
            lock.lock();
            try {
                while (items.isEmpty() && !isClosed) {
                    isFuller.awaitUninterruptibly();
                }
                if (isClosed) {
                    return;
                }
                item = items.remove();
            } finally {
                lock.unlock();
            }
            tell(item);
        }
    }

    private void tell(Item item) {
        switch (item) {
            case Item.Call(Told told) -> {
                last = Optional.of(told);
                listener.called(told.roll());
            }
            case Item.Message(Seat from, byte[] message) -> listener.received(from, message);
            case Item.Stranger(String who) -> listener.heardStranger(who);
        }
        lock.lock();
        try {
            switch (item) {
                case Item.Call _ -> {
                    isCalled = true;
                    isTold.signalAll();
                }
                case Item.Message(Seat _, byte[] message) -> free(message);
                case Item.Stranger _ -> strangers--;
            }
        } finally {
            lock.unlock();
        }
    }
}
