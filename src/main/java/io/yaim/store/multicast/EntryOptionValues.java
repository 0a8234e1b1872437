package io.yaim.store.multicast;

import io.yaim.setting.RawValue;
import io.yaim.setting.ValueType;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import io.yaim.store.EntryCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The options of an entry as its value in the store has them: where a file has text, they have numbers.
final class EntryOptionValues {

    private static final Set<String> NUMBERS = Set.of("prefix", "port");
    private static final String TIME = "check-interval";

    private EntryOptionValues() {}

    /// @throws IllegalArgumentException a time is none; the message says which
    static Map<String, Object> of(Map<String, RawValue> raws) {
        var values = new LinkedHashMap<String, Object>();
        raws.forEach((name, rawValue) ->
                values.put(YamlReader.normalKey(name), value(YamlReader.normalKey(name), rawValue)));
        return values;
    }

    private static Object value(String name, RawValue rawValue) {
        return switch (rawValue) {
            case RawValue.RawText rawText when name.equals(TIME) -> millis(rawText);
            case RawValue.RawText rawText
            when NUMBERS.contains(name) && rawText.value().matches("\\d{1,9}") -> Integer.valueOf(rawText.value());
            case RawValue.RawText rawText -> rawText.value();
            case RawValue.RawList several ->
                several.items().stream().map(item -> value("", item)).toList();
            case RawValue.RawMap map -> of(map.fields());
        };
    }

    /// The time may have a unit, as everywhere in the file.
    private static long millis(RawValue.RawText rawText) {
        ValueType<Duration> valueType = ValueTypes.time(EntryCodec.SHORTEST_INTERVAL, EntryCodec.LONGEST_INTERVAL);
        return valueType
                .parser()
                .apply(rawText)
                .orElseThrow(() -> new IllegalArgumentException(
                        TIME + ": found " + rawText.description() + ", expected " + valueType.expected()))
                .toMillis();
    }
}
