package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.GroupStatus;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import io.yaim.plan.ProbeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final CheckStatus api = new CheckStatus(
            "api",
            "http",
            false,
            Optional.of("down"),
            Optional.of(new CheckStatus.LastRun(Duration.ofSeconds(1), Duration.ofMillis(250), false)));
    private Duration now = Cycles.NOW.plusSeconds(2);
    private final Metrics metrics = new Metrics(
            () -> now,
            () -> new CheckResults(new Health.Unhealthy("api: down"), List.of(api)),
            Duration.ofSeconds(9),
            "1.2.3");

    @Test
    void showsWhatTheLastCycleObserved() {
        metrics.accept(Cycles.with());
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_healthy 1.0",
                        "yaim_pool_size 3.0",
                        "yaim_owned 1.0",
                        "yaim_unowned 1.0",
                        "yaim_occupied 0.0",
                        "yaim_refused 0.0",
                        "yaim_bound 1.0",
                        "yaim_nodes 2.0",
                        "yaim_lease_left_seconds 6.9");
    }

    @Test
    void showsWhetherThisNodeCoordinatesAndHowManyHearEachOther() {
        metrics.accept(Cycles.with());
        assertThat(metrics.scrape().lines())
                .contains("yaim_coordinator 0.0", "yaim_group_members 0.0", "yaim_seats 0.0");
        metrics.accept(Cycles.among(new GroupStatus(true, 3, Optional.empty())));
        assertThat(metrics.scrape().lines())
                .contains("yaim_coordinator 1.0", "yaim_group_members 3.0", "yaim_seats 3.0");
        metrics.accept(Cycles.among(new GroupStatus(false, 2, Optional.empty())));
        assertThat(metrics.scrape().lines())
                .contains("yaim_coordinator 0.0", "yaim_group_members 2.0", "yaim_seats 2.0");
    }

    @Test
    void showsHealthAsItTurns() {
        metrics.accept(Cycles.with(new Health.Unhealthy("api: down")));
        assertThat(metrics.scrape().lines()).contains("yaim_healthy 0.0");
    }

    @Test
    void showsEachCheck() {
        assertThat(metrics.scrape().lines())
                .contains("yaim_check_passing{check=\"api\"} 0.0", "yaim_check_duration_seconds{check=\"api\"} 0.25");
    }

    @Test
    void showsConflictsAndPendingProbesOfThisNodesEntries() {
        var addressSighting =
                new AddressSighting(Cycles.IP, "eth0", new HardwareAddress(7), AddressSighting.Kind.IN_USE);
        var others = VirtualIp.parse("10.0.0.2");
        var probeStatus = new ProbeStatus(
                Set.of(Cycles.IP, others),
                Set.of(),
                new TreeMap<>(),
                Set.of(),
                new TreeMap<>(Map.of(Cycles.IP, addressSighting)),
                Set.of(),
                Set.of());
        metrics.accept(Cycles.with(probeStatus, new Event.ConflictBegan(addressSighting), new Event.Probed(3)));
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_contested 1.0", "yaim_unclear 1.0", "yaim_conflicts_total 1.0", "yaim_probes_total 3.0");
    }

    @Test
    void countsWhatCyclesDid() {
        metrics.accept(Cycles.with(new Event.Bound(List.of(Cycles.IP), 6), new Event.Failed("bind 10.0.0.1", "no")));
        metrics.accept(Cycles.with(new Event.Bound(List.of(Cycles.IP), 6)));
        metrics.recordStoreCall("renew", Duration.ofMillis(500), Optional.of("DEADLINE_EXCEEDED"));
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_binds_total 2.0",
                        "yaim_failures_total{what=\"bind\"} 1.0",
                        "yaim_cycle_duration_seconds_count 2",
                        "yaim_pass_duration_seconds_count 2",
                        "yaim_store_call_duration_seconds_count{operation=\"renew\"} 1",
                        "yaim_store_errors_total{operation=\"renew\"} 1.0");
    }

    @Test
    void showsOfEachEntryWhetherItIsBoundHere() {
        metrics.accept(Cycles.with());
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_entry_bound{ip=\"10.0.0.1\"} 1.0",
                        "yaim_entry_bound{ip=\"10.0.0.2\"} 0.0",
                        "yaim_entry_bound{ip=\"10.0.0.3\"} 0.0");
    }

    @Test
    void showsEntriesAlsoWhileTheStoreIsAway() {
        metrics.accept(Cycles.withStoreAway());
        assertThat(metrics.scrape().lines())
                .contains("yaim_entry_bound{ip=\"10.0.0.1\"} 1.0", "yaim_entry_bound{ip=\"10.0.0.3\"} 0.0");
    }

    @Test
    void saysNothingOfEntriesOnceTheLoopStandsStill() {
        metrics.accept(Cycles.with());
        now = Cycles.NOW.plusSeconds(10);
        assertThat(metrics.scrape()).doesNotContain("yaim_entry_bound{");
        assertThat(metrics.scrape().lines()).contains("yaim_cycle_age_seconds 9.997", "yaim_pass_age_seconds 9.997");
    }

    @Test
    void givesSeriesOfTheirOwnToTheFirstThousandEntries() {
        metrics.accept(Cycles.withPool(1200));
        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("yaim_entry_bound{")))
                .hasSize(1000)
                .contains("yaim_entry_bound{ip=\"10.0.3.232\"} 0.0");
        assertThat(metrics.scrape().lines()).contains("yaim_pool_size 1200.0");
    }

    @Test
    void countsHowOftenHealthTurns() {
        for (Health health : List.of(new Health.Unhealthy("not yet"), new Health.Healthy(), new Health.Healthy())) {
            metrics.accept(Cycles.with(health));
        }
        metrics.accept(Cycles.with(new Health.Unhealthy("api: down")));
        assertThat(metrics.scrape().lines()).contains("yaim_health_changes_total 2.0");
    }

    @Test
    void countsEntriesThatComeAndGo() {
        metrics.accept(Cycles.owning(1, "10.0.0.1"));
        metrics.accept(Cycles.withStoreAway());
        metrics.accept(Cycles.owning(2, "10.0.0.2", "10.0.0.3"));
        assertThat(metrics.scrape().lines())
                .contains(
                        "yaim_ownership_changes_total{change=\"gained\"} 3.0",
                        "yaim_ownership_changes_total{change=\"lost\"} 1.0");
    }

    @Test
    void countsRenewalsThatWereAskedForLate() {
        for (int sent : List.of(0, 1, 5, 10, 15)) {
            metrics.accept(Cycles.renewedAt(Cycles.NOW.plusSeconds(sent)));
        }
        assertThat(metrics.scrape().lines()).contains("yaim_late_renewals_total 2.0", "yaim_lease_ttl_seconds 9.0");
    }

    @Test
    void showsHowLongTheStoreHasBeenSilent() {
        metrics.recordStoreCall("renew", Duration.ofMillis(5), Optional.empty());
        now = now.plusSeconds(7);
        metrics.recordStoreCall("renew", Duration.ofMillis(500), Optional.of("DEADLINE_EXCEEDED"));
        assertThat(metrics.scrape().lines()).contains("yaim_store_silence_seconds 7.0");
    }

    @Test
    void showsWhichVersionRuns() {
        assertThat(metrics.scrape().lines()).contains("yaim_build_info{version=\"1.2.3\"} 1");
    }

    @Test
    void aSlowScrapeDelaysNoCycle() throws Exception {
        var asked = new CountDownLatch(2);
        var answer = new CountDownLatch(1);
        Supplier<CheckResults> slow = () -> {
            asked.countDown(); // once to read the checks, then for a scrape
            awaitUnlessFirst(asked, answer);
            return new CheckResults(new Health.Healthy(), List.of(api));
        };
        var slowly = new Metrics(() -> now, slow, Duration.ofSeconds(9), "1.2.3");
        var scrape = new FutureTask<>(slowly::scrape);
        Thread.ofVirtual().start(scrape);
        assertThat(asked.await(120, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            slowly.accept(Cycles.with(new Event.Failed("bind 10.0.0.1", "no")));
            slowly.recordStoreCall("renew", Duration.ofMillis(5), Optional.empty());
        }
        assertThat(scrape.isDone()).isFalse();
        answer.countDown();
        assertThat(scrape.get(120, TimeUnit.SECONDS)).contains("yaim_check_passing");
        assertThat(slowly.scrape().lines()).contains("yaim_cycle_duration_seconds_count 100");
    }

    private static void awaitUnlessFirst(CountDownLatch asked, CountDownLatch answer) {
        try {
            if (asked.getCount() == 0 && !answer.await(120, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let the scrape go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
