package io.yaim.report;

import static java.util.stream.Collectors.joining;

import io.yaim.lab.Namespace;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Prometheus in a namespace. It scrapes one target there every second, and keeps its data in a directory of
/// its own.
final class Prometheus implements Closeable {

    private static final String ADDRESS = "127.0.0.1:9090";

    private final Namespace namespace;
    private final Process process;

    /// Starts it, and does not wait.
    ///
    /// @param job the name of the target's job
    /// @param rules a file of alert rules
    static Prometheus start(Namespace namespace, Path folder, String job, String target, Path rules)
            throws IOException {
        Path config =
                Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: %s
                    static_configs: [{targets: ["%s"]}]
                """.formatted(rules.toAbsolutePath(), job, target));
        List<String> command = List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + ADDRESS,
                "--log.level=warn");
        return new Prometheus(
                namespace,
                namespace
                        .process(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start());
    }

    private Prometheus(Namespace namespace, Process process) {
        this.namespace = namespace;
        this.process = process;
    }

    /// Returns the present result of the query: labels and value of each series, without the time.
    ///
    /// @throws IOException it does not answer, or the query is wrong
    String query(String query) throws IOException {
        return namespace
                .run("promtool", "query", "instant", "--", "http://" + ADDRESS, query)
                .lines()
                .map(line -> line.replaceFirst(" @\\[.*", ""))
                .collect(joining("\n"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
