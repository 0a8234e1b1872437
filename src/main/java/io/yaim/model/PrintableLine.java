package io.yaim.model;

/// Makes one line of text from any text: of limited length, and without characters that disturb a terminal or a
/// log.
public final class PrintableLine {

    private static final String CUT = "...";

    private PrintableLine() {}

    /// The text with control characters and broken surrogates replaced by Unicode escapes, cut to `longest` characters.
    /// Applied again, it changes nothing.
    ///
    /// @param longest in UTF-16 code units; 10 or more
    public static String of(String text, int longest) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() <= longest; ) {
            int codePoint = text.codePointAt(i);
            if (isPrintable(codePoint)) {
                line.appendCodePoint(codePoint);
            } else {
                line.append("\\u%04x".formatted(codePoint));
            }
            i += Character.charCount(codePoint);
        }
        if (line.length() <= longest) {
            return line.toString();
        }
        int end = longest - CUT.length();
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /// Whether the character is visible and harmless. Format characters (Cf) are not: some of them reverse the
    /// direction of the text.
    public static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
