package io.yaim.store.multicast;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// A daemon thread that calls [MulticastStore#tick] when it is due.
public final class StoreTimer implements AutoCloseable {

    private final MulticastStore store;
    private final Monitor monitor;
    private final Supplier<Duration> clock;
    private final Thread thread;
    private volatile boolean isClosing;

    private StoreTimer(MulticastStore store, Monitor monitor, Supplier<Duration> clock) {
        this.store = store;
        this.monitor = monitor;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("coordinator").unstarted(this::run);
    }

    /// Starts the thread.
    ///
    /// @param monitor that of the store
    public static StoreTimer start(MulticastStore store, Monitor monitor, Supplier<Duration> clock) {
        var keeper = new StoreTimer(store, monitor, clock);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            while (!isClosing) {
                Duration next = store.nextTick();
                // woken when another thread was in the monitor: then another time may be due
                monitor.await(() -> isClosing || !store.nextTick().equals(next), Optional.of(next));
                if (!isClosing && store.nextTick().compareTo(clock.get()) <= 0) {
                    store.tick();
                }
            }
        } catch (InterruptedIOException e) {
            isClosing = true; // an interrupt means that the thread has to end
        }
    }

    @Override
    public void close() {
        isClosing = true;
        monitor.runExclusively(() -> isClosing);
    }
}
