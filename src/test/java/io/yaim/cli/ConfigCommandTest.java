package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.Config;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {

    private static final String RICH = """
            interface: lo
            nodename: node1
            dcs_endpoints: [127.0.0.1:2379, 127.0.0.2:2379]
            secret: "it's a #secret: *"
            peer-listen: 127.0.0.1:1414
            dcs-failure-mode: failsafe
            allowed-ranges: [10.0.0.0/24, "fd00::/64"]
            checker-type: http
            http-url: http://127.0.0.1:8080/health
            http-password: "null"
            checks:
              - type: shell
                command: |
                  set -e
                  true
                interval: 2s
              - {type: tcp, name: db, address: '127.0.0.1:5432', rise: 2}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsAFileThatDoesTheSame() throws Exception {
        Path file = Files.writeString(folder.resolve("yaim.yml"), RICH);
        assertThat(run("config", "-c", file.toString(), "-o", "yaml", "--show-secrets", "--set", "ttl=8s"))
                .isZero();
        Path printed = Files.writeString(folder.resolve("printed.yml"), out.toString());
        assertThat(load(printed, Map.of()))
                .usingRecursiveComparison()
                .ignoringFields("origin.file", "origin.warnings", "origin.rawConfig")
                .isEqualTo(load(file, Map.of("ttl", "8s")));
    }

    @Test
    void printsSecretsAsCommentsUnlessAskedFor() throws Exception {
        Path file = Files.writeString(folder.resolve("yaim.yml"), RICH);
        run("config", "-c", file.toString(), "-o", "yaml");
        assertThat(out.toString()).contains("#secret: '***'").doesNotContain("it's a", "\nsecret:");
    }

    @Test
    void saysWhereAValueComesFrom() throws Exception {
        Path file = Files.writeString(folder.resolve("yaim.yml"), "interface: lo\nttl: 8s\n");
        assertThat(run("config", "-c", file.toString())).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("ttl +8s +" + file + ":2"))
                .anyMatch(line -> line.startsWith("warning: ") && line.contains("no check is configured"));
    }

    @Test
    void onlyChecksSilently() throws Exception {
        Path good = Files.writeString(folder.resolve("good.yml"), "interface: lo\n");
        Path bad = Files.writeString(folder.resolve("bad.yml"), "interface: lo\nttl: soon\nintervall: 1\n");
        assertThat(run("config", "--check", "-c", good.toString())).isZero();
        assertThat(out.toString() + err).isEmpty();
        assertThat(run("config", "--check", "-c", bad.toString())).isEqualTo(78);
        assertThat(err.toString()).contains(bad + ":2: ttl", bad + ":3: intervall");
    }

    @Test
    void refusesAFormThatItDoesNotKnow() {
        assertThat(run("config", "-o", "xml")).isEqualTo(64);
        assertThat(err.toString()).contains("expected table, json or yaml, found xml");
    }

    @Test
    void checkExplainsTheVerdict() throws Exception {
        Path file = Files.writeString(folder.resolve("yaim.yml"), """
                interface: lo
                rise: 3
                checks:
                  - {type: shell, name: good, command: "true"}
                  - {type: shell, name: bad, command: "echo broken; false", retry-num: 0}
                """);
        assertThat(run("check", "-c", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("HEALTH       unhealthy", "hands its addresses over", "command=echo broken; false")
                .containsPattern("(?m)^good  shell  yes ")
                .containsPattern("(?m)^bad   shell  no ");
    }

    @Test
    void checkSaysHowManyPassesADaemonNeeds() throws Exception {
        Path file = Files.writeString(
                folder.resolve("yaim.yml"), "interface: lo\nrise: 3\nchecks: [{type: shell, command: 'true'}]\n");
        assertThat(run("check", "-c", file.toString(), "-o", "json")).isZero();
        assertThat(out.toString())
                .startsWith("{\"health\":\"healthy\",\"reason\":\"\",\"consequence\":\"a node on this host takes its"
                        + " share, after 3 passes of shell in a row, one every 1000 ms\",\"checks\":[{\"name\":\"shell\","
                        + "\"type\":\"shell\",\"passing\":true,\"last_ms\":");
    }

    @Test
    void completesWhatThereIs() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out.toString()).contains("complete ", "check", "--show-secrets");
    }

    private int run(String... arguments) {
        CommandLine cli = Cli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return cli.execute(arguments);
    }

    private static Config load(Path file, Map<String, String> overrides) throws ConfigException, IOException {
        return DaemonConfiguration.load(ConfigOptions.of(Optional.of(file), overrides));
    }
}
