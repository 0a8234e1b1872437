package io.yaim.check;

import java.util.List;
import java.util.Optional;

/// Creates checks of one type. [java.util.ServiceLoader] finds built-in providers and those in jars, so an
/// implementation needs a public constructor without arguments.
public interface CheckProvider {

    /// The name of the type, as used by `checker-type` and by `type` in `checks`: lower-case letters, digits and
    /// hyphens.
    String type();

    /// All options of this type.
    List<Option> options();

    /// Whether options that are not in [#options] are accepted and passed to the check.
    default boolean takesAnyOption() {
        return false;
    }

    /// Creates a check. It may read files, but must not contact the service.
    ///
    /// @throws InvalidOptionException an option cannot be used
    Check create(CheckSettings settings) throws InvalidOptionException;

    /// The option with this spelling, with hyphens or underscores, with or without the prefix of the type.
    default Optional<Option> option(String spelling) {
        return options().stream()
                .filter(option -> option.isNamed(spelling, type()))
                .findFirst();
    }
}
