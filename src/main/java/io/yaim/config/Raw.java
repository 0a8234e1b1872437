package io.yaim.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What stands in a file, the environment or a flag, before it means anything.
sealed interface Raw {

    Place place();

    /// What stands there, for a message. Never what a key that is secret holds: see [Secret].
    String found();

    /// One value.
    ///
    /// @param isQuoted whether it was written in quotes, so that `null` and `~` are text
    record Text(Place place, String value, boolean isQuoted) implements Raw {

        /// Nothing counts as not set, as in the original yaim.
        boolean isUnset() {
            return value.isEmpty() || (!isQuoted && (value.equals("~") || value.equalsIgnoreCase("null")));
        }

        @Override
        public String found() {
            return Shown.quoted(value);
        }
    }

    /// A list.
    record Items(Place place, List<Raw> items) implements Raw {

        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String found() {
            boolean isOfTexts = items.stream().allMatch(Text.class::isInstance);
            String inside = items.stream()
                    .limit(Shown.LIMIT)
                    .map(item -> item instanceof Text text ? text.value() : "")
                    .collect(Collectors.joining(", "));
            return isOfTexts ? "the list [" + Shown.plain(inside) + "]" : "a list";
        }
    }

    /// Values by key.
    ///
    /// @param fields by their keys as they are spelt, in the order of the file
    record Fields(Place place, Map<String, Raw> fields) implements Raw {

        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String found() {
            return "a map";
        }
    }
}
