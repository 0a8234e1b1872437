package io.yaim.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.lab.Namespace;
import io.yaim.model.Binding;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, called as a user calls it.
class CliIT {

    private static final Path PROGRAM = Path.of(System.getProperty("yaim.home", "target/yaim"), "bin", "yaim")
            .toAbsolutePath();

    private Namespace namespace;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        namespace = Namespace.create("cli");
    }

    @AfterEach
    void close() throws IOException {
        namespace.close();
    }

    @Test
    void saysItsVersion() throws Exception {
        Run run = run(Map.of(), "--version");
        assertThat(run.out).matches("yaim \\d+\\.\\d+\\.\\d+.*\\R");
        assertThat(run.status).isZero();
    }

    @Test
    void explainsItself() throws Exception {
        Run run = run(Map.of(), "--help");
        assertThat(run.out).contains("--config", "run ", "drop ", "cleanup ").doesNotContain("guard ");
        assertThat(run.status).isZero();
        assertThat(run(Map.of(), "drop", "--help").status).isZero();
        assertThat(run(Map.of(), "cleanup", "--help").status).isZero();
    }

    @Test
    void understandsTheOldNameOfTheCleanup() throws Exception {
        Run run = run(Map.of(), "guard", "--help");
        assertThat(run.status).isZero();
        assertThat(run.out).contains("yaim cleanup");
        assertThat(run.err).contains("yaim guard is now called yaim cleanup");
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        Run run = run(Map.of(), "--frobnicate");
        assertThat(run.err).contains("--frobnicate").contains("yaim --help");
        assertThat(run.status).isEqualTo(64);
    }

    @Test
    void reportsAllMistakesOfTheConfigurationAtOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yml"), "interface: lo\nintervall: 5\nttl: soon\n");
        Run run = run(Map.of(), "run", "--config", file.toString());
        assertThat(run.err)
                .contains(file + ":2: intervall", "interval", file + ":3: ttl", "soon")
                .doesNotContain("Exception");
        assertThat(run.status).isEqualTo(78);
    }

    @Test
    void refusesTimesThatDoNotFitTogether() throws Exception {
        Run run = run(Map.of("YAIM_TTL", "3000", "YAIM_GUARD", "lifetime", "YAIM_INTERFACE", "lo"), "run");
        assertThat(run.err).contains("renewal + 2 * dcs-timeout + refresh <= lifetime does not hold");
        assertThat(run.status).isEqualTo(78);
    }

    @Test
    void namesTheInterfacesThatThereAre() throws Exception {
        Run run = run(Map.of(), "run", "--interface", "eth7", "--set", "state-dir=" + folder);
        assertThat(run.err).contains("there is no interface eth7", "lo");
        assertThat(run.status).isEqualTo(69);
    }

    @Test
    void refusesToRunTwiceAndStopsInOrderWithoutTheStore() throws Exception {
        List<String> arguments = List.of(
                "run",
                "--interface=lo",
                "--nodename=twin",
                "--set=state-dir=" + folder,
                "--set=http-listen=off",
                "--set=dcs-endpoints=http://127.0.0.1:1");
        Process first = start(Map.of(), arguments);
        try {
            Path log = folder.resolve("err");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(80))
                    .until(() -> Files.readString(log).contains("event=failed what=\"obtain a lease\""));
            Files.move(log, folder.resolve("first.err"));
            Run second = run(Map.of(), arguments.toArray(String[]::new));
            assertThat(second.err).contains("another yaim runs here as twin");
            assertThat(second.status).isEqualTo(69);
            first.destroy();
            assertThat(first.waitFor(40, SECONDS)).isTrue();
            assertThat(first.exitValue()).isZero();
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void dropsWhatADaemonLeftAndNothingElse() throws Exception {
        namespace.ip("addr", "add", "192.0.2.1/32", "dev", "lo");
        namespace.call(() -> {
            try (NetlinkAddresses addresses = NetlinkAddresses.open(() -> {})) {
                return addresses.bind(
                        List.of(new Binding(VirtualIp.parse("192.0.2.7"), "lo", 32, Optional.empty())), 60);
            }
        });
        assertThat(namespace.ip("-4", "addr", "show", "lo")).contains("192.0.2.1/32", "192.0.2.7/32");
        Run run = run(Map.of(), "drop");
        assertThat(run.out).isEqualTo("192.0.2.7 on lo: dropped\n");
        assertThat(run.status).isZero();
        assertThat(namespace.ip("-4", "addr", "show", "lo"))
                .contains("192.0.2.1/32")
                .doesNotContain("192.0.2.7");
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, List.of(arguments));
        try {
            assertThat(process.waitFor(120, SECONDS)).as("ends in time").isTrue();
            return new Run(
                    process.exitValue(),
                    Files.readString(folder.resolve("out")),
                    Files.readString(folder.resolve("err")));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = namespace.process(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("YAIM_"));
        builder.environment().putAll(environment);
        return builder.directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private record Run(int status, String out, String err) {}
}
