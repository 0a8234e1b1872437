package io.yaim.config.keys;

import io.yaim.config.source.RawValue;
import java.util.Optional;
import java.util.function.Function;

/// What a value may be.
///
/// @param expected names it in a message, after "expected"
/// @param parser the value, or empty when it is not of this kind
public record ValueType<T>(String expected, Function<RawValue, Optional<T>> parser) {

    static final int LONGEST_TEXT = 16_384;

    /// A kind of single values.
    static <T> ValueType<T> of(String expected, Function<String, Optional<T>> parse) {
        return new ValueType<>(expected, rawValue -> text(rawValue).flatMap(parse));
    }

    /// A kind of several values: a list in a file, with commas elsewhere.
    static <T> ValueType<T> ofList(String expected, Function<String, Optional<T>> parse) {
        return new ValueType<>(expected, rawValue -> joined(rawValue).flatMap(parse));
    }

    private static Optional<String> text(RawValue rawValue) {
        return rawValue instanceof RawValue.RawText rawText && isFit(rawText.value())
                ? Optional.of(rawText.value())
                : Optional.empty();
    }

    private static Optional<String> joined(RawValue rawValue) {
        if (!(rawValue instanceof RawValue.RawList several)) {
            return text(rawValue);
        }
        var joined = new StringBuilder();
        for (RawValue item : several.items()) {
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
