package io.yaim.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs each check once, all at the same time, each with all the attempts that it is configured for, and
/// says what a daemon would make of it. Closes them.
public final class OneShotRun {

    /// Much later than the trial ends.
    private static final Duration NEXT_RUN = Duration.ofDays(1);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private OneShotRun() {}

    /// Takes at most as long as the longest run of a check, and a moment to close them. One pass is enough
    /// to pass, one failure to fail: `rise` and `fall` need more runs than one.
    ///
    /// @param clock time since boot
    public static CheckResults run(List<ConfiguredCheck> checks, Supplier<Duration> clock) throws InterruptedException {
        var wake = new Semaphore(0);
        Duration now = clock.get();
        List<CheckStateMachine> courses = checks.stream()
                .map(OneShotRun::once)
                .map(check -> new CheckStateMachine(
                        check,
                        asked -> new CheckAttempt(asked, clock, wake::release),
                        CheckRunner::onThreadOfItsOwn,
                        false,
                        now))
                .toList();
        try {
            while (true) {
                Duration pause = advance(courses, clock);
                if (courses.stream().allMatch(OneShotRun::isOver)) {
                    return CheckResults.of(
                            courses.stream().map(CheckStateMachine::status).toList());
                }
                if (wake.tryAcquire(Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } finally {
            courses.forEach(CheckStateMachine::interrupt);
            // one that cannot be closed holds up nobody
            boolean _ = Thread.ofPlatform()
                    .daemon()
                    .name("checks-close")
                    .start(() -> CheckRunner.close(checks))
                    .join(CLOSING);
        }
    }

    /// Does what is to be done by now, and returns how long nothing else is.
    private static Duration advance(List<CheckStateMachine> courses, Supplier<Duration> clock) {
        Duration now = clock.get();
        Duration next = now.plus(NEXT_RUN);
        for (CheckStateMachine checkStateMachine : courses) {
            Duration wanted = checkStateMachine.runDue(now);
            next = wanted.compareTo(next) < 0 ? wanted : next;
        }
        return next.minus(clock.get());
    }

    private static boolean isOver(CheckStateMachine checkStateMachine) {
        return checkStateMachine.status().lastRun().isPresent();
    }

    private static ConfiguredCheck once(ConfiguredCheck check) {
        CheckSettings settings = check.settings();
        Pace pace = settings.pace();
        var single = new Pace(NEXT_RUN, pace.timeout(), 1, 1, pace.retries(), pace.retryAfter());
        return new ConfiguredCheck(
                new CheckSettings(settings.name(), settings.type(), single, settings.options()), check.check());
    }
}
