package io.yaim.json;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes JSON (RFC 8259) on one line, without spaces, in ASCII: maps, collections, booleans, numbers, and any other
/// value as text. An empty [Optional] is null.
public final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    public static String of(Object value) {
        var json = new Json();
        json.write(value);
        return json.out.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Optional<?> optional -> write(optional.orElse(null));
            case Map<?, ?> map -> writeMap(map);
            case Collection<?> list -> writeList(list);
            case Boolean bool -> out.append(bool.booleanValue());
            case Double number when !Double.isFinite(number) -> writeText(number.toString());
            case Number number -> out.append(number);
            default -> writeText(value.toString());
        }
    }

    private void writeMap(Map<?, ?> map) {
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> field : map.entrySet()) {
            out.append(separator);
            writeText(String.valueOf(field.getKey()));
            out.append(':');
            write(field.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void writeList(Collection<?> list) {
        String separator = "";
        out.append('[');
        for (Object item : list) {
            out.append(separator);
            write(item);
            separator = ",";
        }
        out.append(']');
    }

    /// Quotes text (section 7). Characters that are not printable ASCII are written as UTF-16 code units. So terminals,
    /// stores and unpaired surrogates do not change the text.
    private void writeText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit < ' ' || unit > '~') {
                out.append("\\u%04x".formatted((int) unit));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }
}
