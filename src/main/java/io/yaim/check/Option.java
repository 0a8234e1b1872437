package io.yaim.check;

import java.util.List;
import java.util.Optional;

/// An option of a type of check, as data. So the configuration reports unknown, missing and wrong options.
///
/// @param key the key without the type prefix: `url`, not `http-url`
/// @param aliases other spellings of the key, without the type prefix
/// @param standard the default; empty: none
/// @param example a value for the sample file; may be empty
/// @param description one line, for people
public record Option(
        String key,
        Kind kind,
        boolean required,
        Optional<String> standard,
        List<String> aliases,
        String example,
        String description) {

    public Option {
        aliases = List.copyOf(aliases);
    }

    public static Option required(String key, Kind kind, String description) {
        return new Option(key, kind, true, Optional.empty(), List.of(), "", description);
    }

    public static Option optional(String key, Kind kind, String description) {
        return new Option(key, kind, false, Optional.empty(), List.of(), "", description);
    }

    /// An optional option with a default.
    public static Option standard(String key, Kind kind, String standard, String description) {
        return new Option(key, kind, false, Optional.of(standard), List.of(), "", description);
    }

    public Option alsoSpelt(String alias) {
        return new Option(key, kind, required, standard, List.of(alias), example, description);
    }

    /// The same option with a value for the sample file, as it is written there.
    public Option withExample(String text) {
        return new Option(key, kind, required, standard, aliases, text, description);
    }

    /// Whether `spelling` names this option, with hyphens or underscores, with or without the prefix of `type`.
    boolean isNamed(String spelling, String type) {
        String dashed = spelling.replace('_', '-');
        return isKey(dashed) || (dashed.startsWith(type + "-") && isKey(dashed.substring(type.length() + 1)));
    }

    private boolean isKey(String dashed) {
        return key.equals(dashed) || aliases.contains(dashed);
    }

    /// The kind of a value.
    public enum Kind {
        /// Text. Numbers and booleans are accepted as they are written.
        STRING,
        INTEGER,
        /// The path of a file that is readable when the check is created.
        FILE,
        /// Text that must not be shown. The configuration may read it from the file that `<key>-file` names.
        SECRET
    }
}
