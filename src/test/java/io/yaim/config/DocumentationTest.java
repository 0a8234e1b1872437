package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.hook.HookKind;
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

    private static final KeyTable KEYS = KeyTable.of(CheckProviders.builtIn());

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
                        KEYS.keys().stream().map(Key::name).toList());
        for (Key<?> key : KEYS.keys()) {
            key.standard()
                    .ifPresent(standard -> assertThat(settings).as(key.name()).containsEntry(key.name(), standard));
        }
    }

    @Test
    void sampleSetsNothingButTheInterface() throws IOException {
        assertThat(lines(SAMPLE).filter(line -> SETTING.matcher(line).matches() && !line.startsWith("#")))
                .containsExactly("interface: lo");
    }

    @Test
    void standardsOfTheSampleAreThoseOfTheProgram() throws IOException, ConfigException {
        Predicate<Key<?>> isOfEtcd = StoreChoice.OF_ETCD::contains;
        Predicate<Key<?>> isOfMulticast = MulticastKeys.ALL::contains;
        assertStandards(isOfMulticast, "interface: lo\n");
        assertStandards(
                isOfEtcd.or(List.of(Keys.DCS_TYPE, Keys.DCS_TIMEOUT)::contains),
                "interface: lo\ndcs-type: multicast\nsecret: correct horse\n");
    }

    private void assertStandards(Predicate<Key<?>> isForeign, String start) throws IOException, ConfigException {
        Set<String> withStandard = KEYS.keys().stream()
                .filter(key -> key.standard().isPresent() && !isForeign.test(key))
                .map(Key::name)
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
        for (Key<?> key : KEYS.keys()) {
            String value = settings.getOrDefault(key.name(), "").replaceAll("^\"|\"$|^'|'$", "");
            boolean isPlain = !key.name().endsWith("-file")
                    && !List.of(Keys.CHECK_LIST, Keys.HOOK_LIST, MulticastKeys.IPS, NotifyKeys.NOTIFY)
                            .contains(key);
            if (isPlain) {
                var raw = new Raw.Text(new Place("yaim.yml", 0, key.name()), value, true);
                assertThat(key.read(raw)).as("%s: %s", key.name(), value).isPresent();
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
        var notifying = load(list("notify")).announcing().notifying();
        assertThat(notifying.isTellingKnown()).isTrue();
        assertThat(notifying.networks()).isNotEmpty();
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
                        + table(Key.Section.valueOf(table.group(1))) + "<!-- end of keys -->\n"));
        if (WRITES) {
            Files.writeString(REFERENCE, rendered);
        }
        assertThat(Files.readString(REFERENCE)).isEqualTo(rendered);
        assertThat(TABLE.matcher(reference).results().map((MatchResult table) -> table.group(1)))
                .as("every section has its table")
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Key.Section.values()).map(Enum::name).toList());
    }

    @Test
    void referenceNamesWhatACheckInAListTakes() throws IOException {
        String reference = Files.readString(REFERENCE);
        var names = new ArrayList<>(CheckReader.PACE_KEYS.keySet());
        names.addAll(List.of(CheckReader.TYPE, CheckReader.NAME));
        assertThat(names).allMatch(name -> reference.contains("`" + name + "`"));
    }

    @Test
    void hooksAreDocumentedWithAllTheirOptionsAndWithAllThatTheyAreTold() throws IOException {
        String hooks = Files.readString(Path.of("docs/hooks.md"));
        assertThat(HookOptions.ALL.stream().map(Key::name)).allMatch(name -> hooks.contains("`" + name + "`"));
        assertThat(HookKind.values()).allMatch(kind -> hooks.contains("`" + kind.word() + "`"));
    }

    private static String table(Key.Section section) {
        var table = new StringBuilder(
                "| key | default | what it means | expected | a reload applies it |\n|---|---|---|---|---|\n");
        KEYS.keys().stream()
                .filter(key -> key.section() == section)
                .map(key -> "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                key.name(),
                                key.standard()
                                        .map(standard -> "`" + standard + "`")
                                        .orElse("–"),
                                (key.doc() + alsoSpelt(key)).replace("|", "\\|"),
                                key.kind().expected().replace("|", "\\|"),
                                Effect.of(key).shown()))
                .forEach(table::append);
        return table.toString();
    }

    private static String alsoSpelt(Key<?> key) {
        return key.aliases().isEmpty()
                ? ""
                : key.aliases().stream().collect(Collectors.joining("`, `", "; also spelt `", "`"));
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
