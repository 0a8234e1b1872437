package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.ConfigFixture;
import io.yaim.config.parts.HookConfig;
import io.yaim.hook.Backoff;
import io.yaim.hook.HookEventKind;
import io.yaim.hook.HookSettings;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HookConfigReaderTest {

    private static final Backoff STANDARD = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void withoutHooksThereAreNone() throws ConfigException {
        assertThat(configFixture.onLo().hooks()).isEmpty();
    }

    @Test
    void takesCommandsAsListsAndAsLinesForTheShell() throws ConfigException {
        assertThat(configFixture
                        .onLo(
                                "hooks:",
                                "  - on: bind",
                                "    command: logger \"$YAIM_IP\"",
                                "  - name: route",
                                "    on: [bind, drop]",
                                "    command: [/usr/local/bin/route, --table, '7']")
                        .hooks())
                .extracting(HookConfig::target)
                .containsExactly(
                        new HookConfig.CommandTarget(List.of("/bin/sh", "-c", "logger \"$YAIM_IP\"")),
                        new HookConfig.CommandTarget(List.of("/usr/local/bin/route", "--table", "7")));
    }

    @Test
    void takesWebhooks() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "sesame\n");
        HookConfig hook = configFixture
                .onLo(
                        "hooks:",
                        "  - url: https://cloud.example/v1/hook?key=1",
                        "    headers: {Authorization: Bearer token, X-Zone: a}",
                        "    secret-file: " + secret,
                        "    resource_id: r1",
                        "    ensure: true",
                        "    timeout: 10s",
                        "    retries: 0",
                        "    backoff: 200",
                        "    backoff-max: 1m",
                        "    refresh: 30s")
                .hooks()
                .getFirst();
        assertThat(hook)
                .isEqualTo(new HookConfig(
                        new HookSettings(
                                "hook",
                                Set.of(HookEventKind.BIND),
                                Duration.ofSeconds(10),
                                0,
                                new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1)),
                                true,
                                Optional.of(Duration.ofSeconds(30))),
                        new HookConfig.WebhookTarget(
                                URI.create("https://cloud.example/v1/hook?key=1"),
                                Map.of("Authorization", new Secret("Bearer token"), "X-Zone", new Secret("a")),
                                Optional.of(new Secret("sesame")),
                                Optional.of("r1"))));
        assertThat(hook.toString()).doesNotContain("token", "sesame", "key=1");
    }

    @Test
    void whatIsNotSaidIsStandard() throws ConfigException {
        assertThat(configFixture
                        .onLo("hooks:", "  - {on: state, command: x}", "  - {ensure: true, command: y}")
                        .hooks())
                .extracting(HookConfig::settings)
                .containsExactly(
                        new HookSettings(
                                "hook",
                                Set.of(HookEventKind.STATE),
                                Duration.ofSeconds(5),
                                3,
                                STANDARD,
                                false,
                                Optional.empty()),
                        new HookSettings(
                                "hook-2",
                                Set.of(HookEventKind.BIND),
                                Duration.ofSeconds(5),
                                3,
                                STANDARD,
                                true,
                                Optional.of(Duration.ofMinutes(5))));
    }

    @Test
    void refreshOfZeroIsNever() throws ConfigException {
        assertThat(configFixture
                        .onLo("hooks:", "  - {ensure: true, refresh: 0, command: y}")
                        .hooks()
                        .getFirst()
                        .settings()
                        .refresh())
                .isEmpty();
    }

    @Test
    void tellsWhatIsMissingOrWrong() {
        assertThat(configFixture.mistakesOnLo(
                        "hooks:",
                        "  - on: bnd",
                        "    command: x",
                        "  - command: x",
                        "  - on: bind",
                        "  - {on: bind, command: x, url: 'http://a'}",
                        "  - {on: bind, command: x, secret: sesame}",
                        "  - {on: bind, url: 'ftp://user:sesame@a'}",
                        "  - {on: bind, url: 'http://a', headers: sesame}",
                        "  - {on: drop, command: x, ensure: true}",
                        "  - {on: drop, command: x, refresh: 5s}",
                        "  - {on: drop, command: x, backoff: 5s, backoff-max: 1s}",
                        "  - {on: drop, command: x, timeoute: 5s}",
                        "  - {on: drop, command: [x, [y]]}",
                        "  - {on: drop, command: x, name: a}",
                        "  - {on: drop, command: x, name: a}",
                        "  - text"))
                .containsExactly(
                        "yaim.yml:3: hooks.on: found \"bnd\", expected one or several of bind, drop, state, fence, conflict",
                        "yaim.yml:5: hooks.on: found nothing, expected one or several of bind, drop, state, fence, conflict",
                        "yaim.yml:6: hooks: found neither, expected command or url",
                        "yaim.yml:7: hooks: found both, expected command or url",
                        "yaim.yml:8: hooks.secret: found beside command, expected with url only",
                        "yaim.yml:9: hooks.url: found a secret, expected an http or https URL",
                        "yaim.yml:10: hooks.headers: found a secret, expected a map of at most 32 names and values in"
                                + " printable ASCII",
                        "yaim.yml:11: hooks.on: found no bind, expected it with ensure, which is about nothing else",
                        "yaim.yml:12: hooks.refresh: found without ensure, expected both or neither",
                        "yaim.yml:13: hooks.backoff-max: found a backoff of 5 s and a backoff-max of 1 s, expected one"
                                + " not above the other",
                        "yaim.yml:14: hooks.timeoute: unknown option of a hook, did you mean `timeout`?",
                        "yaim.yml:15: hooks.command: found a list, expected a program with its arguments as a list, or"
                                + " one line for /bin/sh",
                        "yaim.yml:17: hooks.name: found \"a\", expected a name that no other hook has",
                        "yaim.yml:18: hooks: found something else, expected a map with on, and command or url");
    }

    @Test
    void namesTheOptionsThatAreKnown() {
        assertThat(configFixture.mistakesOnLo("hooks:", "  - {on: drop, command: x, zzzzzzz: 1}"))
                .containsExactly(
                        "yaim.yml:3: hooks.zzzzzzz: unknown option of a hook, known are name, on, command, url,"
                                + " headers, secret, secret-file, resource-id, timeout, retries, backoff, backoff-max, ensure,"
                                + " refresh");
    }

    @Test
    void refusesMoreHooksThanItsBoundAndHooksOutsideTheFile() {
        assertThat(configFixture.mistakesOnLo("hooks: [" + "{on: bind, command: x},".repeat(17) + "]"))
                .containsExactly("yaim.yml:2: hooks: found 17 hooks, expected at most 16");
        assertThat(configFixture.mistakes(Map.of("YAIM_HOOKS", "[]"), Map.of(), "interface: lo"))
                .containsExactly("environment: YAIM_HOOKS: found \"[]\", expected a list in the file");
    }

    @Test
    void aSecretStandsInOnePlaceOnly() {
        assertThat(configFixture.mistakesOnLo(
                        "hooks:", "  - {on: bind, url: 'http://a', secret: x, secret-file: /not/there}"))
                .containsExactly("yaim.yml:3: hooks.secret-file: found beside secret, expected one of the two");
        assertThat(configFixture.mistakesOnLo("hooks:", "  - {on: bind, url: 'http://a', secret-file: /not/there}"))
                .containsExactly(
                        "yaim.yml:3: hooks.secret-file: found \"/not/there\", expected a file that can be read,"
                                + " with 1 to 4096 bytes of text");
    }
}
