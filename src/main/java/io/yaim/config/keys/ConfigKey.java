package io.yaim.config.keys;

import io.yaim.config.parts.Secret;
import io.yaim.config.source.RawValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One setting that yaim knows: a line of the table that reading, messages and documentation are held to.
///
/// @param name in lower case and dashes; underscores and capitals are taken as well
/// @param aliases other names, from the original yaim
/// @param standard what holds when it is not set, as one would write it; empty: nothing, or what `meaning` says
/// @param isSecret whether its value must not be shown
/// @param meaning one line for people
public record ConfigKey<T>(
        Section section,
        String name,
        List<String> aliases,
        ValueType<T> type,
        Optional<String> standard,
        boolean isSecret,
        String meaning) {

    public ConfigKey {
        aliases = List.copyOf(aliases);
    }

    static <T> ConfigKey<T> optional(Section section, String name, ValueType<T> valueType, String doc) {
        return new ConfigKey<>(section, name, List.of(), valueType, Optional.empty(), false, doc);
    }

    static <T> ConfigKey<T> standard(
            Section section, String name, ValueType<T> valueType, String standard, String doc) {
        return new ConfigKey<>(section, name, List.of(), valueType, Optional.of(standard), false, doc);
    }

    static ConfigKey<Secret> secret(Section section, String name, String doc) {
        return new ConfigKey<>(section, name, List.of(), ValueTypes.secret(), Optional.empty(), true, doc);
    }

    ConfigKey<T> withAliases(String... others) {
        return new ConfigKey<>(section, name, List.of(others), type, standard, isSecret, meaning);
    }

    /// The same key with what holds when it is not set.
    ConfigKey<T> withDefault(Optional<String> other) {
        return new ConfigKey<>(section, name, aliases, type, other, isSecret, meaning);
    }

    public boolean isNamed(String normalSpelling) {
        return name.equals(normalSpelling) || aliases.contains(normalSpelling);
    }

    String environmentName() {
        return ConfigKeys.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    public Optional<T> read(RawValue rawValue) {
        return type.parser().apply(rawValue);
    }

    /// What stands there, for a message.
    public String found(RawValue rawValue) {
        return isSecret ? "a secret" : rawValue.description();
    }

    /// The chapters of the documentation, in its order.
    public enum Section {
        NODE,
        STORE,
        MULTICAST,
        TIMES,
        CHECKS,
        CHECK_OPTIONS,
        HOOKS,
        ANNOUNCEMENTS,
        REPORTS
    }
}
