package io.yaim.loop;

import java.time.Duration;

/// Ends the pause of the loop early. Any thread rings it, and only the loop waits. Several rings count as one.
public final class Bell {

    private final Object lock = new Object();
    private boolean rung;

    public void ring() {
        synchronized (lock) {
            rung = true;
            lock.notifyAll();
        }
    }

    /// Returns when the bell was rung since the last call, or when `pause` has passed.
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
