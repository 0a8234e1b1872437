package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardianTest {

    @Test
    void namesLockAndRecordSoThatAGuardNeedsNoConfigurationForThem() {
        ConfigOptions given = ConfigOptions.of(
                Optional.of(Path.of("/etc/yaim.yml")), Map.of("nodename", "x", "dcs-endpoints", "http://a=b:1"));
        List<String> options = Guardian.options(given, Path.of("/run/yaim"), "a");
        assertThat(options)
                .containsExactly(
                        "--config",
                        "/etc/yaim.yml",
                        "--set",
                        "dcs-endpoints=http://a=b:1",
                        "--set",
                        "state-dir=/run/yaim",
                        "--set",
                        "nodename=a");
        ConfigOptions read = hurried(options);
        assertThat(read.file()).contains(Path.of("/etc/yaim.yml"));
        assertThat(read.overrides())
                .isEqualTo(Map.of("dcs-endpoints", "http://a=b:1", "state-dir", "/run/yaim", "nodename", "a"));
    }

    @Test
    void leavesAllOtherArgumentsToTheCommandLineParser() {
        assertThat(Clearing.hurried()).isEmpty();
        assertThat(Clearing.hurried("run")).isEmpty();
        assertThat(Clearing.hurried("guard", "--help")).isEmpty();
        assertThat(Clearing.hurried("guard", "--set")).isEmpty();
        assertThat(Clearing.hurried("guard", "--set", "interface")).isEmpty();
        assertThat(Clearing.hurried("guard", "-c", "yaim.yml")).isEmpty();
        assertThat(Clearing.hurried("guard")).isPresent();
    }

    private static ConfigOptions hurried(List<String> options) {
        var arguments = new ArrayList<>(List.of("guard"));
        arguments.addAll(options);
        return Clearing.hurried(arguments.toArray(String[]::new)).orElseThrow();
    }
}
