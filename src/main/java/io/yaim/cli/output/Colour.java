package io.yaim.cli.output;

import java.util.Locale;

/// The look of a word of a table on a terminal, by its meaning.
enum Colour {
    NONE(""),
    HEADING("\033[1m"),
    GOOD("\033[32m"),
    DOUBTFUL("\033[33m"),
    BAD("\033[31m");

    private static final String END = "\033[0m";

    private final String begin;

    Colour(String begin) {
        this.begin = begin;
    }

    /// Colours only whole cells: a word in a sentence has no meaning of its own.
    static Colour of(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "ok", "yes", "healthy", "activated" -> GOOD;
            case "warning", "booting", "draining", "leaving", "held by consent", "held without proof" -> DOUBTFUL;
            case "problem", "no", "unhealthy", "failing", "isolated" -> BAD;
            default -> NONE;
        };
    }

    /// @param text may end with blanks
    String paint(String text) {
        return this == NONE ? text : begin + text + END;
    }
}
