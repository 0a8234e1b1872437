package io.yaim.cli.admin;

import io.yaim.cli.client.NoAnswerException;
import io.yaim.cli.output.RepeatedOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits until a change has taken effect.
///
/// @param limit the longest wait; empty: does not wait
/// @param clock time since boot
/// @param sleeper waits between two checks
public record CompletionWaiter(
        Optional<Duration> limit, WaitProgress waitProgress, Supplier<Duration> clock, RepeatedOutput.Sleeper sleeper) {

    private static final Duration POLL_PERIOD = Duration.ofMillis(250);

    /// Does not wait.
    public static CompletionWaiter none() {
        return new CompletionWaiter(
                Optional.empty(),
                new WaitProgress(new PrintWriter(Writer.nullWriter()), false),
                () -> Duration.ZERO,
                _ -> {});
    }

    /// Checks what is still missing.
    @FunctionalInterface
    public interface PendingQuery {

        /// Returns what is missing; empty: nothing.
        Optional<String> missing() throws IOException;
    }

    /// Returns when nothing is missing. Tolerates a node that cannot answer for a while, since it may be the one that
    /// is changing.
    ///
    /// @throws CompletionTimeoutException the limit was reached first
    void until(PendingQuery pendingQuery) throws IOException, InterruptedException {
        if (limit.isEmpty()) {
            return;
        }
        Duration end = clock.get().plus(limit.get());
        try {
            for (Optional<String> missing = missing(pendingQuery);
                    missing.isPresent();
                    missing = missing(pendingQuery)) {
                if (clock.get().compareTo(end) >= 0) {
                    throw new CompletionTimeoutException("after " + limit.get().toSeconds() + " s " + missing.get());
                }
                waitProgress.show(missing.get());
                sleeper.sleep(POLL_PERIOD);
            }
        } finally {
            waitProgress.clear();
        }
    }

    private static Optional<String> missing(PendingQuery pendingQuery) throws IOException {
        try {
            return pendingQuery.missing();
        } catch (NoAnswerException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
