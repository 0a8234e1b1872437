package io.yaim.model;

/// One line of text for people, from whatever source: bounded, and without what could upset a terminal or a log.
public final class PrintableLine {

    private static final String CUT = "...";

    private PrintableLine() {}

    /// The text with control characters and broken surrogates spelt out, cut to `longest` characters. A second
    /// pass changes nothing.
    ///
    /// @param longest 10 or more
    public static String of(String text, int longest) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() <= longest; ) {
            int point = text.codePointAt(i);
            if (isPrintable(point)) {
                line.appendCodePoint(point);
            } else {
                line.append("\\u%04x".formatted(point));
            }
            i += Character.charCount(point);
        }
        if (line.length() <= longest) {
            return line.toString();
        }
        int end = longest - CUT.length();
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
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
