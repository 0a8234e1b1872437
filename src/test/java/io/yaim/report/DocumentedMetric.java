package io.yaim.report;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The metrics of this program by name: as docs/monitoring.md documents them, and as a scrape shows them.
///
/// @param labels the labels that distinguish its series, without those that the type itself adds
record DocumentedMetric(String type, SortedSet<String> labels) {

    static final Path PAGE = Path.of("docs/monitoring.md");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(yaim_\\w+)` \\| (\\w+) \\| ([^|]*)\\| [^|]+\\| .+ \\|$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (yaim_\\w+) (\\w+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern NAME = Pattern.compile("\\byaim_\\w+");
    private static final Map<String, List<String>> SUFFIXES =
            Map.of("histogram", List.of("_bucket", "_count", "_sum"), "summary", List.of("_count", "_sum"));

    static SortedMap<String, DocumentedMetric> promised() throws IOException {
        var all = new TreeMap<String, DocumentedMetric>();
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> {
            SortedSet<String> labels = Arrays.stream(row.group(3).split("[`, ]+"))
                    .filter(label -> !label.isEmpty())
                    .collect(toCollection(TreeSet::new));
            if (all.put(row.group(1), new DocumentedMetric(row.group(2), labels)) != null) {
                throw new AssertionError(PAGE + " has two rows for " + row.group(1));
            }
        });
        return all;
    }

    static SortedMap<String, DocumentedMetric> shown(String scrape) {
        var all = new TreeMap<String, DocumentedMetric>();
        TYPE.matcher(scrape).results().forEach(type -> {
            List<String> series = series(type.group(1), type.group(2));
            SortedSet<String> labels = scrape.lines()
                    .filter(line -> series.contains(line.split("[{ ]", 2)[0]))
                    .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
                    .filter(label -> !label.equals("le"))
                    .collect(toCollection(TreeSet::new));
            all.put(type.group(1), new DocumentedMetric(type.group(2), labels));
        });
        return all;
    }

    /// Returns the names of all documented time series.
    static SortedSet<String> series() throws IOException {
        return promised().entrySet().stream()
                .flatMap(metric -> series(metric.getKey(), metric.getValue().type).stream())
                .collect(toCollection(TreeSet::new));
    }

    /// Returns everything in a text that looks like the name of a metric.
    static Stream<String> named(String text) {
        return NAME.matcher(text).results().map(MatchResult::group);
    }

    /// Returns the time series that a query uses.
    static Stream<String> asked(String query) {
        return named(query.replaceAll("\"[^\"]*\"", ""));
    }

    private static List<String> series(String name, String type) {
        return SUFFIXES.getOrDefault(type, List.of("")).stream()
                .map(suffix -> name + suffix)
                .toList();
    }
}
