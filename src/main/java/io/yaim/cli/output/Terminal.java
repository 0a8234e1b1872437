package io.yaim.cli.output;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/// What standard output leads to.
///
/// @param isTerminal whether somebody watches, so that a picture may be drawn over the last one
/// @param hasColours whether that somebody wants colours, too
public record Terminal(boolean isTerminal, boolean hasColours) {

    /// A file or a pipe.
    public static final Terminal NONE = new Terminal(false, false);

    /// The one of this process: colours unless `NO_COLOR` is set to something (no-color.org), or `TERM` is
    /// `dumb`.
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
