package io.yaim.config;

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
public final class Values {

    /// Of these, [Key#read] tells where each item stands.
    private static final Set<String> LISTS =
            Set.of(Keys.CHECK_LIST.name(), Keys.HOOK_LIST.name(), MulticastKeys.IPS.name());

    private final SortedMap<String, Object> byName;

    private Values(SortedMap<String, Object> byName) {
        this.byName = byName;
    }

    /// What one key makes of another that is not set is no difference of that other one, but for the kind of
    /// store.
    ///
    /// @param nodename what holds when none is given
    static Values of(Given given, KeyTable table, Object nodename) {
        var byName = new TreeMap<String, Object>();
        Given alone = given.withStandards(Map.of());
        for (Key<?> key : table.keys()) {
            alone.get(key).ifPresent(value -> byName.put(key.name(), value));
        }
        byName.put(Keys.NODENAME.name(), nodename);
        given.get(Keys.DCS_TYPE).ifPresent(type -> byName.put(Keys.DCS_TYPE.name(), type));
        given.all().forEach((name, raw) -> {
            boolean isToBeRead = LISTS.contains(name) || isFile(name);
            if (isToBeRead || !byName.containsKey(name)) {
                byName.put(name, plain(name, raw));
            }
        });
        return new Values(byName);
    }

    /// The names of the keys that do not have the same value in both, in alphabetical order.
    SortedSet<String> differing(Values other) {
        var names = new TreeSet<>(byName.keySet());
        names.addAll(other.byName.keySet());
        names.removeIf(name -> Objects.equals(byName.get(name), other.byName.get(name)));
        return names;
    }

    /// These, but for the keys that count at once, which are as in `next`.
    Values adopting(Values next) {
        var adopted = new TreeMap<String, Object>();
        byName.forEach((name, value) -> putIf(Effect.NEXT_START, name, value, adopted));
        next.byName.forEach((name, value) -> putIf(Effect.AT_ONCE, name, value, adopted));
        return new Values(adopted);
    }

    private static void putIf(Effect effect, String name, Object value, Map<String, Object> values) {
        if (Effect.of(name) == effect) {
            values.put(name, value);
        }
    }

    /// What yaim itself writes is none of the configuration.
    private static boolean isFile(String name) {
        return name.endsWith(CheckReader.FILE_SUFFIX) && !name.equals(MulticastKeys.POOL_FILE.name());
    }

    /// Wherever it stands, and however it is quoted.
    private static Object plain(String name, Raw raw) {
        return switch (raw) {
            case Raw.Text text when isFile(name) -> List.of(text.value(), FileContent.of(text.value()));
            case Raw.Text text -> text.value();
            case Raw.Items several -> {
                var items = new ArrayList<Object>();
                several.items().forEach(item -> items.add(plain("", item)));
                yield items;
            }
            case Raw.Fields map -> {
                var fields = new LinkedHashMap<String, Object>();
                map.fields()
                        .forEach((key, value) -> fields.put(YamlText.normal(key), plain(YamlText.normal(key), value)));
                yield fields;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values values && byName.equals(values.byName);
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
