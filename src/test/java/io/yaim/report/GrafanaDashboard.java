package io.yaim.report;

import com.github.tomakehurst.wiremock.common.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The dashboard for Grafana, as far as tests examine it.
record GrafanaDashboard(int schemaVersion, List<Panel> panels, List<String> variables, List<String> otherQueries) {

    private static final Path FILE = Path.of("deploy/monitoring/dashboard.json");

    record Panel(int id, String title, int x, int y, int width, int height, List<Target> targets) {

        boolean overlaps(Panel other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    record Target(String datasource, String query) {}

    static GrafanaDashboard read() throws IOException {
        var root = new DocumentTree(Json.read(Files.readString(FILE), Map.class));
        var variables = new ArrayList<String>();
        var queries = new ArrayList<String>();
        for (DocumentTree variable : root.at("templating", "list").items()) {
            variables.add(variable.at("name").text());
            if (variable.at("type").text().equals("query")) {
                queries.add(variable.at("definition").text());
            }
        }
        for (DocumentTree annotation : root.at("annotations", "list").items()) {
            queries.add(annotation.at("expr").text());
        }
        List<Panel> panels =
                root.at("panels").items().stream().map(GrafanaDashboard::panel).toList();
        return new GrafanaDashboard(root.at("schemaVersion").number(), panels, variables, queries);
    }

    /// Returns every query, of panels and others.
    List<String> queries() {
        var all = new ArrayList<>(otherQueries);
        panels.forEach(panel -> panel.targets.forEach(target -> all.add(target.query)));
        return all;
    }

    private static Panel panel(DocumentTree panel) {
        List<Target> targets = panel.at("targets").items().stream()
                .map(target -> new Target(
                        target.at("datasource", "uid").text(), target.at("expr").text()))
                .toList();
        DocumentTree place = panel.at("gridPos");
        return new Panel(
                panel.at("id").number(),
                panel.at("title").text(),
                place.at("x").number(),
                place.at("y").number(),
                place.at("w").number(),
                place.at("h").number(),
                targets);
    }
}
