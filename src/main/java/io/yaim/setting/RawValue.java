package io.yaim.setting;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A value in a file, the environment or a flag, before it is parsed.
public sealed interface RawValue {

    SourceLocation sourceLocation();

    /// The value for a message. Not for keys that are secret.
    String description();

    /// One value.
    ///
    /// @param isQuoted whether it was written in quotes, so that `null` and `~` are text
    record RawText(SourceLocation sourceLocation, String value, boolean isQuoted) implements RawValue {

        /// An empty value counts as not set, as in the original yaim.
        public boolean isUnset() {
            return value.isEmpty() || (!isQuoted && (value.equals("~") || value.equalsIgnoreCase("null")));
        }

        @Override
        public String description() {
            return SanitizedText.quoted(value);
        }
    }

    /// A list.
    record RawList(SourceLocation sourceLocation, List<RawValue> items) implements RawValue {

        public RawList {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            boolean isOfTexts = items.stream().allMatch(RawText.class::isInstance);
            String inside = items.stream()
                    .limit(SanitizedText.LIMIT)
                    .map(item -> item instanceof RawText rawText ? rawText.value() : "")
                    .collect(Collectors.joining(", "));
            return isOfTexts ? "the list [" + SanitizedText.plain(inside) + "]" : "a list";
        }
    }

    /// Values by key.
    ///
    /// @param fields by their keys as they are spelt, in the order of the file
    record RawMap(SourceLocation sourceLocation, Map<String, RawValue> fields) implements RawValue {

        public RawMap {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String description() {
            return "a map";
        }
    }
}
