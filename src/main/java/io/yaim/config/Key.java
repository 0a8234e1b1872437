package io.yaim.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One setting that yaim knows: a line of the table that reading, messages and documentation are held to.
///
/// @param name in lower case and dashes; underscores and capitals are taken as well
/// @param aliases other names, from the original yaim
/// @param standard what holds when it is not set, as one would write it; empty: nothing, or what `doc` says
/// @param isSecret whether its value must not be shown
/// @param doc one line for people
record Key<T>(
        Section section,
        String name,
        List<String> aliases,
        Kind<T> kind,
        Optional<String> standard,
        boolean isSecret,
        String doc) {

    Key {
        aliases = List.copyOf(aliases);
    }

    static <T> Key<T> optional(Section section, String name, Kind<T> kind, String doc) {
        return new Key<>(section, name, List.of(), kind, Optional.empty(), false, doc);
    }

    static <T> Key<T> standard(Section section, String name, Kind<T> kind, String standard, String doc) {
        return new Key<>(section, name, List.of(), kind, Optional.of(standard), false, doc);
    }

    static Key<Secret> secret(Section section, String name, String doc) {
        return new Key<>(section, name, List.of(), Kinds.secret(), Optional.empty(), true, doc);
    }

    Key<T> alsoSpelt(String... others) {
        return new Key<>(section, name, List.of(others), kind, standard, isSecret, doc);
    }

    /// The same key with what holds when it is not set.
    Key<T> withStandard(Optional<String> other) {
        return new Key<>(section, name, aliases, kind, other, isSecret, doc);
    }

    boolean isNamed(String normalSpelling) {
        return name.equals(normalSpelling) || aliases.contains(normalSpelling);
    }

    String environmentName() {
        return Keys.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    Optional<T> read(Raw raw) {
        return kind.read().apply(raw);
    }

    /// What stands there, for a message.
    String found(Raw raw) {
        return isSecret ? "a secret" : raw.found();
    }

    /// The chapters of the documentation, in its order.
    enum Section {
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
