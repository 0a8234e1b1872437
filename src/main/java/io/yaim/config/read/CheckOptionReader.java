package io.yaim.config.read;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.check.Pace;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.Misspelling;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.Secret;
import io.yaim.setting.SourceLocation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the options of one check.
final class CheckOptionReader {

    private final CheckProvider provider;
    private final SourceLocation sourceLocation;
    private final String prefix;
    private final RawConfig rawConfig;
    private final Problems problems;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, SourceLocation> places = new LinkedHashMap<>();
    private boolean isFaulty;

    /// @param sourceLocation the location of the whole check
    /// @param prefix precedes the key of an option in messages
    CheckOptionReader(CheckProvider provider, SourceLocation sourceLocation, String prefix, RawConfig rawConfig) {
        this.provider = provider;
        this.sourceLocation = sourceLocation;
        this.prefix = prefix;
        this.rawConfig = rawConfig;
        this.problems = rawConfig.problems();
    }

    /// Adds a key of the top level whose spelling and type were checked. It belongs to this check only if the
    /// check knows it.
    void addFlat(String key, RawValue rawValue) {
        if (provider.option(key).isPresent() || secretOfFile(key).isPresent() || provider.takesAnyOption()) {
            add(key, rawValue);
        }
    }

    void add(String key, RawValue rawValue) {
        Optional<Option> option = provider.option(key);
        Optional<Option> secret = secretOfFile(key);
        if (option.isPresent()) {
            put(option.get().key(), rawValue, value(option.get(), rawValue));
        } else if (secret.isPresent()) {
            put(secret.get().key(), rawValue, secretText(secret.get(), rawValue));
        } else if (provider.takesAnyOption()) {
            put(key, rawValue, Optional.of(plain(rawValue)));
        } else {
            isFaulty = true;
            List<String> known = known();
            problems.add(
                    rawValue.sourceLocation(),
                    "unknown option of " + provider.type()
                            + Misspelling.nearest(key, known)
                                    .map(near -> ", did you mean `" + near + "`?")
                                    .orElse(", known are " + String.join(", ", known)));
        }
    }

    /// The settings, if they have no mistakes. To find out, the check is created once, and closed.
    Optional<CheckSettings> settings(String name, Pace pace) {
        for (Option option : provider.options()) {
            if (option.required() && !places.containsKey(option.key())) {
                isFaulty = true;
                problems.add(
                        new SourceLocation(sourceLocation.source(), sourceLocation.line(), prefix + option.key()),
                        "found nothing, expected " + option.description());
            }
        }
        if (isFaulty) {
            return Optional.empty();
        }
        var settings = new CheckSettings(name, provider.type(), pace, options);
        try {
            provider.create(settings).close();
            return Optional.of(settings);
        } catch (InvalidOptionException e) {
            SourceLocation where = places.getOrDefault(
                    e.key(), new SourceLocation(sourceLocation.source(), sourceLocation.line(), prefix + e.key()));
            problems.add(where, "found " + SanitizedText.plain(e.found()) + ", expected " + e.expected());
            return Optional.empty();
        }
    }

    private void put(String key, RawValue rawValue, Optional<Object> value) {
        SourceLocation earlier = places.putIfAbsent(key, rawValue.sourceLocation());
        if (earlier != null) {
            isFaulty = true;
            problems.add(rawValue.sourceLocation(), "found beside " + earlier.spelling() + ", expected one of the two");
        } else if (value.isEmpty()) {
            isFaulty = true;
        } else {
            options.put(key, value.get());
        }
    }

    private Optional<Object> value(Option option, RawValue rawValue) {
        ConfigKey<?> configKey = ConfigKeyTable.key(provider.type(), option);
        if (configKey.read(rawValue).isEmpty()) {
            problems.addOnce(
                    rawValue.sourceLocation(),
                    "found " + configKey.found(rawValue) + ", expected "
                            + configKey.type().expected());
            return Optional.empty();
        }
        return Optional.of(plain(rawValue));
    }

    private Optional<Option> secretOfFile(String key) {
        return key.endsWith(ConfigKeyTable.FILE_SUFFIX)
                ? provider.option(key.substring(0, key.length() - ConfigKeyTable.FILE_SUFFIX.length()))
                        .filter(option -> option.kind() == Option.Kind.SECRET)
                : Optional.empty();
    }

    private Optional<Object> secretText(Option secret, RawValue rawValue) {
        ConfigKey<?> configKey = ConfigKeyTable.fileKey(provider.type(), secret);
        Optional<?> path = configKey.read(rawValue);
        if (path.isEmpty()) {
            problems.addOnce(
                    rawValue.sourceLocation(),
                    "found " + configKey.found(rawValue) + ", expected "
                            + configKey.type().expected());
        }
        return path.flatMap(file -> rawConfig.secretIn((Path) file, rawValue)).map(Secret::value);
    }

    private List<String> known() {
        Stream<String> own = provider.options().stream().map(Option::key);
        Stream<String> pace = CheckConfigReader.PACE_KEYS.keySet().stream();
        return Stream.of(own, pace, Stream.of(CheckConfigReader.NAME))
                .flatMap(names -> names)
                .toList();
    }

    /// Texts, lists and maps of the JDK, as a check expects them.
    private static Object plain(RawValue rawValue) {
        return switch (rawValue) {
            case RawValue.RawText rawText -> rawText.value();
            case RawValue.RawList several ->
                several.items().stream().map(CheckOptionReader::plain).toList();
            case RawValue.RawMap map ->
                map.fields().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> plain(entry.getValue()),
                                (one, _) -> one,
                                LinkedHashMap::new));
        };
    }
}
