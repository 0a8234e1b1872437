package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.check.CheckResults;
import io.yaim.hook.Backoff;
import io.yaim.hook.Hook;
import io.yaim.hook.HookEvent;
import io.yaim.hook.HookEventKind;
import io.yaim.hook.HookOutcome;
import io.yaim.hook.HookSettings;
import io.yaim.hook.Hooks;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryEvent;
import io.yaim.plan.EntryState;
import io.yaim.plan.EntryStates.Transition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// Logs and metrics of hooks.
final class HookReportsTest {

    private static final NodeName NODE = new NodeName("a");

    private final List<String> lines = new ArrayList<>();
    private Duration now = Duration.ofSeconds(1000);
    private final HookLogger journal = new HookLogger(logger(), () -> now);

    @Test
    void logsAFailureWhenItBeginsAndWhenItEnds() {
        journal.deliveryEnded("cloud", bind(1), HookOutcome.SUCCEEDED, "");
        for (int i = 0; i < 3; i++) {
            journal.deliveryEnded("cloud", bind(1), HookOutcome.FAILED, "status 503");
        }
        journal.deliveryEnded("cloud", bind(2), HookOutcome.SUCCEEDED, "");
        journal.deliveryEnded("cloud", bind(1), HookOutcome.SUCCEEDED, "");
        assertThat(lines)
                .containsExactly(
                        "WARNING hook-failed {hook=cloud, on=bind, ip=10.0.0.1, reason=status 503}",
                        "INFO hook-succeeded {hook=cloud, on=bind, ip=10.0.0.1}");
    }

    @Test
    void logsWhatIsGivenUpAndOnceThatAQueueIsFull() {
        journal.deliveryEnded("log", bind(1), HookOutcome.GIVEN_UP, "exit status 1");
        journal.deliveryEnded("log", bind(2), HookOutcome.DISCARDED, "full");
        journal.deliveryEnded("log", bind(3), HookOutcome.DISCARDED, "full");
        journal.deliveryEnded("log", bind(4), HookOutcome.CANCELLED, "it was cancelled");
        assertThat(lines)
                .containsExactly(
                        "WARNING hook-given-up {hook=log, on=bind, ip=10.0.0.1, reason=exit status 1}",
                        "WARNING hook-discarded {hook=log, on=bind, ip=10.0.0.2, reason=full}");
    }

    @Test
    void withholdsWhatIsTooMuchAndSaysHowMuchThatWas() {
        for (int i = 1; i <= 25; i++) {
            journal.deliveryEnded("log", bind(i), HookOutcome.GIVEN_UP, "no");
        }
        assertThat(lines).hasSize(20);
        now = now.plusSeconds(10);
        journal.deliveryEnded("log", bind(1), HookOutcome.GIVEN_UP, "no");
        assertThat(lines).last().asString().endsWith("reason=no, suppressed=5}");
    }

    @Test
    void countsRunsAndWhatIsQueued() {
        var settings = new HookSettings(
                "cloud",
                Set.of(HookEventKind.STATE),
                Duration.ofSeconds(1),
                0,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                false,
                Optional.empty());
        var failing = new Hook(settings, (_, _) -> {
            throw new IOException("no");
        });
        var transition = new Transition(
                VirtualIp.parse("10.0.0.1"), EntryState.BOOTING, EntryEvent.ELECTED, EntryState.ACTIVATED);
        var metrics = new Metrics(
                () -> now, () -> new CheckResults(new Health.Healthy(), List.of()), Duration.ofSeconds(9), "1");
        try (var hooks = new Hooks(
                List.of(failing),
                NODE,
                _ -> List.of(transition),
                () -> Duration.ofNanos(System.nanoTime()),
                InstantSource.fixed(Instant.EPOCH),
                () -> 0,
                (_, _, _, _) -> {})) {
            metrics.add(new HookMetrics(hooks));
            hooks.accept(Cycles.with());
            assertThat(metrics.scrape().lines())
                    .contains(
                            "yaim_hook_queue{hook=\"cloud\"} 1.0",
                            "yaim_hook_runs_total{hook=\"cloud\",outcome=\"given_up\"} 0.0");
            hooks.start();
            await().atMost(Duration.ofMinutes(4))
                    .untilAsserted(() -> assertThat(metrics.scrape().lines())
                            .contains(
                                    "yaim_hook_queue{hook=\"cloud\"} 0.0",
                                    "yaim_hook_runs_total{hook=\"cloud\",outcome=\"given_up\"} 1.0"));
        }
    }

    private static HookEvent bind(int last) {
        return new HookEvent(
                HookEventKind.BIND,
                Instant.EPOCH,
                NODE,
                VirtualIp.parse("10.0.0." + last),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty());
    }

    private Logger logger() {
        var logger = Logger.getAnonymousLogger();
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage() + " " + line.getParameters()[0]);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        return logger;
    }
}
