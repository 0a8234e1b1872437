package io.yaim.check;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A daemon thread that does what is due: at its time, and whenever it is woken.
final class SchedulerThread {

    private static final Duration ENDING = Duration.ofSeconds(1);

    private final Supplier<Duration> work;
    private final Runnable end;
    private final Supplier<Duration> clock;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean isEnding;

    /// @param work does what is to be done by now, and returns when there is something to do again
    /// @param end is run last, however the thread ends
    /// @param clock time since boot
    SchedulerThread(String name, Supplier<Duration> work, Runnable end, Supplier<Duration> clock) {
        this.work = work;
        this.end = end;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wake() {
        wake.release();
    }

    /// Lets it end after what it is doing; does not wait.
    void end() {
        isEnding = true;
        wake.release();
    }

    /// Waits until it has ended, if it was started, for a second at the most.
    void awaitEnd() {
        try {
            if (thread.isAlive()) {
                thread.join(ENDING);
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
            end.run();
        }
    }
}
