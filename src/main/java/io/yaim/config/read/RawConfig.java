package io.yaim.config.read;

import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.Secret;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What file, environment and flags give, each key once: the value of the strongest source.
///
/// Each value, and each file that a value names, is read once. So a value that stays over a reload stays as it was read
/// at the start, whatever has become of its file.
public final class RawConfig implements ConfigValues {

    private static final int LARGEST_SECRET = 4096;

    private final ConfigKeyTable table;
    private final SourceLocation nowhere;
    private final Problems problems;
    private final Map<String, RawValue> byName = new LinkedHashMap<>();
    private final Map<String, Optional<String>> overriddenDefaults = new HashMap<>();

    // by identity: equal texts in other places may mean other things
    private final IdentityHashMap<RawValue, Optional<?>> values = new IdentityHashMap<>();
    private final IdentityHashMap<RawValue, Secret> secrets = new IdentityHashMap<>();

    private RawConfig(ConfigKeyTable table, SourceLocation nowhere, Problems problems) {
        this.table = table;
        this.nowhere = nowhere;
        this.problems = problems;
    }

    /// Looks each spelling up in the table. Unknown keys, keys that are given twice, and values of the wrong type go to
    /// the problems.
    ///
    /// @param sources by keys as they are spelt there, the weakest first; a key without a value gets its default
    /// @param nowhere the location of a key that no source gives
    public static RawConfig of(
            List<Map<String, RawValue>> sources, ConfigKeyTable table, SourceLocation nowhere, Problems problems) {
        var rawConfig = new RawConfig(table, nowhere, problems);
        for (Map<String, RawValue> source : sources) {
            Set<String> here = new HashSet<>();
            source.forEach((spelling, rawValue) -> rawConfig.take(spelling, rawValue, here));
        }
        return rawConfig;
    }

    private void take(String spelling, RawValue rawValue, Set<String> here) {
        String normal = YamlReader.normalKey(spelling);
        Optional<ConfigKey<?>> found = table.find(normal);
        if (found.isEmpty()) {
            problems.unknownKey(rawValue.sourceLocation(), table.nearest(normal));
            return;
        }
        ConfigKey<?> configKey = found.get();
        if (!here.add(configKey.name())) {
            problems.add(
                    rawValue.sourceLocation(), "found twice, expected once; it is the same as " + configKey.name());
        } else if (rawValue instanceof RawValue.RawText rawText && rawText.isUnset()) {
            byName.remove(configKey.name());
        } else {
            byName.put(configKey.name(), rawValue);
            if (read(configKey, rawValue).isEmpty()) {
                problems.addOnce(
                        rawValue.sourceLocation(),
                        "found " + configKey.found(rawValue) + ", expected "
                                + configKey.type().expected());
            }
        }
    }

    /// The values of `next`, but for the keys that stay as they are here. Those are not read again.
    ///
    /// @param stays by the names of keys
    public RawConfig mergedWith(RawConfig next, Predicate<String> stays) {
        var merged = new RawConfig(next.table, next.nowhere, new Problems());
        merged.copy(next, stays.negate());
        merged.copy(this, stays);
        merged.secrets.putAll(secrets);
        return merged;
    }

    private void copy(RawConfig other, Predicate<String> isCopied) {
        other.byName.forEach((name, rawValue) -> {
            if (isCopied.test(name)) {
                byName.put(name, rawValue);
                values.put(rawValue, other.values.getOrDefault(rawValue, Optional.empty()));
            }
        });
        other.overriddenDefaults.forEach((name, standard) -> {
            if (isCopied.test(name)) {
                overriddenDefaults.put(name, standard);
            }
        });
    }

    /// Changes the defaults of keys.
    ///
    /// @param others by the names of these keys; empty: no default
    public void overrideDefaults(Map<String, Optional<String>> others) {
        overriddenDefaults.putAll(others);
    }

    /// The value if the key is not set, as it is written in the file.
    public Optional<String> defaultOf(ConfigKey<?> configKey) {
        return overriddenDefaults.getOrDefault(configKey.name(), configKey.standard());
    }

    /// The value, or else the default. Empty if there is neither, or if the value has the wrong type. Then the
    /// problems contain that already.
    @Override
    public <T> Optional<T> get(ConfigKey<T> configKey) {
        return get(configKey, defaultOf(configKey));
    }

    /// The same with the default that the key has by itself.
    public <T> Optional<T> getAlone(ConfigKey<T> configKey) {
        return get(configKey, configKey.standard());
    }

    private <T> Optional<T> get(ConfigKey<T> configKey, Optional<String> standard) {
        Optional<RawValue> rawValue = raw(configKey.name());
        return rawValue.isPresent()
                ? read(configKey, rawValue.get())
                : standard.flatMap(text -> configKey.read(new RawValue.RawText(nowhere, text, true)));
    }

    /// The value of a key that has a default, if there are no problems.
    public <T> T required(ConfigKey<T> configKey) {
        return get(configKey).orElseThrow();
    }

    @SuppressWarnings("unchecked") // each raw value belongs to one key
    private <T> Optional<T> read(ConfigKey<T> configKey, RawValue rawValue) {
        return (Optional<T>) values.computeIfAbsent(rawValue, configKey::read);
    }

    /// The values whose names begin with this prefix, by the rest of the name. Without keys that are not options of
    /// checks, such as `http-listen`.
    Map<String, RawValue> withPrefix(String prefix) {
        Map<String, RawValue> found = new LinkedHashMap<>();
        byName.forEach((name, rawValue) -> {
            if (name.startsWith(prefix) && !table.isOwn(name)) {
                found.put(name.substring(prefix.length()), rawValue);
            }
        });
        return found;
    }

    public ConfigKeyTable table() {
        return table;
    }

    /// All values, by the names of their keys.
    public Map<String, RawValue> all() {
        return Collections.unmodifiableMap(byName);
    }

    @Override
    public Optional<RawValue> raw(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public boolean has(ConfigKey<?> configKey) {
        return byName.containsKey(configKey.name());
    }

    /// Where the key stands, or where a reader would look for it.
    @Override
    public SourceLocation locationOf(ConfigKey<?> configKey) {
        return raw(configKey.name())
                .map(RawValue::sourceLocation)
                .orElse(new SourceLocation(nowhere.source(), 0, configKey.name()));
    }

    @Override
    public Problems problems() {
        return problems;
    }

    /// The secret itself, or the content of the file.
    @Override
    public Optional<Secret> secretOrFile(ConfigKey<Secret> configKey, ConfigKey<Path> fileKey) {
        if (has(configKey) && has(fileKey)) {
            problems.addOnce(locationOf(fileKey), "found beside " + configKey.name() + ", expected one of the two");
            return Optional.empty();
        }
        return get(configKey)
                .or(() -> get(fileKey)
                        .flatMap(file -> secretIn(file, raw(fileKey.name()).orElseThrow())));
    }

    /// The text of a file, without the line end that editors add.
    ///
    /// @param rawValue the value that names the file
    Optional<Secret> secretIn(Path file, RawValue rawValue) {
        Optional<Secret> known = Optional.ofNullable(secrets.get(rawValue));
        if (known.isPresent()) {
            return known;
        }
        Optional<Secret> secret = readSecretFile(file, rawValue.sourceLocation());
        secret.ifPresent(text -> secrets.put(rawValue, text));
        return secret;
    }

    private Optional<Secret> readSecretFile(Path file, SourceLocation sourceLocation) {
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

    /// Refuses bytes that are not UTF-8, which a String would replace silently.
    public static String decodeUtf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /// Names only: there are secrets.
    @Override
    public String toString() {
        return byName.keySet().toString();
    }
}
