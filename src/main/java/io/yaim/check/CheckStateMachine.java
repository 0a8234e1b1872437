package io.yaim.check;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The course of one check through time: due, asked, asked again, overdue. Used by one thread, which calls
/// [#runDue] when it said it would like to be called, and whenever an attempt has ended.
///
/// There is never more than one attempt at a time: while one hangs past its timeout, no other is made, and each
/// interval that passes counts as one more failure.
final class CheckStateMachine {

    private final ConfiguredCheck configured;
    private final Pace pace;
    private final Function<ConfiguredCheck, CheckAttempt> attempts;
    private final Executor threads;
    private State state;
    private Damping damping;
    private CheckStatus status;

    /// @param passing whether the check passes until its first runs say otherwise
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

        /// A run starts at `at`, or goes on if there is one.
        record Due(Duration at, Optional<Run> run) implements State {}

        record Asked(CheckAttempt checkAttempt, Run run, Duration deadline) implements State {}

        /// The attempt has been given up, but its thread is not back. The next failure is counted at `next`.
        record Overdue(CheckAttempt checkAttempt, Run run, Duration next) implements State {}
    }

    /// @param attempts made before this one
    private record Run(Duration startedAt, int attempts) {}

    ConfiguredCheck configured() {
        return configured;
    }

    CheckStatus status() {
        return status;
    }

    /// Does what is to be done by now, and returns the time at which it has to be called again.
    Duration runDue(Duration now) {
        while (true) {
            State before = state;
            Duration wakeUp = switch (before) {
                case State.Due due -> whenDue(due, now);
                case State.Asked asked -> whenAsked(asked, now);
                case State.Overdue overdue -> whenOverdue(overdue, now);
            };
            // What has just started may have ended already; what has changed may be due already.
            if (state.equals(before)) {
                return wakeUp;
            }
        }
    }

    /// Ends a running attempt as far as it lets itself be ended.
    void interrupt() {
        switch (state) {
            case State.Due _ -> {}
            case State.Asked(CheckAttempt checkAttempt, Run _, Duration _) -> checkAttempt.interrupt();
            case State.Overdue(CheckAttempt checkAttempt, Run _, Duration _) -> checkAttempt.interrupt();
        }
    }

    private Duration whenDue(State.Due due, Duration now) {
        if (now.compareTo(due.at()) >= 0) {
            CheckAttempt checkAttempt = attempts.apply(configured);
            state = new State.Asked(checkAttempt, due.run().orElse(new Run(now, 0)), now.plus(pace.timeout()));
            threads.execute(checkAttempt);
        }
        return due.at();
    }

    private Duration whenAsked(State.Asked asked, Duration now) {
        Optional<CheckAttempt.Outcome> outcome = asked.checkAttempt().outcome();
        // Judged by when it ended, not by when that is seen: a late look is not the check's fault.
        if (outcome.isPresent() && outcome.get().at().compareTo(asked.deadline()) <= 0) {
            settle(asked.run(), outcome.get(), now);
        } else if (now.compareTo(asked.deadline()) >= 0) {
            asked.checkAttempt().interrupt();
            conclude(asked.run(), silence(), now);
            state = new State.Overdue(asked.checkAttempt(), asked.run(), nextStart(asked.run(), now));
        }
        return asked.deadline();
    }

    private Duration whenOverdue(State.Overdue overdue, Duration now) {
        if (overdue.checkAttempt().outcome().isPresent()) {
            state = new State.Due(overdue.next(), Optional.empty());
        } else if (now.compareTo(overdue.next()) >= 0) {
            conclude(overdue.run(), silence(), now);
            state = new State.Overdue(overdue.checkAttempt(), overdue.run(), now.plus(pace.interval()));
        }
        return overdue.next();
    }

    /// However long it lasts: a reason that changes all the time would be told to everyone all the time.
    private Optional<String> silence() {
        return Optional.of("no answer within " + pace.timeout().toMillis() + " ms");
    }

    private void settle(Run run, CheckAttempt.Outcome outcome, Duration now) {
        Optional<String> failure = switch (outcome) {
            case CheckAttempt.Outcome.Answered(Verdict.Pass(), Duration _) -> Optional.empty();
            case CheckAttempt.Outcome.Answered(Verdict.Fail(String reason), Duration _) -> Optional.of(reason);
            case CheckAttempt.Outcome.CouldNotAsk(String reason, Duration _) -> Optional.of(reason);
        };
        if (outcome instanceof CheckAttempt.Outcome.CouldNotAsk && run.attempts() < pace.retries()) {
            Run again = new Run(run.startedAt(), run.attempts() + 1);
            state = new State.Due(now.plus(pace.retryAfter()), Optional.of(again));
        } else {
            conclude(run, failure, outcome.at());
            state = new State.Due(nextStart(run, now), Optional.empty());
        }
    }

    private Duration nextStart(Run run, Duration now) {
        Duration next = run.startedAt().plus(pace.interval());
        return next.compareTo(now) > 0 ? next : now;
    }

    private void conclude(Run run, Optional<String> failure, Duration endedAt) {
        damping = damping.after(failure.isEmpty());
        CheckStatus.LastRun last =
                new CheckStatus.LastRun(run.startedAt(), endedAt.minus(run.startedAt()), failure.isEmpty());
        status = new CheckStatus(
                status.name(), status.type(), damping.passing(), failure.or(this::rising), Optional.of(last));
    }

    private Optional<String> rising() {
        return damping.passing()
                ? Optional.empty()
                : Optional.of("passed " + damping.contrary() + " of " + damping.rise() + " times");
    }
}
