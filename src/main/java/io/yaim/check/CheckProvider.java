package io.yaim.check;

import java.util.List;
import java.util.Optional;

/// Makes checks of one type. Built-in ones and those in jars are found by [java.util.ServiceLoader], so an
/// implementation has a public constructor without arguments.
public interface CheckProvider {

    /// What `checker-type`, or `type` in `checks`, calls it: lower-case letters, digits and hyphens.
    String type();

    /// Every setting it knows.
    List<Option> options();

    /// Whether settings that [#options] does not list are handed on to the check as well.
    default boolean takesAnyOption() {
        return false;
    }

    /// Makes a check. Files may be read; the service is not asked yet.
    Check create(CheckSettings settings) throws InvalidOptionException;

    /// The option that `spelling` names, in dashes or underscores, with or without the type's prefix.
    default Optional<Option> option(String spelling) {
        return options().stream()
                .filter(option -> option.isNamed(spelling, type()))
                .findFirst();
    }
}
