package io.yaim.check;

/// Makes a line for people out of text that may come from anywhere.
final class ReasonText {

    static final int LIMIT = 200;
    private static final String NONE = "no reason given";

    private ReasonText() {}

    /// The first line that says something, without control and format characters, cut at [#LIMIT] characters.
    static String of(String text) {
        return text.lines()
                .map(ReasonText::printable)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(NONE);
    }

    /// The message of a failure, or its kind when it has none.
    static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : of(message);
    }

    private static String printable(String line) {
        StringBuilder kept = new StringBuilder();
        line.codePoints().filter(ReasonText::isPrintable).limit(LIMIT).forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    /// Format characters (Cf) go too: among them are those that turn the direction of a line around.
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
