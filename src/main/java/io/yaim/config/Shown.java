package io.yaim.config;

import java.util.regex.Pattern;

/// Text of unknown origin, made fit for a message: short, on one line, without passwords.
final class Shown {

    private static final int LIMIT = 80;
    /// The user part of a URL: `//user:password@`.
    private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");
    /// A parameter of a PostgreSQL connection, in a URL or in key=value form.
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*)('[^']*'|[^&\\s]+)");

    private Shown() {}

    static String quoted(String value) {
        return '"' + plain(value) + '"';
    }

    static String plain(String value) {
        String masked = masked(value);
        var shown = new StringBuilder();
        masked.codePoints().limit(LIMIT).map(Shown::printable).forEach(shown::appendCodePoint);
        return masked.codePointCount(0, masked.length()) > LIMIT ? shown + "..." : shown.toString();
    }

    /// Any length, any characters, but without the passwords that URLs and connection strings carry.
    static String masked(String value) {
        String withoutUser = USER_INFO.matcher(value).replaceAll("//***@");
        return PASSWORD.matcher(withoutUser).replaceAll("$1***");
    }

    /// Format characters (Cf) go too: among them are those that turn the direction of a line around.
    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> '?';
            default -> codePoint;
        };
    }
}
