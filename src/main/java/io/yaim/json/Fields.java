package io.yaim.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The named fields of a parsed value, read by type. A field of another type causes an [IllegalArgumentException]
/// that names the field.
public record Fields(Map<String, Object> values) {

    public static Fields of(Object parsed, String what) {
        if (!(parsed instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("expected a map of " + what);
        }
        var values = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("expected text as the name of a field, found " + key);
            }
            if (value == null) {
                throw new IllegalArgumentException(name + ": expected a value");
            }
            values.put(name, value);
        });
        return new Fields(values);
    }

    /// Returns the same fields with `null` meaning that a field is absent, as encoders of some languages write an empty
    /// list.
    public static Fields withoutNulls(Object parsed, String what) {
        if (!(parsed instanceof Map<?, ?> map)) {
            return of(parsed, what);
        }
        var present = new LinkedHashMap<Object, Object>();
        map.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return of(present, what);
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw wrong(name, "text", value);
        });
    }

    public Optional<Integer> integer(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> {
            if (value instanceof Integer number) {
                return number;
            }
            throw wrong(name, "an integer", value);
        });
    }

    /// Returns whether the field is true; false if it is absent.
    public boolean isTrue(String name) {
        Object value = values.getOrDefault(name, false);
        if (value instanceof Boolean is) {
            return is;
        }
        throw wrong(name, "true or false", value);
    }

    /// Returns a list of texts. A single text counts as a list of one. Empty if the field is absent.
    public List<String> texts(String name, int most) {
        Object value = values.getOrDefault(name, List.of());
        List<?> items = value instanceof String ? List.of(value) : value instanceof List<?> list ? list : null;
        if (items == null || items.size() > most) {
            throw wrong(name, "at most " + most + " texts", value);
        }
        var texts = new ArrayList<String>();
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw wrong(name, "texts", value);
            }
            texts.add(text);
        }
        return texts;
    }

    /// Returns the fields of each map in a list; none if the field is absent.
    public List<Fields> maps(String name, int most) {
        Object value = values.getOrDefault(name, List.of());
        if (!(value instanceof List<?> items) || items.size() > most) {
            throw wrong(name, "a list of at most " + most + " maps", value);
        }
        var maps = new ArrayList<Fields>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, "maps", value);
            }
            maps.add(of(map, name));
        }
        return maps;
    }

    /// Returns the fields of a nested map; none if the field is absent.
    public Fields nested(String name) {
        Object value = values.get(name);
        return value == null ? new Fields(Map.of()) : of(value, name);
    }

    private static IllegalArgumentException wrong(String name, String expected, Object found) {
        return new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
    }
}
