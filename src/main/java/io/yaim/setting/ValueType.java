package io.yaim.setting;

import java.util.Optional;
import java.util.function.Function;

/// What a value may be.
///
/// @param expected names it in a message, after "expected"
/// @param parser returns the value, or empty if it is not of this type
/// @param namesInput whether the value names a file that yaim reads, so that a reload compares its content as well
public record ValueType<T>(String expected, Function<RawValue, Optional<T>> parser, boolean namesInput) {

    static final int LONGEST_TEXT = 16_384;

    public ValueType(String expected, Function<RawValue, Optional<T>> parser) {
        this(expected, parser, false);
    }

    /// The same type, for a file that yaim reads.
    public ValueType<T> ofInput() {
        return new ValueType<>(expected, parser, true);
    }

    /// A type of single values.
    public static <T> ValueType<T> of(String expected, Function<String, Optional<T>> parse) {
        return new ValueType<>(expected, rawValue -> text(rawValue).flatMap(parse));
    }

    /// A type of several values: a list in the file, or a text with commas.
    public static <T> ValueType<T> ofList(String expected, Function<String, Optional<T>> parse) {
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

    /// Of all control characters, only line ends and tabs are of use, in a query or a command of several lines.
    private static boolean isFit(String text) {
        return text.length() <= LONGEST_TEXT
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }
}
