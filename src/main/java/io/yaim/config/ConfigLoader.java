package io.yaim.config;

import io.yaim.check.CheckProviders;
import io.yaim.config.keys.CheckKeys;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.read.BindingConfigReader;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.config.read.NodeConfigReader;
import io.yaim.config.read.RawConfig;
import io.yaim.config.read.StoreTypeRules;
import io.yaim.config.reload.ConfigOrigin;
import io.yaim.config.reload.KeyValues;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import io.yaim.store.spi.StoreProviders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Loads the configuration from a file, the environment and flags. A flag overrides the environment, which
/// overrides the file, which overrides the default. Reads files; contacts no service.
public final class ConfigLoader {

    /// Where the file is looked for if none is named; the first that exists is used.
    public static final List<Path> PLACES =
            List.of(Path.of("yaim.yml"), Path.of("/etc/yaim/yaim.yml"), Path.of("/etc/yaim.yml"));

    public static final int LARGEST_FILE = 1024 * 1024;

    private static final String ENVIRONMENT_PREFIX = "YAIM_";

    /// Names the file, as the flag `--config` does.
    static final String FILE_VARIABLE = ENVIRONMENT_PREFIX + "CONFIG";

    /// What `bin/yaim` reads before Java runs.
    private static final Set<String> NOT_KEYS = Set.of(FILE_VARIABLE, "YAIM_JAVA_HOME", "YAIM_JAVA_OPTS");

    private static final int LONGEST_HOST_NAME = 256;

    private final StoreProviders stores = StoreProviders.installed();
    private final CheckTypeSource checkTypeSource;
    private final Path standardCheckersDir;
    private final List<Path> places;
    private final Path hostNameFile;

    /// @param standardCheckersDir the default of `checkers-dir`
    public ConfigLoader(CheckTypeSource checkTypeSource, Path standardCheckersDir) {
        this(checkTypeSource, standardCheckersDir, PLACES, Path.of("/proc/sys/kernel/hostname"));
    }

    ConfigLoader(CheckTypeSource checkTypeSource, Path standardCheckersDir, List<Path> places, Path hostNameFile) {
        this.checkTypeSource = checkTypeSource;
        this.standardCheckersDir = standardCheckersDir;
        this.places = List.copyOf(places);
        this.hostNameFile = hostNameFile;
    }

    /// The configuration, validated; or all its mistakes.
    ///
    /// @param file the file to read; empty: the one that `YAIM_CONFIG` names; else the first of
    ///     [#PLACES] that exists
    /// @param environment all of it; only names with `YAIM_` are read
    /// @param flags the keys of the file, without leading dashes
    public Config load(Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
            throws ConfigException {
        return read(file, environment, flags).config();
    }

    /// As [#load], together with where each value comes from.
    public ExplainedConfig explain(Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
            throws ConfigException {
        Read read = read(file, environment, flags);
        return new ConfigExplainer(read.providers, read.config).read();
    }

    /// The configuration that a file with this content and these flags would give, validated; or all its mistakes.
    ///
    /// @param name of the file in messages
    public Config loadText(String name, String text, Map<String, String> flags) throws ConfigException {
        var problems = new Problems();
        Optional<RawValue.RawMap> rawMap = YamlReader.read(name, text, problems);
        problems.throwIfAny();
        return read(Optional.empty(), name, List.of(rawMap.orElseThrow().fields(), fromFlags(flags)), problems, "")
                .config();
    }

    private record Read(Config config, CheckProviders providers) {}

    private Read read(Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
            throws ConfigException {
        var problems = new Problems();
        Optional<Path> chosen = file.or(() -> named(environment, problems))
                .or(() -> places.stream().filter(Files::exists).findFirst());
        String source = chosen.map(Path::toString).orElse("no file");
        Optional<RawValue.RawMap> rawMap = chosen.flatMap(path -> readFile(path, problems));
        if (chosen.isPresent() && rawMap.isEmpty()) {
            problems.throwIfAny();
        }
        List<Map<String, RawValue>> sources = List.of(
                rawMap.map(RawValue.RawMap::fields).orElse(Map.of()), fromEnvironment(environment), fromFlags(flags));
        String lookedFor = chosen.isPresent()
                ? ""
                : places.stream().map(Path::toString).collect(Collectors.joining(", ", "; looked for ", ""));
        return read(chosen, source, sources, problems, lookedFor);
    }

    private Read read(
            Optional<Path> chosen,
            String source,
            List<Map<String, RawValue>> sources,
            Problems problems,
            String lookedFor)
            throws ConfigException {
        CheckProviders providers = providers(checkersDir(sources), source, problems);
        ConfigKeyTable table = ConfigKeyTable.of(stores, providers);
        RawConfig rawConfig = RawConfig.of(sources, table, new SourceLocation(source, 0, ""), problems);
        rawConfig.overrideDefaults(Map.of(CheckKeys.CHECKERS_DIR.name(), Optional.of(standardCheckersDir.toString())));
        NodeConfigReader.applyHostName(hostName(), rawConfig);
        StoreTypeRules.applyTo(rawConfig);
        BindingConfigReader.requireInterface(lookedFor, rawConfig);
        Config config = new ConfigReader(rawConfig)
                .read(
                        new CheckConfigReader(rawConfig, providers)::read,
                        found -> new ConfigOrigin(chosen, found.warnings(), rawConfig, KeyValues.of(rawConfig)));
        return new Read(config, providers);
    }

    private static Optional<Path> named(Map<String, String> environment, Problems problems) {
        Optional<String> name =
                Optional.ofNullable(environment.get(FILE_VARIABLE)).filter(value -> !value.isEmpty());
        Optional<Path> path = name.flatMap(value -> ValueTypes.parseOrEmpty(Path::of, value));
        if (name.isPresent() && path.isEmpty()) {
            problems.add(
                    new SourceLocation(SourceLocation.ENVIRONMENT, 0, FILE_VARIABLE),
                    "found " + SanitizedText.quoted(name.get()) + ", expected "
                            + ValueTypes.path().expected());
        }
        return path;
    }

    private static Optional<RawValue.RawMap> readFile(Path path, Problems problems) {
        return content(path, problems).flatMap(text -> YamlReader.read(path.toString(), text, problems));
    }

    /// Empty if it cannot be read. The reason is then among the problems.
    public static Optional<String> content(Path path, Problems problems) {
        var sourceLocation = new SourceLocation(path.toString(), 0, "");
        if (!Files.isRegularFile(path)) {
            problems.add(sourceLocation, Files.exists(path) ? "is no file" : "there is no such file");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                problems.add(sourceLocation, "found more than " + LARGEST_FILE + " bytes, expected at most that");
                return Optional.empty();
            }
            return Optional.of(RawConfig.decodeUtf8(bytes));
        } catch (CharacterCodingException e) {
            problems.add(sourceLocation, "found bytes that are no UTF-8, expected text");
        } catch (NoSuchFileException e) {
            problems.add(sourceLocation, "there is no such file");
        } catch (IOException e) {
            problems.add(sourceLocation, "cannot be read: " + SanitizedText.plain(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    /// The original ignored variables without a value.
    private static Map<String, RawValue> fromEnvironment(Map<String, String> environment) {
        Map<String, RawValue> raws = new LinkedHashMap<>();
        environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ENVIRONMENT_PREFIX))
                .filter(entry ->
                        !NOT_KEYS.contains(entry.getKey()) && !entry.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> raws.put(
                        entry.getKey().substring(ENVIRONMENT_PREFIX.length()),
                        new RawValue.RawText(
                                new SourceLocation(SourceLocation.ENVIRONMENT, 0, entry.getKey()),
                                entry.getValue(),
                                true)));
        return raws;
    }

    private static Map<String, RawValue> fromFlags(Map<String, String> flags) {
        Map<String, RawValue> raws = new LinkedHashMap<>();
        flags.forEach((name, value) -> raws.put(
                name,
                new RawValue.RawText(
                        new SourceLocation(SourceLocation.FLAG, 0, "--" + SanitizedText.plain(name)), value, true)));
        return raws;
    }

    /// It must be known before the other keys, because the checks there have keys of their own. A value that is not a
    /// path is reported with the other mistakes.
    private Path checkersDir(List<Map<String, RawValue>> sources) {
        Path strongest = standardCheckersDir;
        for (Map<String, RawValue> source : sources) {
            for (Map.Entry<String, RawValue> entry : source.entrySet()) {
                if (CheckKeys.CHECKERS_DIR.isNamed(YamlReader.normalKey(entry.getKey()))
                        && !(entry.getValue() instanceof RawValue.RawText rawText && rawText.isUnset())) {
                    strongest = CheckKeys.CHECKERS_DIR.read(entry.getValue()).orElse(strongest);
                }
            }
        }
        return strongest;
    }

    private CheckProviders providers(Path checkersDir, String source, Problems problems) throws ConfigException {
        try {
            return checkTypeSource.find(checkersDir);
        } catch (IOException e) {
            problems.add(
                    new SourceLocation(source, 0, CheckKeys.CHECKERS_DIR.name()),
                    "cannot look for checkers in " + SanitizedText.quoted(checkersDir.toString()) + ": "
                            + SanitizedText.plain(String.valueOf(e.getMessage())));
            throw problems.exception();
        }
    }

    /// Empty if the kernel does not report it.
    private Optional<String> hostName() {
        try (InputStream in = Files.newInputStream(hostNameFile)) {
            return Optional.of(new String(in.readNBytes(LONGEST_HOST_NAME), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
