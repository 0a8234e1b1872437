package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.hook.Backoff;
import io.yaim.hook.Hook;
import io.yaim.hook.HookEventKind;
import io.yaim.hook.HookSettings;
import io.yaim.hook.Hooks;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.report.GrafanaDashboard.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Compares docs/monitoring.md with the program, and alert rules and dashboard with docs/monitoring.md.
class MonitoringTest {

    private static final Path FOLDER = Path.of("deploy/monitoring");
    private static final Pattern ALERT_ROW = Pattern.compile("(?m)^\\| `(Yaim\\w+)` \\|");

    private record Rule(String alert, String query, String severity, String summary, String description) {}

    @Test
    void everyMetricIsDocumentedWithItsTypeAndLabels() throws IOException {
        assertThat(DocumentedMetric.shown(scrape())).isEqualTo(DocumentedMetric.promised());
    }

    @Test
    void pagesAndRulesNameNoOtherMetrics() throws IOException {
        var known = new TreeSet<>(DocumentedMetric.series());
        known.addAll(DocumentedMetric.promised().keySet());
        for (String page : List.of("docs/monitoring.md", "docs/operations.md", "deploy/monitoring/alerts.yml")) {
            assertThat(DocumentedMetric.named(Files.readString(Path.of(page))))
                    .as(page)
                    .isNotEmpty()
                    .isSubsetOf(known);
        }
    }

    @Test
    void alertsAskForDocumentedSeriesOnly() throws IOException {
        assertThat(rules().stream().flatMap(rule -> DocumentedMetric.asked(rule.query)))
                .isNotEmpty()
                .isSubsetOf(DocumentedMetric.series());
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.severity).isIn("critical", "warning");
            assertThat(rule.summary).contains("{{").hasSizeBetween(20, 120);
            assertThat(rule.description).hasSizeGreaterThan(60).endsWith(".");
        });
    }

    @Test
    void everyAlertIsDocumentedAndTested() throws IOException {
        List<String> alerts =
                rules().stream().map(Rule::alert).distinct().sorted().toList();
        assertThat(ALERT_ROW
                        .matcher(Files.readString(DocumentedMetric.PAGE))
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(Files.readString(FOLDER.resolve("alerts_test.yml"))).contains(alerts);
    }

    @Test
    void dashboardAsksForDocumentedSeriesOnly() throws IOException {
        assertThat(GrafanaDashboard.read().queries().stream().flatMap(DocumentedMetric::asked))
                .isNotEmpty()
                .isSubsetOf(DocumentedMetric.series());
    }

    @Test
    void dashboardAsksTheChosenSourceOfTheChosenCluster() throws IOException {
        GrafanaDashboard grafanaDashboard = GrafanaDashboard.read();
        assertThat(grafanaDashboard.schemaVersion()).as("that of Grafana 10").isGreaterThanOrEqualTo(38);
        assertThat(grafanaDashboard.variables()).containsExactly("datasource", "job", "instance");
        assertThat(grafanaDashboard.panels())
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.targets())
                        .as(panel.title())
                        .isNotEmpty()
                        .allMatch(target -> target.datasource().equals("${datasource}"))
                        .allMatch(target -> target.query().contains("job=\"$job\"")));
    }

    @Test
    void panelsOfTheDashboardLieSideBySide() throws IOException {
        List<Panel> panels = GrafanaDashboard.read().panels();
        assertThat(panels).extracting(Panel::id).doesNotHaveDuplicates();
        assertThat(panels).extracting(Panel::title).doesNotHaveDuplicates();
        assertThat(panels).allMatch(panel -> panel.x() + panel.width() <= 24);
        for (Panel panel : panels) {
            assertThat(panels.stream().filter(other -> !other.equals(panel)))
                    .as(panel.title())
                    .noneMatch(panel::overlaps);
        }
    }

    private static String scrape() {
        var api = new CheckStatus("api", "http", true, Optional.empty(), Optional.empty());
        var metrics = new Metrics(
                () -> Cycles.NOW,
                () -> new CheckResults(new Health.Healthy(), List.of(api)),
                Duration.ofSeconds(9),
                "1.2.3");
        metrics.accept(Cycles.with(new Event.Failed("bind 10.0.0.1", "no")));
        metrics.recordStoreCall("renew", Duration.ofMillis(5), Optional.empty());
        var settings = new HookSettings(
                "log",
                Set.of(HookEventKind.BIND),
                Duration.ofSeconds(1),
                0,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                false,
                Optional.empty());
        try (var hooks = new Hooks(
                List.of(new Hook(settings, (_, _) -> {})),
                new NodeName("n1"),
                _ -> List.of(),
                () -> Cycles.NOW,
                InstantSource.fixed(Instant.EPOCH),
                () -> 0,
                (_, _, _, _) -> {})) {
            metrics.add(new HookMetrics(hooks));
            metrics.add(new LogMetrics(() -> 0));
            return metrics.scrape();
        }
    }

    private static List<Rule> rules() throws IOException {
        Object parsed =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FOLDER.resolve("alerts.yml")));
        return new DocumentTree(parsed)
                .at("groups").items().stream()
                        .flatMap(group -> group.at("rules").items().stream())
                        .map(rule -> new Rule(
                                rule.at("alert").text(),
                                rule.at("expr").text(),
                                rule.at("labels", "severity").text(),
                                rule.at("annotations", "summary").text(),
                                rule.at("annotations", "description").text()))
                        .toList();
    }
}
