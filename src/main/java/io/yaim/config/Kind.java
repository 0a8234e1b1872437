package io.yaim.config;

import java.util.Optional;
import java.util.function.Function;

/// What a value may be.
///
/// @param expected names it in a message, after "expected"
/// @param read the value, or empty when it is not of this kind
record Kind<T>(String expected, Function<Raw, Optional<T>> read) {

    static final int LONGEST_TEXT = 16_384;

    /// A kind of single values.
    static <T> Kind<T> of(String expected, Function<String, Optional<T>> parse) {
        return new Kind<>(expected, raw -> text(raw).flatMap(parse));
    }

    /// A kind of several values: a list in a file, with commas elsewhere.
    static <T> Kind<T> ofSeveral(String expected, Function<String, Optional<T>> parse) {
        return new Kind<>(expected, raw -> joined(raw).flatMap(parse));
    }

    private static Optional<String> text(Raw raw) {
        return raw instanceof Raw.Text text && isFit(text.value()) ? Optional.of(text.value()) : Optional.empty();
    }

    private static Optional<String> joined(Raw raw) {
        if (!(raw instanceof Raw.Items several)) {
            return text(raw);
        }
        var joined = new StringBuilder();
        for (Raw item : several.items()) {
            Optional<String> text = text(item);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            joined.append(joined.isEmpty() ? "" : ",").append(text.get());
        }
        return Optional.of(joined.toString());
    }

    /// No value needs control characters but a query or a command of several lines.
    private static boolean isFit(String text) {
        return text.length() <= LONGEST_TEXT
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }
}
