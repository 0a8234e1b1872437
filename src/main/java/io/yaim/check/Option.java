package io.yaim.check;

import java.util.List;
import java.util.Optional;

/// A setting that a type of check knows, as data, so that configuration can name unknown, missing and mistyped
/// ones.
///
/// @param key without the type's prefix: `url`, not `http-url`
/// @param aliases other spellings of the key, without the prefix
/// @param standard what holds when it is not set; empty: nothing
/// @param description one line for people
public record Option(
        String key, Kind kind, boolean required, Optional<String> standard, List<String> aliases, String description) {

    public Option {
        aliases = List.copyOf(aliases);
    }

    public static Option required(String key, Kind kind, String description) {
        return new Option(key, kind, true, Optional.empty(), List.of(), description);
    }

    public static Option optional(String key, Kind kind, String description) {
        return new Option(key, kind, false, Optional.empty(), List.of(), description);
    }

    /// Optional, with a value that holds when it is not set.
    public static Option standard(String key, Kind kind, String standard, String description) {
        return new Option(key, kind, false, Optional.of(standard), List.of(), description);
    }

    public Option alsoSpelt(String alias) {
        return new Option(key, kind, required, standard, List.of(alias), description);
    }

    /// Whether `spelling`, in dashes or underscores, with or without the prefix of `type`, names this option.
    boolean isNamed(String spelling, String type) {
        String dashed = spelling.replace('_', '-');
        return isKey(dashed) || (dashed.startsWith(type + "-") && isKey(dashed.substring(type.length() + 1)));
    }

    private boolean isKey(String dashed) {
        return key.equals(dashed) || aliases.contains(dashed);
    }

    /// What a value has to be.
    public enum Kind {
        /// Text; numbers and booleans are taken as they are written.
        STRING,
        INTEGER,
        /// The path of a file that can be read when the check is made.
        FILE,
        /// Text that must not be shown. Configuration may read it from the file that `<key>-file` names.
        SECRET
    }
}
