package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.KeyGroups;
import io.yaim.config.keys.NodeKeys;
import io.yaim.config.vippy.VippyImport;
import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.setting.ConfigException;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The file, the environment, flags, and single values: a configuration or a list of mistakes, nothing
/// else.
public final class ConfigTargets {

    private static final int LONGEST = 6000;

    /// Where, and what was found or expected there.
    private static final Pattern MISTAKE = Pattern.compile(
            "(?:garbage\\.yml(?::\\d+)?|environment|flag): .*"
                    + "(?:expected|unknown key|unknown option|is missing|longer than|nested deeper|not valid YAML|raise ttl|raise stale).*|and \\d+ more");

    static final String GOOD = """
            interface: lo
            netmask: 255.255.255.0
            label: "yaim"
            nodename: 'node-1'
            dcs-endpoints:
              - http://127.0.0.1:2379
              - http://[::1]:2379
            dcs_namespace: /service/
            etcd-user: root
            etcd-password: geheim
            ttl: 9s
            interval: 1000
            checker-type: http
            http-url: http://127.0.0.1:8008/
            http-ca-file: ca.pem
            disk-limits: {warn: 80, list: [1, 2]}
            checks:
              - type: shell
                name: one
                command: |
                  exit 0
                interval: 500ms
              - {type: disk, path: /srv, fall: 3}
            http-listen: 127.0.0.1:1313
            log-level: Debug
            """;

    static final String WITHOUT_SERVER = """
            interface: lo
            dcs-type: multicast
            secret: correct horse
            ips:
              - 10.0.0.5
              - {ip: fd00::5, prefix: 64, prefer: n1, checks: [{type: tcp, host: h, port: 80}], check-interval: 5s}
              - group: web
                prefer: [n1, n2]
                ips: [10.0.0.6/24, {ip: 10.0.0.7, label: x}]
              - [n2, {interface: eth1, ip: 10.0.0.8/24}]
            version: 7
            nodes: n1, n2, n3
            quorum: majority
            stale: 5s
            multicast-group: 224.1.1.1:5007
            """;

    private static final String OF_VIPPY = """
            {"chat": "224.1.1.1:5007", "secret": "correct horse", "version": 3, "interval": 0.5, "arp-cache": "90",
             "vips": [[{"interface": "e0", "ip": "10.0.0.5/24"}], ['n2', {"interface": "e0", "ip": "10.0.0.6"}]],
             "nodes": ["n1", "n2"], "notify": ["arp-cache", {"interface": "e0", "ip": "10.0.0.0/28"}],
             "logging": {"driver": "console", "mask": {"err": true, "debug": false}}, "plugins": ["p.js"]}
            """;

    /// What may be in a file that is made of one of vippy.
    private static final Set<String> OF_IMPORT = Set.of(
            "interface",
            "dcs-type",
            "multicast-group",
            "multicast-interface",
            "secret",
            "version",
            "ips",
            "nodes",
            "interval",
            "mature",
            "stale",
            "arp-cache",
            "notify",
            "socket",
            "log-level");

    private static final List<String> SNIPPETS = List.of(
            ": ",
            "\n",
            "- ",
            "  ",
            "\t",
            "*a",
            "&a ",
            "!!map ",
            "!",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|",
            ">",
            "%YAML 1.1\n",
            "---\n",
            "...\n",
            "? ",
            "<<: ",
            "\\x00",
            "\"\\u",
            "\"\\UFFFFFFFF\"",
            "\u0000",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\ud83d",
            "~",
            "null",
            "#",
            ",",
            "0x7fffffff",
            "99999999999999999999",
            "-1",
            "1e999",
            "http://",
            "a".repeat(300),
            "interface: lo\n",
            "checks:\n  - type: http\n",
            "dcs-endpoints: ,,,\n",
            "http-url: \n",
            "http-password-file: /dev/null\n",
            "=",
            "@",
            "`");

    private static final List<String> VALUES = List.of(
            "10.0.0.0/24",
            "fd00::/64",
            ",",
            ",,,",
            "/",
            "10.0.0.5/24",
            "::",
            "[::1]:2379",
            "http://",
            "https://a",
            "@",
            "ms",
            "s",
            " ",
            "\n",
            "\t",
            "-",
            "off",
            "localhost",
            "255.255.0.255",
            "0x",
            "\u0663",
            "a,".repeat(300));

    private final Path folder;
    private final ConfigFixture configFixture;
    private final ConfigLoader loader;

    private ConfigTargets(Path folder) {
        this.folder = folder;
        configFixture = new ConfigFixture(folder);
        loader = configFixture.loader();
    }

    /// All of these.
    ///
    /// @param folder may be written to
    public static List<Target> in(Path folder) {
        var targets = new ConfigTargets(folder);
        var texts = Mutator.ofTexts(List.of(GOOD), SNIPPETS, LONGEST);
        var values = Mutator.ofTexts(
                ConfigKeyTable.of(Stores.SHIPPED, CheckProviders.builtIn()).keys().stream()
                        .flatMap(configKey -> configKey.standard().stream())
                        .toList(),
                VALUES,
                LONGEST);
        return List.of(
                new Target("configuration file", 1200, texts, targets::file),
                new Target(
                        "configuration without a server",
                        300,
                        Mutator.ofTexts(List.of(WITHOUT_SERVER), SNIPPETS, LONGEST),
                        targets::file),
                new Target(
                        "configuration of vippy",
                        300,
                        Mutator.ofTexts(List.of(OF_VIPPY), SNIPPETS, LONGEST),
                        targets::vippy),
                new Target(
                        "configuration by bytes", 400, Mutator.ofBytes(List.of(GOOD), SNIPPETS, 3000), targets::bytes),
                new Target("environment and flags", 500, values, targets::environmentAndFlags),
                new Target("single value", 2000, values, ConfigTargets::value));
    }

    private void file(String text) throws IOException {
        load(text.getBytes(StandardCharsets.UTF_8), Map.of(), Map.of());
    }

    private void bytes(String text) throws IOException {
        load(text.getBytes(StandardCharsets.ISO_8859_1), Map.of(), Map.of());
    }

    private void environmentAndFlags(String text) throws IOException {
        var environment =
                Map.of("YAIM_LABEL", text, "YAIM_TTL", text, "YAIM_ALLOWED_RANGES", text, "YAIM_" + text, "x");
        var flags = Map.of(text, text, "weight", text, "dcs-endpoints", text);
        load(GOOD.getBytes(StandardCharsets.UTF_8), environment, flags);
    }

    /// What comes of it is YAML at least, and has no key but those that yaim has, or vippy alone.
    private void vippy(String text) throws IOException {
        Path file = Files.write(folder.resolve("garbage.yml"), text.getBytes(StandardCharsets.UTF_8));
        try {
            String written = VippyImport.toYaml(file, Optional.empty());
            var problems = new Problems();
            RawValue.RawMap rawMap =
                    YamlReader.read("written.yml", written, problems).orElseThrow(() -> new AssertionError(written));
            assertThat(problems.isEmpty()).as(written).isTrue();
            assertThat(rawMap.fields().keySet()).isSubsetOf(OF_IMPORT);
        } catch (ConfigException e) {
            assertMistakes(e);
        }
    }

    private void assertMistakes(ConfigException e) {
        List<String> problems = configFixture.inFolder(e.problems());
        assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(Problems.LIMIT + 1);
        assertThat(problems.stream()
                        .filter(problem ->
                                !isALine(problem) || !MISTAKE.matcher(problem).matches()))
                .isEmpty();
    }

    /// What loads, loads again to the same.
    private void load(byte[] bytes, Map<String, String> environment, Map<String, String> flags) throws IOException {
        Path file = Files.write(folder.resolve("garbage.yml"), bytes);
        try {
            Config config = loader.load(Optional.of(file), environment, flags);
            assertThat(loader.load(Optional.of(file), environment, flags)).hasToString(config.toString());
        } catch (ConfigException e) {
            assertMistakes(e);
        }
    }

    private static boolean isALine(String message) {
        return message.length() < 1000 && message.chars().noneMatch(Character::isISOControl);
    }

    private static void value(String text) {
        var raw = new RawValue.RawText(new SourceLocation("f", 1, "k"), text, false);
        for (KeyGroup group : KeyGroups.with(Stores.SHIPPED)) {
            for (ConfigKey<?> configKey : group.keys()) {
                assertThat(configKey.read(raw)).isEqualTo(configKey.read(raw));
                assertThat(configKey.found(raw)).hasSizeLessThan(200);
            }
        }
        NodeKeys.ALLOWED_RANGES.read(raw).ifPresent(ranges -> {
            String written = ranges.stream()
                    .map(Object::toString)
                    .reduce((one, other) -> one + "," + other)
                    .orElse("");
            assertThat(NodeKeys.ALLOWED_RANGES.read(new RawValue.RawText(raw.sourceLocation(), written, false)))
                    .contains(ranges);
        });
    }
}
