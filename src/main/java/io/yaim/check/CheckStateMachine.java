package io.yaim.check;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The states of one check over time: due, running, overdue. Used by one thread. It calls [#runDue] at the time that
/// the last call returned, and whenever an attempt has ended.
///
/// There is at most one attempt at a time. While an attempt hangs beyond its timeout, no other is made, and each
/// interval that passes counts as another failure.
final class CheckStateMachine {

    private final ConfiguredCheck configured;
    private final Pace pace;
    private final Function<ConfiguredCheck, CheckAttempt> attempts;
    private final Executor threads;
    private State state;
    private Damping damping;
    private CheckStatus status;

    /// @param passing whether the check counts as passing before its first runs
    /// @param firstDue when the first run starts
    CheckStateMachine(
            ConfiguredCheck configured,
            Function<ConfiguredCheck, CheckAttempt> attempts,
            Executor threads,
            boolean passing,
            Duration firstDue) {
        this.configured = configured;
        this.pace = configured.settings().pace();
        this.attempts = attempts;
        this.threads = threads;
        this.state = new State.Due(firstDue, Optional.empty());
        this.damping = Damping.of(pace, passing);
        this.status = new CheckStatus(
                configured.settings().name(),
                configured.settings().type(),
                passing,
                Optional.of("has not passed yet").filter(_ -> !passing),
                Optional.empty());
    }

    private sealed interface State {

        /// A run starts at `at`, or continues with its next attempt.
        record Due(Duration at, Optional<Run> run) implements State {}

        /// An attempt is running. Its timeout ends at `deadline`.
        record Running(CheckAttempt checkAttempt, Run run, Duration deadline) implements State {}

        /// The attempt has timed out, but its thread has not returned. The next failure counts at `next`.
        record Overdue(CheckAttempt checkAttempt, Run run, Duration next) implements State {}
    }

    /// @param attempts the number of earlier attempts of this run
    private record Run(Duration startedAt, int attempts) {}

    ConfiguredCheck configured() {
        return configured;
    }

    CheckStatus status() {
        return status;
    }

    /// Does what is due, and returns the time of the next call.
    Duration runDue(Duration now) {
        while (true) {
            State before = state;
            Duration wakeUp = switch (before) {
                case State.Due due -> whenDue(due, now);
                case State.Running running -> whenRunning(running, now);
                case State.Overdue overdue -> whenOverdue(overdue, now);
            };
            // An attempt that has just started may have ended already, and a new state may be due already.
            if (state.equals(before)) {
                return wakeUp;
            }
        }
    }

    /// Interrupts a running attempt.
    void interrupt() {
        switch (state) {
            case State.Due _ -> {}
            case State.Running(CheckAttempt checkAttempt, Run _, Duration _) -> checkAttempt.interrupt();
            case State.Overdue(CheckAttempt checkAttempt, Run _, Duration _) -> checkAttempt.interrupt();
        }
    }

    private Duration whenDue(State.Due due, Duration now) {
        if (now.compareTo(due.at()) >= 0) {
            CheckAttempt checkAttempt = attempts.apply(configured);
            state = new State.Running(checkAttempt, due.run().orElse(new Run(now, 0)), now.plus(pace.timeout()));
            threads.execute(checkAttempt);
        }
        return due.at();
    }

    private Duration whenRunning(State.Running running, Duration now) {
        Optional<CheckAttempt.Outcome> outcome = running.checkAttempt().outcome();
        // What counts is when the attempt ended, not when that is seen: the scheduler may be late.
        if (outcome.isPresent() && outcome.get().endedAt().compareTo(running.deadline()) <= 0) {
            handleOutcome(running.run(), outcome.get(), now);
        } else if (now.compareTo(running.deadline()) >= 0) {
            running.checkAttempt().interrupt();
            recordResult(running.run(), timeoutReason(), now);
            state = new State.Overdue(running.checkAttempt(), running.run(), nextStart(running.run(), now));
        }
        return running.deadline();
    }

    private Duration whenOverdue(State.Overdue overdue, Duration now) {
        if (overdue.checkAttempt().outcome().isPresent()) {
            state = new State.Due(overdue.next(), Optional.empty());
        } else if (now.compareTo(overdue.next()) >= 0) {
            recordResult(overdue.run(), timeoutReason(), now);
            state = new State.Overdue(overdue.checkAttempt(), overdue.run(), now.plus(pace.interval()));
        }
        return overdue.next();
    }

    /// The text does not contain how long the check hangs: a reason that changes all the time would cause reports all
    /// the time.
    private Optional<String> timeoutReason() {
        return Optional.of("no answer within " + pace.timeout().toMillis() + " ms");
    }

    private void handleOutcome(Run run, CheckAttempt.Outcome outcome, Duration now) {
        Optional<String> failure = switch (outcome) {
            case CheckAttempt.Outcome.Completed(Verdict.Pass(), Duration _) -> Optional.empty();
            case CheckAttempt.Outcome.Completed(Verdict.Fail(String reason), Duration _) -> Optional.of(reason);
            case CheckAttempt.Outcome.NoVerdict(String reason, Duration _) -> Optional.of(reason);
        };
        if (outcome instanceof CheckAttempt.Outcome.NoVerdict && run.attempts() < pace.retries()) {
            Run again = new Run(run.startedAt(), run.attempts() + 1);
            state = new State.Due(now.plus(pace.retryAfter()), Optional.of(again));
        } else {
            recordResult(run, failure, outcome.endedAt());
            state = new State.Due(nextStart(run, now), Optional.empty());
        }
    }

    private Duration nextStart(Run run, Duration now) {
        Duration next = run.startedAt().plus(pace.interval());
        return next.compareTo(now) > 0 ? next : now;
    }

    private void recordResult(Run run, Optional<String> failure, Duration endedAt) {
        damping = damping.after(failure.isEmpty());
        CheckStatus.LastRun last =
                new CheckStatus.LastRun(run.startedAt(), endedAt.minus(run.startedAt()), failure.isEmpty());
        status = new CheckStatus(
                status.name(), status.type(), damping.passing(), failure.or(this::risingReason), Optional.of(last));
    }

    private Optional<String> risingReason() {
        return damping.passing()
                ? Optional.empty()
                : Optional.of("passed " + damping.opposite() + " of " + damping.rise() + " times");
    }
}
