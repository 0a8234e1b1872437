package io.yaim.check;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call of a check, on a thread that the check may block for any time.
final class CheckAttempt implements Runnable {

    private static final System.Logger LOG = System.getLogger(CheckAttempt.class.getName());

    private final ConfiguredCheck configured;
    private final Supplier<Duration> clock;
    private final Runnable onEnd;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

    /// @param onEnd is run, on the attempt's thread, when there is an outcome
    CheckAttempt(ConfiguredCheck configured, Supplier<Duration> clock, Runnable onEnd) {
        this.configured = configured;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    /// The outcome of the call.
    sealed interface Outcome {

        /// When the call ended, since boot.
        Duration endedAt();

        record Completed(Verdict verdict, Duration endedAt) implements Outcome {}

        /// The call threw something, most often because the service could not be reached.
        record NoVerdict(String reason, Duration endedAt) implements Outcome {}
    }

    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.get());
    }

    void interrupt() {
        Thread running = thread.get();
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public void run() {
        thread.set(Thread.currentThread());
        try {
            outcome.set(execute());
        } finally {
            thread.set(null);
            onEnd.run();
        }
    }

    // A plug-in may throw anything. In any case the check has not passed, and the reason says why. Without an outcome
    // the check would seem to hang forever.
    @SuppressWarnings("CatchingUnchecked")
    private Outcome execute() {
        try {
            Verdict verdict =
                    configured.check().run(configured.settings().pace().timeout());
            return new Outcome.Completed(Objects.requireNonNull(verdict, "the check returned no verdict"), clock.get());
        } catch (IOException e) {
            return new Outcome.NoVerdict(ReasonText.of(e), clock.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.NoVerdict("interrupted", clock.get());
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "check " + configured.settings().name(),
                    e);
            return new Outcome.NoVerdict(e.getClass().getSimpleName() + ": " + ReasonText.of(e), clock.get());
        }
    }
}
