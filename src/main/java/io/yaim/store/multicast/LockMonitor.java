package io.yaim.store.multicast;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A monitor by a lock.
public final class LockMonitor implements Monitor {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasChanged = lock.newCondition();
    private final Supplier<Duration> clock;

    /// @param clock time since boot
    public LockMonitor(Supplier<Duration> clock) {
        this.clock = clock;
    }

    @Override
    public <T> T runExclusively(Supplier<T> inside) {
        lock.lock();
        try {
            return inside.get();
        } finally {
            hasChanged.signalAll();
            lock.unlock();
        }
    }

    @Override
    public boolean await(BooleanSupplier isSo, Optional<Duration> until) throws InterruptedIOException {
        lock.lock();
        try {
            while (!isSo.getAsBoolean()) {
                if (until.isEmpty()) {
                    hasChanged.await();
                } else {
                    long left = until.get().minus(clock.get()).toNanos();
                    if (left <= 0) {
                        return false;
                    }
                    hasChanged.await(left, TimeUnit.NANOSECONDS);
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
        }
    }
}
