package io.yaim.check;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A daemon thread that does what is due, at its time and whenever it is woken.
final class SchedulerThread {

    private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

    private final Supplier<Duration> work;
    private final Runnable onEnd;
    private final Supplier<Duration> clock;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean isEnding;

    /// @param work does what is due, and returns the time of the next due action
    /// @param onEnd is run last, however the thread ends
    /// @param clock time since boot
    SchedulerThread(String name, Supplier<Duration> work, Runnable onEnd, Supplier<Duration> clock) {
        this.work = work;
        this.onEnd = onEnd;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wake() {
        wake.release();
    }

    /// Makes the thread end after its present work. Does not wait.
    void end() {
        isEnding = true;
        wake.release();
    }

    /// Waits for the end of the thread, if it was started, for at most one second.
    void awaitEnd() {
        try {
            if (thread.isAlive()) {
                thread.join(END_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isEnding) {
                Duration pause = work.get().minus(clock.get());
                if (wake.tryAcquire(Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onEnd.run();
        }
    }
}
