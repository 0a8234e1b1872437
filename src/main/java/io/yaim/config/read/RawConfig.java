package io.yaim.config.read;

import io.yaim.config.keys.ConfigKey;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.parts.Secret;
import io.yaim.config.source.Problems;
import io.yaim.config.source.RawValue;
import io.yaim.config.source.SanitizedText;
import io.yaim.config.source.SourceLocation;
import io.yaim.config.source.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What file, environment and flags give, each key once: the value of the strongest source.
public final class RawConfig {

    private static final int LARGEST_SECRET = 4096;

    private final Map<String, RawValue> byName;
    private final Map<String, Optional<String>> overriddenDefaults;
    private final SourceLocation nowhere;
    private final Problems problems;

    private RawConfig(
            Map<String, RawValue> byName,
            Map<String, Optional<String>> standards,
            SourceLocation nowhere,
            Problems problems) {
        this.byName = byName;
        this.overriddenDefaults = standards;
        this.nowhere = nowhere;
        this.problems = problems;
    }

    /// Looks each spelling up in the table; what is unknown, given twice or of the wrong kind goes to the
    /// problems.
    ///
    /// @param sources by keys as they are spelt there, the weakest first; without value: what holds when it
    ///     is not set
    /// @param nowhere where a key is missed that no source gives
    public static RawConfig of(
            List<Map<String, RawValue>> sources, ConfigKeyTable table, SourceLocation nowhere, Problems problems) {
        Map<String, RawValue> byName = new LinkedHashMap<>();
        for (Map<String, RawValue> source : sources) {
            Set<String> here = new HashSet<>();
            source.forEach((spelling, rawValue) -> {
                String normal = YamlReader.normalKey(spelling);
                Optional<ConfigKey<?>> configKey = table.find(normal);
                if (configKey.isEmpty()) {
                    problems.unknownKey(rawValue.sourceLocation(), table.nearest(normal));
                } else if (!here.add(configKey.get().name())) {
                    problems.add(
                            rawValue.sourceLocation(),
                            "found twice, expected once; it is the same as "
                                    + configKey.get().name());
                } else if (rawValue instanceof RawValue.RawText rawText && rawText.isUnset()) {
                    byName.remove(configKey.get().name());
                } else {
                    byName.put(configKey.get().name(), rawValue);
                    checkKind(configKey.get(), rawValue, problems);
                }
            });
        }
        return new RawConfig(byName, Map.of(), nowhere, problems);
    }

    private static void checkKind(ConfigKey<?> configKey, RawValue rawValue, Problems problems) {
        if (configKey.read(rawValue).isEmpty()) {
            problems.addOnce(
                    rawValue.sourceLocation(),
                    "found " + configKey.found(rawValue) + ", expected "
                            + configKey.type().expected());
        }
    }

    /// The same where some keys that are not set mean something else than they do by themselves.
    ///
    /// @param others by the names of these keys; empty: nothing
    public RawConfig withDefaults(Map<String, Optional<String>> others) {
        return new RawConfig(byName, Map.copyOf(others), nowhere, problems);
    }

    /// What holds when the key is not set, as one would write it.
    public Optional<String> defaultOf(ConfigKey<?> configKey) {
        return overriddenDefaults.getOrDefault(configKey.name(), configKey.standard());
    }

    /// The value, else the standard one; empty if there is neither, or if the value is a mistake that is
    /// known already.
    public <T> Optional<T> get(ConfigKey<T> configKey) {
        Optional<RawValue> rawValue = raw(configKey.name());
        if (rawValue.isPresent()) {
            return rawValue.flatMap(configKey::read);
        }
        return defaultOf(configKey).flatMap(text -> configKey.read(new RawValue.RawText(nowhere, text, true)));
    }

    /// What is given under names that begin so, by the rest of the name. Without yaim's own keys, such as
    /// `http-listen`.
    Map<String, RawValue> withPrefix(String prefix) {
        Map<String, RawValue> found = new LinkedHashMap<>();
        byName.forEach((name, rawValue) -> {
            if (name.startsWith(prefix) && ConfigKeys.ALL.stream().noneMatch(configKey -> configKey.isNamed(name))) {
                found.put(name.substring(prefix.length()), rawValue);
            }
        });
        return found;
    }

    /// What is given, by the keys' own names.
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /// By the names of the keys.
    public Map<String, RawValue> all() {
        return Collections.unmodifiableMap(byName);
    }

    public Optional<RawValue> raw(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public boolean has(ConfigKey<?> configKey) {
        return byName.containsKey(configKey.name());
    }

    /// Where the key stands, or where one would look for it.
    public SourceLocation locationOf(ConfigKey<?> configKey) {
        return raw(configKey.name())
                .map(RawValue::sourceLocation)
                .orElse(new SourceLocation(nowhere.source(), 0, configKey.name()));
    }

    public Problems problems() {
        return problems;
    }

    /// The secret itself, or what the file holds.
    Optional<Secret> secretOrFile(ConfigKey<Secret> configKey, ConfigKey<Path> fileKey) {
        if (has(configKey) && has(fileKey)) {
            problems.addOnce(locationOf(fileKey), "found beside " + configKey.name() + ", expected one of the two");
            return Optional.empty();
        }
        return get(configKey)
                .or(() -> get(fileKey).flatMap(file -> readSecretFile(file, locationOf(fileKey), problems)));
    }

    /// The text of a file, without the line end that editors put there.
    static Optional<Secret> readSecretFile(Path file, SourceLocation sourceLocation, Problems problems) {
        String expected = ", expected a file that can be read, with 1 to " + LARGEST_SECRET + " bytes of text";
        String found = "found " + SanitizedText.quoted(file.toString());
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_SECRET) {
                problems.addOnce(sourceLocation, found + expected);
                return Optional.empty();
            }
            String text = decodeUtf8(Files.readAllBytes(file)).replaceFirst("\\r?\\n$", "");
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
        } catch (IOException e) {
            found += " (" + SanitizedText.plain(e.getClass().getSimpleName()) + ")";
        }
        problems.addOnce(sourceLocation, found + expected);
        return Optional.empty();
    }

    /// Refuses bytes that are no UTF-8, which a String would quietly replace.
    public static String decodeUtf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
