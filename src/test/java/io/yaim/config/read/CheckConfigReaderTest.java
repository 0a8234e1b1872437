package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckSettings;
import io.yaim.check.Pace;
import io.yaim.config.ConfigFixture;
import io.yaim.setting.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckConfigReaderTest {

    private static final Pace STANDARD = Pace.every(Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void takesTheOneCheckOfOld() throws ConfigException {
        assertThat(configFixture
                        .onLo("checker-type: http", "http-url: http://a", "http_expected_code: 204")
                        .checks()
                        .settings())
                .containsExactly(
                        new CheckSettings("http", "http", STANDARD, Map.of("url", "http://a", "expected-code", "204")));
    }

    @Test
    void takesAliasesOfOptions() throws ConfigException {
        assertThat(configFixture
                        .onLo("checker-type: http", "http-url: x", "http-anwser: y")
                        .checks()
                        .settings()
                        .getFirst()
                        .options())
                .containsEntry("answer", "y");
        assertThat(configFixture.mistakesOnLo("checker-type: http", "http-url: x", "http-anwser: y", "http-answer: z"))
                .containsExactly("yaim.yml:5: http-answer: found twice, expected once; it is the same as http-answer");
    }

    @Test
    void takesRetriesAsInTheOriginal() throws ConfigException {
        Pace pace = configFixture
                .onLo("checker-type: shell", "shell-command: 'true'", "retry_num: 2", "retry_after: 100")
                .checks()
                .settings()
                .getFirst()
                .pace();
        assertThat(pace.retries()).isEqualTo(2);
        assertThat(pace.retryAfter()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void takesAListBesideTheOneAndNamesThemApart() throws ConfigException {
        List<CheckSettings> checks = configFixture
                .onLo(
                        "checker-type: http",
                        "http-url: http://a",
                        "check-interval: 2s",
                        "checks:",
                        "  - type: http",
                        "    url: http://b",
                        "    interval: 500",
                        "    rise: 2",
                        "  - type: shell",
                        "    name: replication",
                        "    shell_command: 'true'",
                        "    timeout: 3s",
                        "    fall: 3",
                        "    retry-num: 0",
                        "    retry-after: 0")
                .checks()
                .settings();
        assertThat(checks)
                .containsExactly(
                        new CheckSettings("http", "http", Pace.every(Duration.ofSeconds(2)), Map.of("url", "http://a")),
                        new CheckSettings(
                                "http-2",
                                "http",
                                new Pace(
                                        Duration.ofMillis(500),
                                        Duration.ofMillis(500),
                                        2,
                                        1,
                                        3,
                                        Duration.ofMillis(250)),
                                Map.of("url", "http://b")),
                        new CheckSettings(
                                "replication",
                                "shell",
                                new Pace(Duration.ofSeconds(2), Duration.ofSeconds(3), 1, 3, 0, Duration.ZERO),
                                Map.of("command", "true")));
    }

    @Test
    void handsEveryOptionToATypeThatTakesAny() throws ConfigException {
        assertThat(configFixture
                        .onLo(
                                "checker-type: disk",
                                "disk-path: /srv",
                                "checks:",
                                "  - {type: disk, limits: {Warn_At: [1, 2]}}")
                        .checks()
                        .settings())
                .map(CheckSettings::options)
                .containsExactly(Map.of("path", "/srv"), Map.of("limits", Map.of("Warn_At", List.of("1", "2"))));
    }

    @Test
    void takesATypeThatIsNamedLikeAFile() throws ConfigException {
        assertThat(configFixture
                        .onLo("checker-type: My_Check", "my_check_path: /srv")
                        .checks()
                        .settings())
                .containsExactly(new CheckSettings("My_Check", "My_Check", STANDARD, Map.of("path", "/srv")));
    }

    @Test
    void takesOptionsOfATypeThatIsNotUsedButLooksAtThem() throws ConfigException {
        assertThat(configFixture
                        .onLo("checker-type: shell", "shell-command: 'true'", "http-ca-file: /not/there")
                        .checks()
                        .settings())
                .hasSize(1);
        assertThat(configFixture.mistakesOnLo("http-expected-code: ok", "http-curl: x"))
                .containsExactly(
                        "yaim.yml:2: http-expected-code: found \"ok\", expected a whole number",
                        "yaim.yml:3: http-curl: unknown key, did you mean `http-url`?");
    }

    @Test
    void tellsWhatIsMissingOrWrongInACheck() {
        assertThat(configFixture.mistakesOnLo(
                        "checker-type: http",
                        "http-expected-code: ok",
                        "checks:",
                        "  - type: htp",
                        "  - url: x",
                        "  - text",
                        "  - type: http",
                        "    url: ftp://x",
                        "  - type: http",
                        "    url: x",
                        "    expected-code: 1000",
                        "  - type: shell",
                        "    command: x",
                        "    intervall: 5",
                        "    fall: 0",
                        "    zzzzzzz: 1",
                        "  - type: shell",
                        "    name: a b",
                        "    command: [x]"))
                .containsExactly(
                        "yaim.yml:2: http-url: found nothing, expected a URL",
                        "yaim.yml:3: http-expected-code: found \"ok\", expected a whole number",
                        "yaim.yml:5: checks.type: found \"htp\", expected one of My_Check, disk, http, shell; did you mean `http`?",
                        "yaim.yml:6: checks.type: found nothing, expected one of My_Check, disk, http, shell",
                        "yaim.yml:7: checks: found something else, expected a map with type and options",
                        "yaim.yml:9: checks.url: found 'ftp://x', expected an http URL",
                        "yaim.yml:12: checks.expected-code: found '1000', expected a whole number from 100 to 599",
                        "yaim.yml:15: checks.intervall: unknown option of shell, did you mean `interval`?",
                        "yaim.yml:16: checks.fall: found \"0\", expected a whole number from 1 to 100",
                        "yaim.yml:17: checks.zzzzzzz: unknown option of shell, known are command, interval, timeout,"
                                + " rise, fall, retry-num, retry-after, name",
                        "yaim.yml:19: checks.name: found \"a b\", expected 1 to 63 of A-Z a-z 0-9 . _ -",
                        "yaim.yml:20: checks.command: found the list [x], expected a text");
    }

    @Test
    void refusesTwoChecksOfOneName() {
        assertThat(configFixture.mistakesOnLo(
                        "checks:", "  - {type: shell, name: a, command: x}", "  - {type: shell, name: a, command: y}"))
                .containsExactly("yaim.yml:4: checks.name: found \"a\", expected a name that no other check has");
    }

    @Test
    void refusesAnUnknownTypeWithTheKnownOnes() {
        assertThat(configFixture.mistakesOnLo("checker-type: consul"))
                .containsExactly(
                        "yaim.yml:2: checker-type: found \"consul\", expected one of My_Check, disk, http, shell");
    }

    @Test
    void refusesMoreChecksThanItsBound() {
        assertThat(configFixture.mistakesOnLo("checks: [" + "{type: shell, command: x},".repeat(33) + "]"))
                .containsExactly("yaim.yml:2: checks: found 33 checks, expected at most 32");
    }

    @Test
    void refusesChecksOutsideTheFile() {
        assertThat(configFixture.mistakes(Map.of("YAIM_CHECKS", "[]"), Map.of(), "interface: lo"))
                .containsExactly("environment: YAIM_CHECKS: found \"[]\", expected a list in the file");
    }

    @Test
    void refusesChecksThatHaveNoTime() {
        assertThat(configFixture.mistakesOnLo("check-interval: 0", "check-timeout: 0"))
                .containsExactly(
                        "yaim.yml:2: check-interval: found \"0\", expected milliseconds, or a number with ms, s, m or h,"
                                + " from 50 ms to 1 h",
                        "yaim.yml:3: check-timeout: found \"0\", expected milliseconds, or a number with ms, s, m or h,"
                                + " from 10 ms to 1 m");
    }

    @Test
    void warnsWhenAHangIsNoticedLaterThanTheTtl() throws ConfigException {
        var check = List.of("checker-type: shell", "shell-command: x", "check-interval: 3s", "retry-num: 0");
        assertThat(configFixture
                        .onLo(String.join("\n", check), "fall: 2", "check-timeout: 3s")
                        .warnings())
                .isEmpty();
        assertThat(configFixture.inFolder(configFixture
                        .onLo(String.join("\n", check), "fall: 3", "check-timeout: 3s")
                        .warnings()))
                .containsExactly("yaim.yml:2: checker-type: check shell notices a service that hangs after up to 12 s,"
                        + " one that refuses after up to 12 s: ttl is 9 s");
    }
}
