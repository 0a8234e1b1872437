package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.postgres.ConnectionStringTargets;
import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.tls.PemTargets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fuzz targets: the options of checks, and the reasons that services and plug-ins return.
public final class CheckTargets {

    private static final List<String> VALUES = List.of(
            "http://127.0.0.1:8008/health?x=1",
            "127.0.0.1:5432",
            "[::1]:80",
            "200",
            "true",
            "it's \"down\": 503\nmore\n");

    private static final List<String> SNIPPETS = List.of(
            "http://",
            "https://",
            "://",
            "@",
            ":",
            "/",
            "?",
            "#",
            "[",
            "]",
            "%",
            "%zz",
            "%2F",
            " ",
            "\n",
            "\r",
            "\u202e",
            "\ud83d",
            "0",
            "65536",
            "-1",
            "..",
            "xn--",
            "a".repeat(300),
            "\u001b[31m");

    private CheckTargets() {}

    /// All targets of checks.
    ///
    /// @param folder a folder for temporary files
    public static List<Target> in(Path folder) {
        var values = Mutator.ofTexts(VALUES, SNIPPETS, 16_384);
        var targets = new ArrayList<Target>();
        targets.add(new Target("reason", 10_000, values, CheckTargets::reason));
        targets.add(new Target("option of a check", 500, values, CheckTargets::option));
        targets.addAll(ConnectionStringTargets.all());
        targets.addAll(PemTargets.in(folder));
        return targets;
    }

    private static void reason(String text) {
        String reason = new Verdict.Fail(text).reason();
        assertThat(reason).isNotBlank();
        assertThat(reason.codePointCount(0, reason.length())).isLessThanOrEqualTo(ReasonText.LIMIT);
        assertThat(reason.chars().noneMatch(Character::isISOControl)).isTrue();
    }

    private static void option(String text) {
        create("http", Map.of("url", text));
        create("http", Map.of("url", "http://127.0.0.1/", "expected-code", text, "user", text, "password", text));
        create("tcp", Map.of("address", text));
        create("shell", Map.of("command", text));
    }

    private static void create(String type, Map<String, Object> options) {
        try {
            CheckProviders.builtIn()
                    .create(CheckFactory.settings(type, options, Duration.ofSeconds(1)))
                    .check()
                    .close();
        } catch (InvalidOptionException e) {
            assertThat(e.getMessage()).contains("expected");
        } catch (UnknownCheckTypeException e) {
            throw new AssertionError(e);
        }
    }
}
