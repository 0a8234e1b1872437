package io.yaim.check;

import io.yaim.model.PrintableLine;

/// Makes one line of text for people from any text.
final class ReasonText {

    static final int LIMIT = 200;
    private static final String NONE = "no reason given";

    private ReasonText() {}

    /// The first line with printable characters, without control and format characters, cut at [#LIMIT] characters.
    static String of(String text) {
        return text.lines()
                .map(ReasonText::clean)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(NONE);
    }

    /// The message of a failure. If it has none, the name of its class.
    static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : of(message);
    }

    private static String clean(String line) {
        StringBuilder printable = new StringBuilder();
        line.codePoints().filter(PrintableLine::isPrintable).limit(LIMIT).forEach(printable::appendCodePoint);
        return printable.toString().strip();
    }
}
