package io.yaim.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CleanupRunnerTest {

    @Test
    void namesLockAndRecordSoThatAGuardNeedsNoConfigurationForThem() {
        ConfigOptions given = ConfigOptions.of(
                Optional.of(Path.of("/etc/yaim.yml")), Map.of("nodename", "x", "dcs-endpoints", "http://a=b:1"));
        List<String> line = CleanupRunner.commandLine(Path.of("/opt/yaim/bin/yaim"), given, Path.of("/run/yaim"), "a");
        assertThat(line)
                .containsExactly(
                        "/opt/yaim/bin/yaim",
                        "guard",
                        "--config",
                        "/etc/yaim.yml",
                        "--set",
                        "dcs-endpoints=http://a=b:1",
                        "--set",
                        "state-dir=/run/yaim",
                        "--set",
                        "nodename=a");
        String[] arguments = line.subList(1, line.size()).toArray(String[]::new);
        ConfigOptions read = CleanupRunner.parseOwnArguments(arguments).orElseThrow();
        assertThat(read.file()).contains(Path.of("/etc/yaim.yml"));
        assertThat(read.overrides())
                .isEqualTo(Map.of("dcs-endpoints", "http://a=b:1", "state-dir", "/run/yaim", "nodename", "a"));
    }

    @Test
    void leavesAllOtherArgumentsToTheCommandLineParser() {
        assertThat(CleanupRunner.parseOwnArguments()).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("run")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("guard", "--help")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("guard", "--set")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("guard", "--set", "interface"))
                .isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("guard", "-c", "yaim.yml")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("guard")).isPresent();
    }
}
