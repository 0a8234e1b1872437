package io.yaim.loop;

import java.time.Duration;

/// Ends the loop's pause early. Any thread rings, only the loop waits; rings add up to one.
public final class Bell {

    private final Object lock = new Object();
    private boolean rung;

    public void ring() {
        synchronized (lock) {
            rung = true;
            lock.notifyAll();
        }
    }

    /// Returns when the bell has been rung since the last call, or when `pause` is over.
    public void await(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        synchronized (lock) {
            while (!rung) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            rung = false;
        }
    }
}
