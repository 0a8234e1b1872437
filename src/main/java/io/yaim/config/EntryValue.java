package io.yaim.config;

import io.yaim.store.EntryCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The options of an entry as its value in the store has them: where a file has text, they have numbers.
final class EntryValue {

    private static final Set<String> NUMBERS = Set.of("prefix", "port");
    private static final String TIME = "check-interval";

    private EntryValue() {}

    /// @throws IllegalArgumentException a time is none; the message says which
    static Map<String, Object> of(Map<String, Raw> raws) {
        var values = new LinkedHashMap<String, Object>();
        raws.forEach((name, raw) -> values.put(YamlText.normal(name), value(YamlText.normal(name), raw)));
        return values;
    }

    private static Object value(String name, Raw raw) {
        return switch (raw) {
            case Raw.Text text when name.equals(TIME) -> millis(text);
            case Raw.Text text
            when NUMBERS.contains(name) && text.value().matches("\\d{1,9}") -> Integer.valueOf(text.value());
            case Raw.Text text -> text.value();
            case Raw.Items several ->
                several.items().stream().map(item -> value("", item)).toList();
            case Raw.Fields map -> of(map.fields());
        };
    }

    /// May say its unit, as everywhere in the file.
    private static long millis(Raw.Text text) {
        Kind<Duration> kind = Kinds.time(EntryCodec.SHORTEST_INTERVAL, EntryCodec.LONGEST_INTERVAL);
        return kind.read()
                .apply(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        TIME + ": found " + text.found() + ", expected " + kind.expected()))
                .toMillis();
    }
}
