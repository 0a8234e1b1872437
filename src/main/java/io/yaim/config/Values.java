package io.yaim.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What holds for each key, by its name: enough to tell which keys differ between two configurations. The
/// content of a file that a key names counts as part of its value. Shows names only: there are secrets.
public final class Values {

    private final SortedMap<String, Object> byName;

    private Values(SortedMap<String, Object> byName) {
        this.byName = byName;
    }

    /// @param nodename what holds when none is given
    static Values of(Given given, KeyTable table, Object nodename) {
        var byName = new TreeMap<String, Object>();
        byName.put(Keys.NODENAME.name(), nodename);
        for (Key<?> key : table.keys()) {
            given.get(key).ifPresent(value -> byName.put(key.name(), value));
        }
        given.all().forEach((name, raw) -> {
            boolean isToBeRead = name.equals(Keys.CHECK_LIST.name()) || isFile(name);
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

    private static boolean isFile(String name) {
        return name.endsWith(CheckReader.FILE_SUFFIX);
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
