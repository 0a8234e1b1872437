package io.yaim.check;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call of a check, on a thread that may be lost to it for as long as the check likes.
final class CheckAttempt implements Runnable {

    private static final System.Logger LOG = System.getLogger(CheckAttempt.class.getName());

    private final ConfiguredCheck configured;
    private final Supplier<Duration> clock;
    private final Runnable ended;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

    /// @param ended is run, on the attempt's thread, when there is an outcome
    CheckAttempt(ConfiguredCheck configured, Supplier<Duration> clock, Runnable ended) {
        this.configured = configured;
        this.clock = clock;
        this.ended = ended;
    }

    /// How the call ended.
    sealed interface Outcome {

        Duration at();

        record Answered(Verdict verdict, Duration at) implements Outcome {}

        record CouldNotAsk(String reason, Duration at) implements Outcome {}
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
            outcome.set(ask());
        } finally {
            thread.set(null);
            ended.run();
        }
    }

    // A check may be foreign code that throws anything. Whatever it is, the check has not passed and the reason
    // says so; without an outcome it would seem to hang for ever.
    @SuppressWarnings("CatchingUnchecked")
    private Outcome ask() {
        try {
            Verdict verdict =
                    configured.check().run(configured.settings().pace().timeout());
            return new Outcome.Answered(Objects.requireNonNull(verdict, "the check gave no verdict"), clock.get());
        } catch (IOException e) {
            return new Outcome.CouldNotAsk(ReasonText.of(e), clock.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.CouldNotAsk("interrupted", clock.get());
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "check " + configured.settings().name(),
                    e);
            return new Outcome.CouldNotAsk(e.getClass().getSimpleName() + ": " + ReasonText.of(e), clock.get());
        }
    }
}
