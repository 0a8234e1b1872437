package io.yaim.config.reload;

import io.yaim.config.keys.ConfigKey;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.keys.MulticastConfigKeys;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.config.read.RawConfig;
import io.yaim.config.source.RawValue;
import io.yaim.config.source.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What holds for each key, by its name: enough to tell which keys differ between two configurations. The
/// content of a file that a key names counts as part of its value. Shows names only: there are secrets.
public final class KeyValues {

    /// Of these, [ConfigKey#read] tells where each item stands.
    private static final Set<String> LISTS =
            Set.of(ConfigKeys.CHECK_LIST.name(), ConfigKeys.HOOK_LIST.name(), MulticastConfigKeys.IPS.name());

    private final SortedMap<String, Object> byName;

    private KeyValues(SortedMap<String, Object> byName) {
        this.byName = byName;
    }

    /// What one key makes of another that is not set is no difference of that other one, but for the kind of
    /// store.
    ///
    /// @param nodename what holds when none is given
    public static KeyValues of(RawConfig rawConfig, ConfigKeyTable table, Object nodename) {
        var byName = new TreeMap<String, Object>();
        RawConfig alone = rawConfig.withDefaults(Map.of());
        for (ConfigKey<?> configKey : table.keys()) {
            alone.get(configKey).ifPresent(value -> byName.put(configKey.name(), value));
        }
        byName.put(ConfigKeys.NODENAME.name(), nodename);
        rawConfig.get(ConfigKeys.DCS_TYPE).ifPresent(type -> byName.put(ConfigKeys.DCS_TYPE.name(), type));
        rawConfig.all().forEach((name, rawValue) -> {
            boolean isToBeRead = LISTS.contains(name) || isFile(name);
            if (isToBeRead || !byName.containsKey(name)) {
                byName.put(name, plain(name, rawValue));
            }
        });
        return new KeyValues(byName);
    }

    /// The names of the keys that do not have the same value in both, in alphabetical order.
    public SortedSet<String> differingKeys(KeyValues other) {
        var names = new TreeSet<>(byName.keySet());
        names.addAll(other.byName.keySet());
        names.removeIf(name -> Objects.equals(byName.get(name), other.byName.get(name)));
        return names;
    }

    /// These, but for the keys that count at once, which are as in `next`.
    public KeyValues reloadedWith(KeyValues next) {
        var adopted = new TreeMap<String, Object>();
        byName.forEach((name, value) -> putIf(ReloadEffect.NEXT_START, name, value, adopted));
        next.byName.forEach((name, value) -> putIf(ReloadEffect.AT_ONCE, name, value, adopted));
        return new KeyValues(adopted);
    }

    private static void putIf(ReloadEffect reloadEffect, String name, Object value, Map<String, Object> values) {
        if (ReloadEffect.of(name) == reloadEffect) {
            values.put(name, value);
        }
    }

    /// What yaim itself writes is none of the configuration.
    private static boolean isFile(String name) {
        return name.endsWith(CheckConfigReader.FILE_SUFFIX) && !name.equals(MulticastConfigKeys.POOL_FILE.name());
    }

    /// Wherever it stands, and however it is quoted.
    private static Object plain(String name, RawValue rawValue) {
        return switch (rawValue) {
            case RawValue.RawText rawText
            when isFile(name) -> List.of(rawText.value(), FileContent.of(rawText.value()));
            case RawValue.RawText rawText -> rawText.value();
            case RawValue.RawList several -> {
                var items = new ArrayList<Object>();
                several.items().forEach(item -> items.add(plain("", item)));
                yield items;
            }
            case RawValue.RawMap map -> {
                var fields = new LinkedHashMap<String, Object>();
                map.fields()
                        .forEach((key, value) ->
                                fields.put(YamlReader.normalKey(key), plain(YamlReader.normalKey(key), value)));
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
