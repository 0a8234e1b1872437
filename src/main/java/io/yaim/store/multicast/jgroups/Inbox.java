package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.GroupChannel.Listener;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.jgroups.ViewOrderedDelivery.Fate;
import io.yaim.store.multicast.jgroups.ViewOrderedDelivery.IncomingMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Calls the listener on a thread of its own, one call at a time. A thread that delivers a message for which there is
/// no room is blocked; JGroups then stops the sender.
final class Inbox {

    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_FOREIGN_SENDERS = 64;

    /// What a message takes besides its bytes.
    private static final int WEIGHT = 200;

    private final Listener listener;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isFuller = lock.newCondition();
    private final Condition isEmptier = lock.newCondition();
    private final Condition isTold = lock.newCondition();
    private final Queue<Item> items = new ArrayDeque<>();
    private final ViewOrderedDelivery viewOrderedDelivery = new ViewOrderedDelivery();

    private volatile Optional<IdentifiedView> last = Optional.empty();

    private long bytes;
    private int foreignSenders;
    private boolean hasView;
    private boolean isClosed;

    Inbox(Listener listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("assembly").unstarted(this::dispatch);
    }

    /// A membership view with its identity.
    record IdentifiedView(MembershipView view, MembershipViewId id) {}

    private sealed interface Item {

        record ViewChange(IdentifiedView identifiedView) implements Item {}

        @SuppressWarnings("ArrayRecordComponent")
        record Message(MemberId from, byte[] message) implements Item {}

        record ForeignSender(String who) implements Item {}
    }

    void start() {
        thread.start();
    }

    /// The membership view that the listener has, or is getting now.
    Optional<IdentifiedView> lastView() {
        return last;
    }

    void viewChanged(IdentifiedView next) {
        lock.lock();
        try {
            items.add(new Item.ViewChange(next));
            viewOrderedDelivery.viewChanged(next.view(), next.id()).forEach(this::settle);
            isFuller.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits while there is no room, unless the listener itself sends the message.
    void accept(IncomingMessage incomingMessage) {
        lock.lock();
        try {
            long weight = weight(incomingMessage.message());
            while (!isClosed && bytes > 0 && bytes + weight > MOST_BYTES && !thread.equals(Thread.currentThread())) {
                isEmptier.awaitUninterruptibly();
            }
            bytes += weight;
            settle(incomingMessage, viewOrderedDelivery.accept(incomingMessage));
            isFuller.signal();
        } finally {
            lock.unlock();
        }
    }

    void foreignSender(String who) {
        lock.lock();
        try {
            if (foreignSenders < MOST_FOREIGN_SENDERS) {
                foreignSenders++;
                items.add(new Item.ForeignSender(who));
                isFuller.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns whether the listener got a membership view within that time.
    boolean awaitFirstView(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!hasView && !isClosed && left > 0) {
                left = isTold.awaitNanos(left);
            }
            return hasView;
        } finally {
            lock.unlock();
        }
    }

    /// From now on the listener is not called any more.
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

    private void settle(IncomingMessage incomingMessage, Fate fate) {
        switch (fate) {
            case DELIVER -> items.add(new Item.Message(incomingMessage.from(), incomingMessage.message()));
            case DROP -> free(incomingMessage.message());
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

    private void dispatch() {
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
            dispatch(item);
        }
    }

    private void dispatch(Item item) {
        switch (item) {
            case Item.ViewChange(IdentifiedView identifiedView) -> {
                last = Optional.of(identifiedView);
                listener.viewChanged(identifiedView.view());
            }
            case Item.Message(MemberId from, byte[] message) -> listener.received(from, message);
            case Item.ForeignSender(String who) -> listener.foreignSenderHeard(who);
        }
        lock.lock();
        try {
            switch (item) {
                case Item.ViewChange _ -> {
                    hasView = true;
                    isTold.signalAll();
                }
                case Item.Message(MemberId _, byte[] message) -> free(message);
                case Item.ForeignSender _ -> foreignSenders--;
            }
        } finally {
            lock.unlock();
        }
    }
}
