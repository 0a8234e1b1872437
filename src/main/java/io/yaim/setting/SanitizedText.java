package io.yaim.setting;

import java.util.regex.Pattern;

/// Text of unknown origin, made fit for a message: short, on one line, without passwords.
public final class SanitizedText {

    static final int LIMIT = 80;
    /// A parameter of a PostgreSQL connection, in a URL or in key=value form.
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*)('[^']*'|[^&\\s]+)");

    private SanitizedText() {}

    public static String quoted(String value) {
        return '"' + plain(value) + '"';
    }

    public static String plain(String value) {
        return plain(value, LIMIT);
    }

    public static String plain(String value, int limit) {
        String masked = masked(value);
        var shown = new StringBuilder();
        masked.codePoints().limit(limit).map(SanitizedText::printable).forEach(shown::appendCodePoint);
        return masked.codePointCount(0, masked.length()) > limit ? shown + "..." : shown.toString();
    }

    /// Any length, any characters, but without the passwords that URLs and connection strings carry.
    public static String masked(String value) {
        var words = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || Character.isWhitespace(value.charAt(i))) {
                words.append(withoutUser(value.substring(start, i))).append(value, i, Math.min(i + 1, value.length()));
                start = i + 1;
            }
        }
        return PASSWORD.matcher(words).replaceAll("$1***");
    }

    /// Masks `user:password@` of a URL, with or without scheme, up to the last `@`: a password may hold any
    /// character.
    private static String withoutUser(String word) {
        int at = word.lastIndexOf('@');
        int scheme = word.indexOf("//");
        if (scheme >= 0 && scheme < at) {
            return word.substring(0, scheme + 2) + "***" + word.substring(at);
        }
        return at >= 0 && word.lastIndexOf(':', at) >= 0 ? "***" + word.substring(at) : word;
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
