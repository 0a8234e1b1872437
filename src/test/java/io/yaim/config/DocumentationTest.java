package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.config.keys.ConfigKey;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.keys.HookOptions;
import io.yaim.config.keys.MulticastConfigKeys;
import io.yaim.config.keys.NotifyConfigKeys;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.config.read.StoreTypeRules;
import io.yaim.config.reload.ReloadEffect;
import io.yaim.config.source.ConfigException;
import io.yaim.config.source.RawValue;
import io.yaim.config.source.SourceLocation;
import io.yaim.hook.HookEventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `yaim.yml` and `docs/configuration.md` say what the table of keys says.
final class DocumentationTest {

    private static final Path SAMPLE = Path.of("yaim.yml");
    private static final Path REFERENCE = Path.of("docs/configuration.md");
    /// With this system property the tables in [#REFERENCE] are written anew.
    private static final boolean WRITES = Boolean.getBoolean("yaim.docs.write");

    private static final Pattern TABLE = Pattern.compile("(?s)<!-- keys: ([A-Z_]+) -->\n(.*?)<!-- end of keys -->\n");
    /// A setting in the sample, commented out or not. Comments for people have a space after the number
    /// sign.
    private static final Pattern SETTING = Pattern.compile("#?([a-z][a-z-]*): *(.*)");

    private static final ConfigKeyTable KEYS = ConfigKeyTable.of(CheckProviders.builtIn());

    @TempDir
    private Path folder;

    @Test
    void sampleLoadsAsItStands() throws ConfigException {
        Config config = load(SAMPLE);
        assertThat(config.interfaceName()).isEqualTo("lo");
        assertThat(config.warnings()).allMatch(warning -> warning.contains("no check is configured"));
    }

    @Test
    void sampleNamesEveryKeyOnceWithItsStandard() throws IOException {
        Map<String, String> settings = settings();
        assertThat(settings.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        KEYS.keys().stream().map(ConfigKey::name).toList());
        for (ConfigKey<?> configKey : KEYS.keys()) {
            configKey
                    .standard()
                    .ifPresent(standard ->
                            assertThat(settings).as(configKey.name()).containsEntry(configKey.name(), standard));
        }
    }

    @Test
    void sampleSetsNothingButTheInterface() throws IOException {
        assertThat(lines(SAMPLE).filter(line -> SETTING.matcher(line).matches() && !line.startsWith("#")))
                .containsExactly("interface: lo");
    }

    @Test
    void standardsOfTheSampleAreThoseOfTheProgram() throws IOException, ConfigException {
        Predicate<ConfigKey<?>> isOfEtcd = StoreTypeRules.ETCD_ONLY::contains;
        Predicate<ConfigKey<?>> isOfMulticast = MulticastConfigKeys.ALL::contains;
        assertStandards(isOfMulticast, "interface: lo\n");
        assertStandards(
                isOfEtcd.or(List.of(ConfigKeys.DCS_TYPE, ConfigKeys.DCS_TIMEOUT)::contains),
                "interface: lo\ndcs-type: multicast\nsecret: correct horse\n");
    }

    private void assertStandards(Predicate<ConfigKey<?>> isForeign, String start) throws IOException, ConfigException {
        Set<String> withStandard = KEYS.keys().stream()
                .filter(configKey -> configKey.standard().isPresent() && !isForeign.test(configKey))
                .map(ConfigKey::name)
                .collect(Collectors.toSet());
        String written = lines(SAMPLE)
                .map(line -> SETTING.matcher(line))
                .filter(setting -> setting.matches() && withStandard.contains(setting.group(1)))
                .map(setting -> setting.group(1) + ": " + setting.group(2))
                .collect(Collectors.joining("\n", start, "\n"));
        Path all = Files.writeString(folder.resolve("all.yml"), written);
        Path none = Files.writeString(folder.resolve("none.yml"), start);
        assertThat(load(all))
                .usingRecursiveComparison()
                .ignoringFields("file", "warnings")
                .isEqualTo(load(none));
    }

    @Test
    void examplesOfTheSampleAreOfTheirKind() throws IOException {
        Map<String, String> settings = settings();
        for (ConfigKey<?> configKey : KEYS.keys()) {
            String value = settings.getOrDefault(configKey.name(), "").replaceAll("^\"|\"$|^'|'$", "");
            boolean isPlain = !configKey.name().endsWith("-file")
                    && !List.of(
                                    ConfigKeys.CHECK_LIST,
                                    ConfigKeys.HOOK_LIST,
                                    MulticastConfigKeys.IPS,
                                    NotifyConfigKeys.NOTIFY)
                            .contains(configKey);
            if (isPlain) {
                var raw = new RawValue.RawText(new SourceLocation("yaim.yml", 0, configKey.name()), value, true);
                assertThat(configKey.read(raw))
                        .as("%s: %s", configKey.name(), value)
                        .isPresent();
            }
        }
    }

    @Test
    void listOfChecksInTheSampleLoads() throws IOException, ConfigException {
        assertThat(load(list("checks")).checks()).hasSizeGreaterThan(1);
    }

    @Test
    void listOfHooksInTheSampleLoads() throws IOException, ConfigException {
        assertThat(load(list("hooks")).hooks()).hasSizeGreaterThan(1);
    }

    @Test
    void listOfAddressesInTheSampleLoads() throws IOException, ConfigException {
        Path file = list("ips");
        Files.writeString(file, "secret: correct horse\n", StandardOpenOption.APPEND);
        assertThat(load(file).multicast().orElseThrow().pool().orElseThrow().entries())
                .hasSizeGreaterThan(4);
    }

    @Test
    void listOfWhomToTellAloneInTheSampleLoads() throws IOException, ConfigException {
        var unicastTargets = load(list("notify")).announceSettings().unicastTargets();
        assertThat(unicastTargets.isAnnouncingToKnown()).isTrue();
        assertThat(unicastTargets.networks()).isNotEmpty();
    }

    private Path list(String key) throws IOException {
        String list = lines(SAMPLE)
                .dropWhile(line -> !line.equals("#" + key + ":"))
                .takeWhile(line -> line.equals("#" + key + ":") || line.startsWith("#  "))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n", "interface: lo\n", "\n"));
        return Files.writeString(folder.resolve(key + ".yml"), list);
    }

    @Test
    void referenceHoldsTheTables() throws IOException {
        String reference = Files.readString(REFERENCE);
        String rendered = TABLE.matcher(reference)
                .replaceAll(table -> Matcher.quoteReplacement("<!-- keys: " + table.group(1) + " -->\n"
                        + table(ConfigKey.Section.valueOf(table.group(1))) + "<!-- end of keys -->\n"));
        if (WRITES) {
            Files.writeString(REFERENCE, rendered);
        }
        assertThat(Files.readString(REFERENCE)).isEqualTo(rendered);
        assertThat(TABLE.matcher(reference).results().map((MatchResult table) -> table.group(1)))
                .as("every section has its table")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ConfigKey.Section.values())
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void referenceNamesWhatACheckInAListTakes() throws IOException {
        String reference = Files.readString(REFERENCE);
        var names = new ArrayList<>(CheckConfigReader.PACE_KEYS.keySet());
        names.addAll(List.of(CheckConfigReader.TYPE, CheckConfigReader.NAME));
        assertThat(names).allMatch(name -> reference.contains("`" + name + "`"));
    }

    @Test
    void hooksAreDocumentedWithAllTheirOptionsAndWithAllThatTheyAreTold() throws IOException {
        String hooks = Files.readString(Path.of("docs/hooks.md"));
        assertThat(HookOptions.ALL.stream().map(ConfigKey::name)).allMatch(name -> hooks.contains("`" + name + "`"));
        assertThat(HookEventKind.values()).allMatch(kind -> hooks.contains("`" + kind.word() + "`"));
    }

    private static String table(ConfigKey.Section section) {
        var table = new StringBuilder(
                "| key | default | what it means | expected | a reload applies it |\n|---|---|---|---|---|\n");
        KEYS.keys().stream()
                .filter(configKey -> configKey.section() == section)
                .map(configKey -> "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                configKey.name(),
                                configKey
                                        .standard()
                                        .map(standard -> "`" + standard + "`")
                                        .orElse("–"),
                                (configKey.meaning() + alsoSpelt(configKey)).replace("|", "\\|"),
                                configKey.type().expected().replace("|", "\\|"),
                                ReloadEffect.of(configKey).shown()))
                .forEach(table::append);
        return table.toString();
    }

    private static String alsoSpelt(ConfigKey<?> configKey) {
        return configKey.aliases().isEmpty()
                ? ""
                : configKey.aliases().stream().collect(Collectors.joining("`, `", "; also spelt `", "`"));
    }

    private static Map<String, String> settings() throws IOException {
        return lines(SAMPLE)
                .map(line -> SETTING.matcher(line))
                .filter(setting -> setting.matches())
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2)));
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream();
    }

    private static Config load(Path file) throws ConfigException {
        return new ConfigLoader(_ -> CheckProviders.builtIn(), Path.of("/opt/yaim/checkers"))
                .load(Optional.of(file), Map.of(), Map.of("nodename", "node1"));
    }
}
