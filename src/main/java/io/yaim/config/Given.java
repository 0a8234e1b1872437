package io.yaim.config;

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
final class Given {

    private static final int LARGEST_SECRET = 4096;

    private final Map<String, Raw> byName;
    private final Map<String, Optional<String>> standards;
    private final Place nowhere;
    private final Problems problems;

    private Given(Map<String, Raw> byName, Map<String, Optional<String>> standards, Place nowhere, Problems problems) {
        this.byName = byName;
        this.standards = standards;
        this.nowhere = nowhere;
        this.problems = problems;
    }

    /// Looks each spelling up in the table; what is unknown, given twice or of the wrong kind goes to the
    /// problems.
    ///
    /// @param sources by keys as they are spelt there, the weakest first; without value: what holds when it
    ///     is not set
    /// @param nowhere where a key is missed that no source gives
    static Given of(List<Map<String, Raw>> sources, KeyTable table, Place nowhere, Problems problems) {
        Map<String, Raw> byName = new LinkedHashMap<>();
        for (Map<String, Raw> source : sources) {
            Set<String> here = new HashSet<>();
            source.forEach((spelling, raw) -> {
                String normal = YamlText.normal(spelling);
                Optional<Key<?>> key = table.find(normal);
                if (key.isEmpty()) {
                    problems.unknownKey(raw.place(), table.nearest(normal));
                } else if (!here.add(key.get().name())) {
                    problems.add(
                            raw.place(),
                            "found twice, expected once; it is the same as "
                                    + key.get().name());
                } else if (raw instanceof Raw.Text text && text.isUnset()) {
                    byName.remove(key.get().name());
                } else {
                    byName.put(key.get().name(), raw);
                    checkKind(key.get(), raw, problems);
                }
            });
        }
        return new Given(byName, Map.of(), nowhere, problems);
    }

    private static void checkKind(Key<?> key, Raw raw, Problems problems) {
        if (key.read(raw).isEmpty()) {
            problems.addOnce(
                    raw.place(),
                    "found " + key.found(raw) + ", expected " + key.kind().expected());
        }
    }

    /// The same where some keys that are not set mean something else than they do by themselves.
    ///
    /// @param others by the names of these keys; empty: nothing
    Given withStandards(Map<String, Optional<String>> others) {
        return new Given(byName, Map.copyOf(others), nowhere, problems);
    }

    /// What holds when the key is not set, as one would write it.
    Optional<String> standard(Key<?> key) {
        return standards.getOrDefault(key.name(), key.standard());
    }

    /// The value, else the standard one; empty if there is neither, or if the value is a mistake that is
    /// known already.
    <T> Optional<T> get(Key<T> key) {
        Optional<Raw> raw = raw(key.name());
        if (raw.isPresent()) {
            return raw.flatMap(key::read);
        }
        return standard(key).flatMap(text -> key.read(new Raw.Text(nowhere, text, true)));
    }

    /// What is given under names that begin so, by the rest of the name. Without yaim's own keys, such as
    /// `http-listen`.
    Map<String, Raw> startingWith(String prefix) {
        Map<String, Raw> found = new LinkedHashMap<>();
        byName.forEach((name, raw) -> {
            if (name.startsWith(prefix) && Keys.ALL.stream().noneMatch(key -> key.isNamed(name))) {
                found.put(name.substring(prefix.length()), raw);
            }
        });
        return found;
    }

    /// What is given, by the keys' own names.
    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /// By the names of the keys.
    Map<String, Raw> all() {
        return Collections.unmodifiableMap(byName);
    }

    Optional<Raw> raw(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean has(Key<?> key) {
        return byName.containsKey(key.name());
    }

    /// Where the key stands, or where one would look for it.
    Place place(Key<?> key) {
        return raw(key.name()).map(Raw::place).orElse(new Place(nowhere.source(), 0, key.name()));
    }

    Problems problems() {
        return problems;
    }

    /// The secret itself, or what the file holds.
    Optional<Secret> secret(Key<Secret> key, Key<Path> fileKey) {
        if (has(key) && has(fileKey)) {
            problems.addOnce(place(fileKey), "found beside " + key.name() + ", expected one of the two");
            return Optional.empty();
        }
        return get(key).or(() -> get(fileKey).flatMap(file -> read(file, place(fileKey), problems)));
    }

    /// The text of a file, without the line end that editors put there.
    static Optional<Secret> read(Path file, Place place, Problems problems) {
        String expected = ", expected a file that can be read, with 1 to " + LARGEST_SECRET + " bytes of text";
        String found = "found " + Shown.quoted(file.toString());
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_SECRET) {
                problems.addOnce(place, found + expected);
                return Optional.empty();
            }
            String text = utf8(Files.readAllBytes(file)).replaceFirst("\\r?\\n$", "");
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
        } catch (IOException e) {
            found += " (" + Shown.plain(e.getClass().getSimpleName()) + ")";
        }
        problems.addOnce(place, found + expected);
        return Optional.empty();
    }

    /// Refuses bytes that are no UTF-8, which a String would quietly replace.
    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
