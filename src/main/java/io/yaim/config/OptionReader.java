package io.yaim.config;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.check.Pace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects the options of one check.
final class OptionReader {

    private final CheckProvider provider;
    private final Place place;
    private final String prefix;
    private final Problems problems;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private boolean isFaulty;

    /// @param place where the check as a whole stands
    /// @param prefix what is before the key of an option in messages
    OptionReader(CheckProvider provider, Place place, String prefix, Problems problems) {
        this.provider = provider;
        this.place = place;
        this.prefix = prefix;
        this.problems = problems;
    }

    /// A key of the top level whose spelling and kind have been looked at; not of this check unless it
    /// knows it.
    void addFlat(String key, Raw raw) {
        if (provider.option(key).isPresent() || secretOfFile(key).isPresent() || provider.takesAnyOption()) {
            add(key, raw);
        }
    }

    void add(String key, Raw raw) {
        Optional<Option> option = provider.option(key);
        Optional<Option> secret = secretOfFile(key);
        if (option.isPresent()) {
            put(option.get().key(), raw, value(option.get(), raw));
        } else if (secret.isPresent()) {
            put(secret.get().key(), raw, secretText(secret.get(), raw));
        } else if (provider.takesAnyOption()) {
            put(key, raw, Optional.of(plain(raw)));
        } else {
            isFaulty = true;
            List<String> known = known();
            problems.add(
                    raw.place(),
                    "unknown option of " + provider.type()
                            + KeyTable.nearest(key, known)
                                    .map(near -> ", did you mean `" + near + "`?")
                                    .orElse(", known are " + String.join(", ", known)));
        }
    }

    /// The settings, if nothing is wrong with them; the check is made once to see that, and closed.
    Optional<CheckSettings> settings(String name, Pace pace) {
        for (Option option : provider.options()) {
            if (option.required() && !places.containsKey(option.key())) {
                isFaulty = true;
                problems.add(
                        new Place(place.source(), place.line(), prefix + option.key()),
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
            Place where = places.getOrDefault(e.key(), new Place(place.source(), place.line(), prefix + e.key()));
            problems.add(where, "found " + Shown.plain(e.found()) + ", expected " + e.expected());
            return Optional.empty();
        }
    }

    private void put(String key, Raw raw, Optional<Object> value) {
        Place earlier = places.putIfAbsent(key, raw.place());
        if (earlier != null) {
            isFaulty = true;
            problems.add(raw.place(), "found beside " + earlier.spelling() + ", expected one of the two");
        } else if (value.isEmpty()) {
            isFaulty = true;
        } else {
            options.put(key, value.get());
        }
    }

    private Optional<Object> value(Option option, Raw raw) {
        Key<?> key = KeyTable.key(provider.type(), option);
        if (key.read(raw).isEmpty()) {
            problems.addOnce(
                    raw.place(),
                    "found " + key.found(raw) + ", expected " + key.kind().expected());
            return Optional.empty();
        }
        return Optional.of(plain(raw));
    }

    private Optional<Option> secretOfFile(String key) {
        return key.endsWith(CheckReader.FILE_SUFFIX)
                ? provider.option(key.substring(0, key.length() - CheckReader.FILE_SUFFIX.length()))
                        .filter(option -> option.kind() == Option.Kind.SECRET)
                : Optional.empty();
    }

    private Optional<Object> secretText(Option secret, Raw raw) {
        Key<?> key = KeyTable.fileKey(provider.type(), secret);
        Optional<?> path = key.read(raw);
        if (path.isEmpty()) {
            problems.addOnce(
                    raw.place(),
                    "found " + key.found(raw) + ", expected " + key.kind().expected());
        }
        return path.flatMap(file -> Given.read((Path) file, raw.place(), problems))
                .map(Secret::value);
    }

    private List<String> known() {
        Stream<String> own = provider.options().stream().map(Option::key);
        Stream<String> pace = CheckReader.PACE_KEYS.keySet().stream();
        return Stream.of(own, pace, Stream.of(CheckReader.NAME))
                .flatMap(names -> names)
                .toList();
    }

    /// Texts, lists and maps of the JDK, as a check takes them.
    private static Object plain(Raw raw) {
        return switch (raw) {
            case Raw.Text text -> text.value();
            case Raw.Items several ->
                several.items().stream().map(OptionReader::plain).toList();
            case Raw.Fields map ->
                map.fields().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> plain(entry.getValue()),
                                (one, _) -> one,
                                LinkedHashMap::new));
        };
    }
}
