package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.loop.Event;
import io.yaim.model.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final CheckStatus api = new CheckStatus(
            "api",
            "http",
            false,
            Optional.of("down"),
            Optional.of(new CheckStatus.LastRun(Duration.ofSeconds(1), Duration.ofMillis(250), false)));
    private final Metrics metrics = new Metrics(
            () -> Passes.NOW.plusSeconds(2), () -> new CheckResults(new Health.Unhealthy("api: down"), List.of(api)));

    @Test
    void showsWhatTheLastPassSaw() {
        metrics.accept(Passes.with());
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_healthy 1.0",
                        "yaim_pool_size 3.0",
                        "yaim_owned 1.0",
                        "yaim_unowned 1.0",
                        "yaim_refused 0.0",
                        "yaim_bound 1.0",
                        "yaim_nodes 2.0",
                        "yaim_lease_left_seconds 6.9");
    }

    @Test
    void showsHealthAsItTurns() {
        metrics.accept(Passes.with(new Health.Unhealthy("api: down")));
        assertThat(metrics.scrape().lines()).contains("yaim_healthy 0.0");
    }

    @Test
    void showsEachCheck() {
        assertThat(metrics.scrape().lines())
                .contains("yaim_check_passing{check=\"api\"} 0.0", "yaim_check_duration_seconds{check=\"api\"} 0.25");
    }

    @Test
    void countsWhatPassesDid() {
        metrics.accept(Passes.with(new Event.Bound(List.of(Passes.IP), 6), new Event.Failed("bind 10.0.0.1", "no")));
        metrics.accept(Passes.with(new Event.Bound(List.of(Passes.IP), 6)));
        metrics.called("renew", Duration.ofMillis(500), Optional.of("DEADLINE_EXCEEDED"));
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_binds_total 2.0",
                        "yaim_failures_total{what=\"bind\"} 1.0",
                        "yaim_pass_seconds_count 2",
                        "yaim_store_calls_seconds_count{operation=\"renew\"} 1",
                        "yaim_store_errors_total{operation=\"renew\"} 1.0");
    }
}
