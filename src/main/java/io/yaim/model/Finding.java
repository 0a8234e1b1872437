package io.yaim.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One finding about this host or its store.
///
/// @param topic what was examined
/// @param found what was found, and what it means
/// @param remedy a command to type, or another correction; empty if nothing has to be done
public record Finding(Level level, String topic, String found, Optional<String> remedy) {

    /// The severity.
    public enum Level {
        OK,
        /// It works now, but not in every situation.
        WARNING,
        /// Addresses cannot be bound, reached, or held.
        PROBLEM
    }

    public static Finding ok(String topic, String found) {
        return new Finding(Level.OK, topic, found, Optional.empty());
    }

    public static Finding warning(String topic, String found, String remedy) {
        return new Finding(Level.WARNING, topic, found, Optional.of(remedy));
    }

    public static Finding problem(String topic, String found, String remedy) {
        return new Finding(Level.PROBLEM, topic, found, Optional.of(remedy));
    }

    public boolean isProblem() {
        return level == Level.PROBLEM;
    }

    /// Returns plain values under names that scripts may rely on.
    public Map<String, Object> value() {
        var value = new LinkedHashMap<String, Object>();
        value.put("level", level.name().toLowerCase(Locale.ROOT));
        value.put("topic", topic);
        value.put("found", found);
        value.put("remedy", remedy);
        return value;
    }
}
