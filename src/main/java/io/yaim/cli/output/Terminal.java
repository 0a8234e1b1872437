package io.yaim.cli.output;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/// The kind of standard output.
///
/// @param isTerminal whether it is a terminal, on which output may be overwritten
/// @param hasColours whether colours are wanted, too
public record Terminal(boolean isTerminal, boolean hasColours) {

    /// A file or a pipe.
    public static final Terminal NONE = new Terminal(false, false);

    /// Returns the terminal of this process. It has colours unless `NO_COLOR` is set and not empty (no-color.org), or
    /// `TERM` is `dumb`.
    public static Terminal of(Map<String, String> environment) {
        boolean isTerminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return of(isTerminal, environment);
    }

    static Terminal of(boolean isTerminal, Map<String, String> environment) {
        boolean isPlain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(isTerminal, isTerminal && !isPlain);
    }
}
