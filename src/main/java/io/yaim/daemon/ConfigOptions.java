package io.yaim.daemon;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that name the configuration and override its values.
public final class ConfigOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; if omitted, the first of ./yaim.yml, /etc/yaim/yaim.yml, /etc/yaim.yml.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the configuration; can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--nodename", paramLabel = "NAME", description = "Overrides nodename.")
    private @Nullable String nodename;

    @Option(names = "--interface", paramLabel = "NAME", description = "Overrides interface.")
    private @Nullable String interfaceName;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "Overrides log-level.")
    private @Nullable String logLevel;

    public static ConfigOptions of(Optional<Path> file, Map<String, String> settings) {
        var options = new ConfigOptions();
        options.file = file.orElse(null);
        options.settings.putAll(settings);
        return options;
    }

    /// Fills in what is not given here from options that are more general, such as those before a subcommand.
    public void addDefaults(ConfigOptions general) {
        if (file == null) {
            file = general.file;
        }
        Map<String, String> own = overrides();
        settings = general.overrides();
        settings.putAll(own);
        nodename = null;
        interfaceName = null;
        logLevel = null;
    }

    /// Whether none is given.
    public boolean isEmpty() {
        return file == null && overrides().isEmpty();
    }

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /// Returns the overrides of the command line, by keys of the configuration.
    Map<String, String> overrides() {
        var overrides = new LinkedHashMap<>(settings);
        put(overrides, "nodename", nodename);
        put(overrides, "interface", interfaceName);
        put(overrides, "log-level", logLevel);
        return overrides;
    }

    private static void put(Map<String, String> overrides, String key, @Nullable String value) {
        if (value != null) {
            overrides.put(key, value);
        }
    }
}
