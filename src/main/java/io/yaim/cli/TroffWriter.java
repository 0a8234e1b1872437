package io.yaim.cli;

/// Writes a manual page in the macros of man(7).
final class TroffWriter {

    private final StringBuilder page = new StringBuilder();

    void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    /// A line of text that is escaped already.
    void line(String text) {
        page.append(text).append('\n');
    }

    /// Sentences of a description, each on a line.
    void describe(String... sentences) {
        for (String sentence : sentences) {
            line(escaped(sentence));
        }
    }

    static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /// Escapes text for troff. Hyphens become minus signs, which can be copied into a shell. Requests and special
    /// characters are shown literally.
    static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                    if (point < 0x7f) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append("\\[u%04X]".formatted(point));
                    }
                }
            }
        });
        return escaped.toString().startsWith(".") ? "\\&" + escaped : escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
