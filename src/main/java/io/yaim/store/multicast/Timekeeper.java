package io.yaim.store.multicast;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// A daemon thread that lets a [MulticastStore] do what is due, at its time.
public final class Timekeeper implements AutoCloseable {

    private final MulticastStore store;
    private final Turns turns;
    private final Supplier<Duration> clock;
    private final Thread thread;
    private volatile boolean isClosing;

    private Timekeeper(MulticastStore store, Turns turns, Supplier<Duration> clock) {
        this.store = store;
        this.turns = turns;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("coordinator").unstarted(this::run);
    }

    /// One that keeps time from now on.
    ///
    /// @param turns those of the store
    public static Timekeeper start(MulticastStore store, Turns turns, Supplier<Duration> clock) {
        var keeper = new Timekeeper(store, turns, clock);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            while (!isClosing) {
                Duration next = store.next();
                // woken when somebody had a turn: then another time may be due
                turns.await(() -> isClosing || !store.next().equals(next), Optional.of(next));
                if (!isClosing && store.next().compareTo(clock.get()) <= 0) {
                    store.tick();
                }
            }
        } catch (InterruptedIOException e) {
            isClosing = true; // whoever interrupts a thread of a daemon wants it to end
        }
    }

    @Override
    public void close() {
        isClosing = true;
        turns.take(() -> isClosing);
    }
}
