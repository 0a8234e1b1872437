package io.yaim.config.reload;

import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.NodeKeys;
import io.yaim.config.read.RawConfig;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.RawValue;
import io.yaim.setting.YamlReader;
import io.yaim.store.spi.StoreKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The value of each key, by its name: enough to tell which keys differ between two configurations. The content of a
/// file that a key names is part of its value. Shows names only: there are secrets.
public final class KeyValues {

    private final SortedMap<String, Object> byName;

    private KeyValues(SortedMap<String, Object> byName) {
        this.byName = byName;
    }

    /// If a key is not set, its default may depend on other keys. That is not a difference of this key, except for the
    /// type of the store.
    public static KeyValues of(RawConfig rawConfig) {
        var byName = new TreeMap<String, Object>();
        for (ConfigKey<?> configKey : rawConfig.table().keys()) {
            rawConfig.getAlone(configKey).ifPresent(value -> byName.put(configKey.name(), value));
        }
        for (ConfigKey<?> configKey : List.of(NodeKeys.NODENAME, StoreKeys.DCS_TYPE)) {
            rawConfig.get(configKey).ifPresent(value -> byName.put(configKey.name(), value));
        }
        rawConfig.all().forEach((name, rawValue) -> {
            boolean isInput = rawConfig
                    .table()
                    .find(name)
                    .filter(configKey -> configKey.type().namesInput())
                    .isPresent();
            if (isInput || !byName.containsKey(name) || isOfRawValues(byName.get(name))) {
                byName.put(name, plain(isInput, rawValue));
            }
        });
        return new KeyValues(byName);
    }

    /// A raw value says where it stands, which makes no difference.
    private static boolean isOfRawValues(Object value) {
        return value instanceof List<?> items && items.stream().anyMatch(RawValue.class::isInstance);
    }

    /// The names of the keys that do not have the same value in both, in alphabetical order.
    public SortedSet<String> differingKeys(KeyValues other) {
        var names = new TreeSet<>(byName.keySet());
        names.addAll(other.byName.keySet());
        names.removeIf(name -> Objects.equals(byName.get(name), other.byName.get(name)));
        return names;
    }

    /// The values of `next`, but for the keys that stay as they are here.
    public KeyValues mergedWith(KeyValues next, Predicate<String> stays) {
        var merged = new TreeMap<>(next.byName);
        merged.keySet().removeIf(stays);
        byName.forEach((name, value) -> {
            if (stays.test(name)) {
                merged.put(name, value);
            }
        });
        return new KeyValues(merged);
    }

    /// The same wherever it stands, and however it is quoted.
    private static Object plain(boolean isInput, RawValue rawValue) {
        return switch (rawValue) {
            case RawValue.RawText rawText when isInput -> List.of(rawText.value(), FileContent.of(rawText.value()));
            case RawValue.RawText rawText -> rawText.value();
            case RawValue.RawList several -> {
                var items = new ArrayList<Object>();
                several.items().forEach(item -> items.add(plain(false, item)));
                yield items;
            }
            case RawValue.RawMap map -> {
                var fields = new LinkedHashMap<String, Object>();
                map.fields().forEach((spelling, value) -> {
                    String key = YamlReader.normalKey(spelling);
                    fields.put(key, plain(key.endsWith(ConfigKeyTable.FILE_SUFFIX), value));
                });
                yield fields;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyValues keyValues && byName.equals(keyValues.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.keySet().toString();
    }
}
