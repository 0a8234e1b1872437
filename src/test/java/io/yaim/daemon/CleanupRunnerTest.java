package io.yaim.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CleanupRunnerTest {

    @Test
    void namesLockAndRecordSoThatACleanupNeedsNoConfigurationForThem() {
        ConfigOptions given = ConfigOptions.of(
                Optional.of(Path.of("/etc/yaim.yml")), Map.of("nodename", "x", "dcs-endpoints", "http://a=b:1"));
        List<String> line = CleanupRunner.commandLine(Path.of("/opt/yaim/bin/yaim"), given, Path.of("/run/yaim"), "a");
        assertThat(line)
                .containsExactly(
                        "/opt/yaim/bin/yaim",
                        "cleanup",
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
        assertThat(CleanupRunner.parseOwnArguments("cleanup", "--help")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("cleanup", "--set")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("cleanup", "--set", "interface"))
                .isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("cleanup", "-c", "yaim.yml")).isEmpty();
        assertThat(CleanupRunner.parseOwnArguments("cleanup")).isPresent();
    }

    @Test
    void understandsTheOldNameAndTellsOnlyUsers() {
        String[] ofGuardian = {"guard", "--set", "state-dir=/run/yaim", "--set", "nodename=a"};
        assertThat(CleanupRunner.parseOwnArguments(ofGuardian)).isPresent();
        assertThat(CleanupRunner.isRenamed(ofGuardian)).isFalse();
        assertThat(CleanupRunner.isRenamed("guard")).isTrue();
        assertThat(CleanupRunner.isRenamed("guard", "--config", "yaim.yml")).isTrue();
        assertThat(CleanupRunner.isRenamed("guard", "-c", "yaim.yml")).isTrue();
        assertThat(CleanupRunner.isRenamed("cleanup")).isFalse();
        assertThat(CleanupRunner.isRenamed()).isFalse();
    }
}
