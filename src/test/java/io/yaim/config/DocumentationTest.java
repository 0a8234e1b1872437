package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.cli.ConfigManualPage;
import io.yaim.config.keys.AnnounceKeys;
import io.yaim.config.keys.CheckKeys;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.HookKeys;
import io.yaim.config.keys.HookOptions;
import io.yaim.config.keys.TimeKeys;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.hook.HookEventKind;
import io.yaim.setting.ConfigException;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.RawValue;
import io.yaim.setting.SourceLocation;
import io.yaim.store.spi.StoreKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `yaim.yml` and `docs/configuration.md` say what the table of keys says.
final class DocumentationTest {

    private static final Path SAMPLE = Path.of("yaim.yml");
    private static final Path REFERENCE = Path.of("docs/configuration.md");
    /// With this system property, [#SAMPLE] and the tables in [#REFERENCE] are generated again.
    private static final boolean WRITES = Boolean.getBoolean("yaim.docs.write");

    private static final String COMMAND =
            "to generate it again: YAIM_TEST_OPTS=-Dyaim.docs.write=true deploy/test quick DocumentationTest";

    private static final Pattern TABLE = Pattern.compile("(?s)<!-- keys: ([^>]+) -->\n(.*?)<!-- end of keys -->\n");
    /// A setting in the sample, commented out or not. Comments for people have a space after the number
    /// sign.
    private static final Pattern SETTING = Pattern.compile("#?([a-z][a-z-]*): *(.*)");

    private static final ConfigKeyTable KEYS = ConfigKeyTable.of(Stores.SHIPPED, CheckProviders.builtIn());

    @TempDir
    private Path folder;

    /// Other tests read the sample.
    @BeforeAll
    static void generateSample() throws IOException {
        if (WRITES) {
            Files.writeString(SAMPLE, SampleFile.of(KEYS));
        }
    }

    @Test
    void sampleLoadsAsItStands() throws ConfigException {
        Config config = load(SAMPLE);
        assertThat(config.binding().interfaceName()).isEqualTo("lo");
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
        assertStandards(KEYS.foreignTo(Stores.ETCD)::contains, "interface: lo\n");
        Predicate<ConfigKey<?>> isOfEtcd = KEYS.foreignTo(Stores.MULTICAST)::contains;
        assertStandards(
                isOfEtcd.or(List.of(StoreKeys.DCS_TYPE, TimeKeys.DCS_TIMEOUT)::contains),
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
                .ignoringFields("origin.file", "origin.warnings", "origin.rawConfig")
                .isEqualTo(load(none));
    }

    @Test
    void examplesOfTheSampleAreOfTheirKind() throws IOException {
        Map<String, String> settings = settings();
        for (ConfigKey<?> configKey : KEYS.keys()) {
            String value = settings.getOrDefault(configKey.name(), "").replaceAll("^\"|\"$|^'|'$", "");
            boolean isPlain = !configKey.name().endsWith("-file")
                    && !configKey.name().equals("ips")
                    && !List.of(CheckKeys.CHECK_LIST, HookKeys.HOOK_LIST, AnnounceKeys.NOTIFY)
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
        assertThat(load(list("checks")).checks().settings()).hasSizeGreaterThan(1);
    }

    @Test
    void listOfHooksInTheSampleLoads() throws IOException, ConfigException {
        assertThat(load(list("hooks")).hooks()).hasSizeGreaterThan(1);
    }

    @Test
    void listOfAddressesInTheSampleLoads() throws IOException, ConfigException {
        Path file = list("ips");
        Files.writeString(file, "secret: correct horse\n", StandardOpenOption.APPEND);
        assertThat(Stores.multicast(load(file)).pool().orElseThrow().entries()).hasSizeGreaterThan(4);
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
    void sampleIsGenerated() throws IOException {
        assertThat(Files.readString(SAMPLE)).as(COMMAND).isEqualTo(SampleFile.of(KEYS));
    }

    @Test
    void referenceHoldsTheTables() throws IOException {
        Map<String, KeyGroup> sections =
                KEYS.sections().stream().collect(Collectors.toMap(KeyGroup::title, group -> group));
        String reference = Files.readString(REFERENCE);
        assertThat(TABLE.matcher(reference).results().map((MatchResult table) -> table.group(1)))
                .as("every section has its table")
                .containsExactlyInAnyOrderElementsOf(sections.keySet());
        String generated = TABLE.matcher(reference)
                .replaceAll(table -> Matcher.quoteReplacement("<!-- keys: " + table.group(1) + " -->\n"
                        + table(Objects.requireNonNull(sections.get(table.group(1)))) + "<!-- end of keys -->\n"));
        if (WRITES) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(Files.readString(REFERENCE)).as(COMMAND).isEqualTo(generated);
    }

    /// It is generated when the program is packaged.
    @Test
    void manualPageHasEveryKeyWithItsMeaningAndDefault() {
        String page = ConfigManualPage.of(KEYS, "yaim 1").replace("\\-", "-");
        assertThat(page).startsWith(".TH \"yaim.yml\" \"5\"");
        for (ConfigKey<?> configKey : KEYS.keys()) {
            assertThat(page).contains("\n\\fB" + configKey.name() + "\\fR\n");
            configKey.standard().ifPresent(standard -> assertThat(page).contains("\nDefault: " + standard + ".\n"));
        }
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

    private static String table(KeyGroup group) {
        var table = new StringBuilder(
                "| key | default | what it means | expected | a reload applies it |\n|---|---|---|---|---|\n");
        group.keys().stream()
                .map(configKey -> "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                configKey.name(),
                                configKey
                                        .standard()
                                        .map(standard -> "`" + standard + "`")
                                        .orElse("–"),
                                (configKey.meaning() + alsoSpelt(configKey)).replace("|", "\\|"),
                                configKey.type().expected().replace("|", "\\|"),
                                configKey.reloadEffect().shown()))
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
