package io.yaim.setting;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One configuration key, declared once: reading, messages, reload and documentation all follow this declaration.
///
/// @param name in lower case with dashes; underscores and capitals are accepted as well
/// @param aliases other names, from the original yaim
/// @param standard the value if the key is not set, as it is written in the file; empty: there is none, or `meaning`
///     says what it is
/// @param example a value for the sample file if there is no `standard`; several lines for a list
/// @param reloadEffect when a changed value takes effect
/// @param isSecret whether its value must not be shown
/// @param meaning the documentation: in the sample file, in the tables and in the manual page
public record ConfigKey<T>(
        String name,
        List<String> aliases,
        ValueType<T> type,
        Optional<String> standard,
        String example,
        ReloadEffect reloadEffect,
        boolean isSecret,
        String meaning) {

    public ConfigKey {
        aliases = List.copyOf(aliases);
    }

    /// A key that need not have a value.
    public static <T> ConfigKey<T> optional(
            String name, ValueType<T> valueType, String example, ReloadEffect reloadEffect, String meaning) {
        return new ConfigKey<>(name, List.of(), valueType, Optional.empty(), example, reloadEffect, false, meaning);
    }

    /// A key with a default.
    public static <T> ConfigKey<T> standard(
            String name, ValueType<T> valueType, String standard, ReloadEffect reloadEffect, String meaning) {
        return new ConfigKey<>(
                name, List.of(), valueType, Optional.of(standard), standard, reloadEffect, false, meaning);
    }

    /// A key whose value is never shown.
    public static ConfigKey<Secret> secret(String name, String example, ReloadEffect reloadEffect, String meaning) {
        return new ConfigKey<>(
                name, List.of(), ValueTypes.secret(), Optional.empty(), example, reloadEffect, true, meaning);
    }

    public ConfigKey<T> withAliases(List<String> others) {
        return new ConfigKey<>(name, others, type, standard, example, reloadEffect, isSecret, meaning);
    }

    /// The same key with another default.
    public ConfigKey<T> withDefault(Optional<String> other) {
        return new ConfigKey<>(name, aliases, type, other, other.orElse(example), reloadEffect, isSecret, meaning);
    }

    public boolean isNamed(String normalSpelling) {
        return name.equals(normalSpelling) || aliases.contains(normalSpelling);
    }

    /// The meaning as a sentence. The meaning of an option of a check may be less.
    public String sentence() {
        String first = meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1);
        return first.endsWith(".") ? first : first + ".";
    }

    public Optional<T> read(RawValue rawValue) {
        return type.parser().apply(rawValue);
    }

    /// The value as a message may show it.
    public String found(RawValue rawValue) {
        return isSecret ? "a secret" : rawValue.description();
    }
}
