package io.yaim.store;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes maps, lists, texts and integers as JSON on one line, in ASCII.
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String of(Map<String, ?> value) {
        var json = new Json();
        json.write(value);
        return json.out.toString();
    }

    private void write(Object value) {
        switch (value) {
            case Map<?, ?> map -> writeMap(map);
            case List<?> list -> writeList(list);
            case Integer number -> out.append(number.intValue());
            default -> writeText(value.toString());
        }
    }

    private void writeMap(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> field : map.entrySet()) {
            out.append(separator);
            writeText(String.valueOf(field.getKey()));
            out.append(": ");
            write(field.getValue());
            separator = ", ";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void writeList(List<?> list) {
        out.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            write(items.next());
            out.append(items.hasNext() ? ", " : "");
        }
        out.append(']');
    }

    /// RFC 8259, section 7; what is not printable ASCII is written as its UTF-16 code units.
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
