package io.yaim.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs each check once, all at the same time, each with all its configured attempts. Returns the results as a daemon
/// would see them, and closes the checks.
public final class OneShotRun {

    /// Much later than the end of the run.
    private static final Duration NEXT_RUN = Duration.ofDays(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private OneShotRun() {}

    /// Takes at most as long as the longest run of a check, and at most two seconds to close the checks. One pass is
    /// enough to pass, and one failure is enough to fail, because `rise` and `fall` need several runs.
    ///
    /// @param clock time since boot
    public static CheckResults run(List<ConfiguredCheck> checks, Supplier<Duration> clock) throws InterruptedException {
        var wake = new Semaphore(0);
        Duration now = clock.get();
        List<CheckStateMachine> stateMachines = checks.stream()
                .map(OneShotRun::once)
                .map(check -> new CheckStateMachine(
                        check,
                        configured -> new CheckAttempt(configured, clock, wake::release),
                        CheckRunner::startThread,
                        false,
                        now))
                .toList();
        try {
            while (true) {
                Duration pause = advance(stateMachines, clock);
                if (stateMachines.stream().allMatch(OneShotRun::isOver)) {
                    return CheckResults.of(stateMachines.stream()
                            .map(CheckStateMachine::status)
                            .toList());
                }
                if (wake.tryAcquire(Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } finally {
            stateMachines.forEach(CheckStateMachine::interrupt);
            // a check that cannot be closed delays no other
            boolean _ = Thread.ofPlatform()
                    .daemon()
                    .name("checks-close")
                    .start(() -> CheckRunner.close(checks))
                    .join(CLOSE_TIMEOUT);
        }
    }

    /// Does what is due, and returns the time until the next due action.
    private static Duration advance(List<CheckStateMachine> stateMachines, Supplier<Duration> clock) {
        Duration now = clock.get();
        Duration next = now.plus(NEXT_RUN);
        for (CheckStateMachine machine : stateMachines) {
            Duration due = machine.runDue(now);
            next = due.compareTo(next) < 0 ? due : next;
        }
        return next.minus(clock.get());
    }

    private static boolean isOver(CheckStateMachine machine) {
        return machine.status().lastRun().isPresent();
    }

    private static ConfiguredCheck once(ConfiguredCheck check) {
        CheckSettings settings = check.settings();
        Pace pace = settings.pace();
        var single = new Pace(NEXT_RUN, pace.timeout(), 1, 1, pace.retries(), pace.retryAfter());
        return new ConfiguredCheck(
                new CheckSettings(settings.name(), settings.type(), single, settings.options()), check.check());
    }
}
