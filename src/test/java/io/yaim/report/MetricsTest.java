package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.loop.Event;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    void showsWhatTheWireSaysOfThisNodesEntries() {
        var sighting = new Sighting(Passes.IP, "eth0", new HardwareAddress(7), Sighting.Kind.HOLDS);
        var others = VirtualIp.parse("10.0.0.2");
        var wire = new Wire(
                Set.of(Passes.IP, others), Set.of(), new TreeMap<>(Map.of(Passes.IP, sighting)), Set.of(), Set.of());
        metrics.accept(Passes.with(wire, new Event.ConflictBegan(sighting), new Event.Probed(3)));
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_contested 1.0", "yaim_unclear 1.0", "yaim_conflicts_total 1.0", "yaim_probes_total 3.0");
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
