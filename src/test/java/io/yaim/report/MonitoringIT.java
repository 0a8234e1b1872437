package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.lab.Shell;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks deploy/monitoring with Prometheus' own tools, and with a real Prometheus that scrapes the packaged program.
final class MonitoringIT {

    private static final Path FOLDER = Path.of("deploy/monitoring");
    private static final Path RULES = FOLDER.resolve("alerts.yml");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 3).mapToObj(Segment::virtualIp).toList();

    @TempDir
    private Path folder;

    @Test
    void rulesAndConfigurationAreInOrder() throws IOException {
        Shell.run("promtool", "check", "rules", RULES.toString());
        Shell.run(
                "promtool", "check", "config", FOLDER.resolve("prometheus.yml").toString());
    }

    @Test
    void everyAlertFiresWhenItShouldAndOnlyThen() throws IOException {
        Shell.run("promtool", "test", "rules", FOLDER.resolve("alerts_test.yml").toString());
    }

    @Test
    void prometheusSeesWhatTheClusterShows() throws Exception {
        try (var cluster = new Cluster(
                Path.of("target", "lab", "monitoring"), 1, POOL, Duration.ofMillis(50), Cluster.SHORT_TTL)) {
            cluster.put(POOL);
            cluster.start();
            cluster.awaitCounts(3);
            Namespace host = cluster.node("n1").host();
            namesAreDocumentedAndWithoutComplaint(host.run("curl", "-s", "http://127.0.0.1:1313/metrics"));
            try (var prometheus = Prometheus.start(host, folder, "yaim", "127.0.0.1:1313", RULES)) {
                awaitAnswer(prometheus, "sum(up) == 1 and sum(yaim_bound) == 3", "{} => 1");
                awaitAnswer(prometheus, "sum by (ip) (yaim_entry_bound{ip=\"%s\"})".formatted(POOL.getFirst()), "=> 1");
                everyPanelHasAQueryThatPrometheusTakes(prometheus);
                cluster.node("n1").breakService();
                awaitAnswer(prometheus, "sum(yaim_bound + yaim_healthy) == 0", "{} => 0");
                awaitAnswer(prometheus, "count(ALERTS{alertname=\"YaimNoOwner\"})", "=> 3");
            }
        }
    }

    /// Micrometer chose the names of the JVM's metrics.
    private static void namesAreDocumentedAndWithoutComplaint(String scrape) throws IOException {
        SortedMap<String, DocumentedMetric> promised = new TreeMap<>(DocumentedMetric.promised());
        DocumentedMetric.shown(scrape)
                .forEach((name, metric) -> assertThat(promised).containsEntry(name, metric));
        String ours = scrape.lines()
                .filter(line -> line.matches("(# (HELP|TYPE) )?yaim_.*"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(ours).contains("yaim_healthy 1.0");
        Shell.run(Duration.ofSeconds(20), List.of("promtool", "check", "metrics"), ours);
    }

    private static void everyPanelHasAQueryThatPrometheusTakes(Prometheus prometheus) throws IOException {
        for (GrafanaDashboard.Panel panel : GrafanaDashboard.read().panels()) {
            for (GrafanaDashboard.Target target : panel.targets()) {
                String query = target.query()
                        .replace("$job", "yaim")
                        .replace("$instance", ".*")
                        .replace("$__rate_interval", "1m");
                assertThat(prometheus.query(query)).as(panel.title()).isNotNull(); // a wrong query throws
            }
        }
    }

    private static void awaitAnswer(Prometheus prometheus, String query, String answer) {
        await(query)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsInstanceOf(IOException.class) // while it starts
                .untilAsserted(() -> assertThat(prometheus.query(query)).contains(answer));
    }
}
