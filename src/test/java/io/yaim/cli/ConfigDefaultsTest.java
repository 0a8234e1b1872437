package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What stands before a command counts for it.
final class ConfigDefaultsTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;
    private Path other;

    @BeforeEach
    void writeConfigurations() throws IOException {
        file = write("a.yml", "from-a");
        other = write("b.yml", "from-b");
    }

    private Path write(String name, String node) throws IOException {
        return Files.writeString(
                folder.resolve(name), "interface: lo\nnodename: %s\nstate-dir: %s\n".formatted(node, folder));
    }

    @Test
    void theFileBeforeTheCommandIsRead() {
        assertThat(run("-c", file.toString(), "config")).isZero();
        assertThat(out.toString()).contains("from-a");
    }

    @Test
    void theFileAfterTheCommandWins() {
        assertThat(run("-c", file.toString(), "config", "-c", other.toString())).isZero();
        assertThat(out.toString()).contains("from-b").doesNotContain("from-a");
    }

    @Test
    void overridesBeforeAndAfterAddUp() {
        assertThat(run("--nodename", "n7", "--set", "weight=2", "config", "-c", file.toString(), "--set", "weight=3"))
                .isZero();
        assertThat(out.toString()).containsPattern("nodename +n7 ").containsPattern("weight +3 ");
    }

    /// The daemon of that file does not run, and its management socket says which file was meant.
    @ParameterizedTest
    @ValueSource(strings = {"status", "drain n1", "add 10.0.0.5 --interface eth1"})
    void aCommandOfTheApiUsesThatFile(String command) {
        run(("-c " + file + " --interface lo --set dcs-endpoints=http://127.0.0.1:1 --set dcs-timeout=100 " + command)
                .split(" "));
        assertThat(err.toString()).contains("no daemon answers at").contains("from-a.sock");
    }

    @Test
    void aCommandWithoutAConfigurationRefusesThem() {
        assertThat(run("-c", file.toString(), "completion", "bash")).isEqualTo(ExitStatus.USAGE.code);
        assertThat(err.toString()).contains("completion uses no configuration");
    }

    private int run(String... args) {
        CommandLine commandLine = Cli.commandLine();
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
