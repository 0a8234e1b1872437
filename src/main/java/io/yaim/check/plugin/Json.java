package io.yaim.check.plugin;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Map;

/// Writes what a YAML file can hold as JSON (RFC 8259).
final class Json {

    private Json() {}

    static String of(Object value) {
        return switch (value) {
            case Boolean bool -> bool.toString();
            case Double number when !Double.isFinite(number) -> quoted(number.toString());
            case Number number -> number.toString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
                        .collect(joining(",", "{", "}"));
            case Collection<?> list -> list.stream().map(Json::of).collect(joining(",", "[", "]"));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(character -> out.append(escaped((char) character)));
        return out.append('"').toString();
    }

    private static String escaped(char character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> character < 0x20 ? "\\u%04x".formatted((int) character) : String.valueOf(character);
        };
    }
}
