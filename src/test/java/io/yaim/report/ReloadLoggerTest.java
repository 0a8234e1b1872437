package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.config.ReloadResult;
import io.yaim.model.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// Logs and metrics of a reload.
final class ReloadLoggerTest {

    private static final ReloadResult APPLIED = new ReloadResult.Applied(List.of("label", "weight"), List.of("ttl"));
    private static final ReloadResult REFUSED = new ReloadResult.Refused(List.of("yaim.yml:2: a", "yaim.yml:3: b"));

    private final List<String> lines = new ArrayList<>();
    private List<CheckStatus> statuses = List.of(status("api"), status("disk"));

    @Test
    void oneThatIsAppliedMakesOneLine() {
        new ReloadLogger(logger()).accept(APPLIED);
        assertThat(lines).containsExactly("level=info event=reload changed=label,weight pending=ttl");
    }

    @Test
    void oneThatIsRefusedMakesALineForEachMistake() {
        new ReloadLogger(logger()).accept(REFUSED);
        assertThat(lines)
                .containsExactly(
                        "level=error event=reload-refused reason=\"yaim.yml:2: a\"",
                        "level=error event=reload-refused reason=\"yaim.yml:3: b\"");
    }

    @Test
    void metricsCountBothAndShowTheChecksThatThereAre() {
        var metrics = new Metrics(
                () -> Duration.ZERO,
                () -> new CheckResults(new Health.Healthy(), statuses),
                Duration.ofSeconds(9),
                "1");
        assertThat(metrics.scrape().lines())
                .contains("yaim_reloads_total{outcome=\"applied\"} 0.0", "yaim_reloads_total{outcome=\"refused\"} 0.0");
        statuses = List.of(status("disk"), status("other"));
        metrics.recordReload(APPLIED);
        metrics.recordReload(REFUSED);
        metrics.recordReload(APPLIED);
        assertThat(metrics.scrape().lines())
                .contains("yaim_reloads_total{outcome=\"applied\"} 2.0", "yaim_reloads_total{outcome=\"refused\"} 1.0")
                .contains("yaim_check_passing{check=\"disk\"} 1.0", "yaim_check_passing{check=\"other\"} 1.0")
                .noneMatch(line -> line.contains("check=\"api\""));
    }

    private static CheckStatus status(String name) {
        return new CheckStatus(name, "http", true, Optional.empty(), Optional.empty());
    }

    private Logger logger() {
        Logger logger = Logger.getAnonymousLogger();
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.ALL);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                String text = new LogFormat(LogFormat.Style.LOGFMT).format(line);
                lines.add(text.substring(text.indexOf("level=")).strip());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        return logger;
    }
}
