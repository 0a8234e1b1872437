package io.yaim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// A clock and an executor that only the test advances.
final class ManualClockAndThreads implements Supplier<Duration>, Executor {

    private final Queue<Runnable> attempts = new ArrayDeque<>();
    private Duration now = Duration.ofSeconds(1000);

    @Override
    public Duration get() {
        return now;
    }

    @Override
    public void execute(Runnable attempt) {
        attempts.add(attempt);
    }

    void pass(long millis) {
        now = now.plusMillis(millis);
    }

    /// Runs all waiting attempts, each to its end.
    void runAttempts() {
        while (!attempts.isEmpty()) {
            attempts.remove().run();
        }
    }

    int waitingAttempts() {
        return attempts.size();
    }
}
