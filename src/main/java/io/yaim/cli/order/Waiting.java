package io.yaim.cli.order;

import io.yaim.cli.line.NoAnswerException;
import io.yaim.cli.output.Watch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits until something has really happened.
///
/// @param limit for how long; empty: not at all
/// @param clock time since boot
/// @param pause what passes the time between two looks
public record Waiting(Optional<Duration> limit, Progress progress, Supplier<Duration> clock, Watch.Pause pause) {

    private static final Duration BETWEEN = Duration.ofMillis(250);

    /// Waits for nothing.
    public static Waiting none() {
        return new Waiting(
                Optional.empty(),
                new Progress(new PrintWriter(Writer.nullWriter()), false),
                () -> Duration.ZERO,
                _ -> {});
    }

    /// Looks what is missing still.
    @FunctionalInterface
    public interface Look {

        /// Empty: nothing.
        Optional<String> missing() throws IOException;
    }

    /// Returns when nothing is missing. A node that cannot answer for a while may be one that is just
    /// changing.
    ///
    /// @throws StillMissingException the limit came first
    void until(Look look) throws IOException, InterruptedException {
        if (limit.isEmpty()) {
            return;
        }
        Duration end = clock.get().plus(limit.get());
        try {
            for (Optional<String> missing = missing(look); missing.isPresent(); missing = missing(look)) {
                if (clock.get().compareTo(end) >= 0) {
                    throw new StillMissingException("after " + limit.get().toSeconds() + " s " + missing.get());
                }
                progress.tell(missing.get());
                pause.await(BETWEEN);
            }
        } finally {
            progress.end();
        }
    }

    private static Optional<String> missing(Look look) throws IOException {
        try {
            return look.missing();
        } catch (NoAnswerException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
