package io.yaim.config;

import io.yaim.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines of a `yaim.yml` that is made of another file. Whatever stands there, no value ends its line.
final class VippyLines {

    private static final int WIDTH = 110;
    /// Needs no quotes, inside of brackets neither.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9._/-]*|[0-9.]+:[0-9]+");

    private final StringBuilder text = new StringBuilder();

    void blank() {
        if (!text.isEmpty() && !text.toString().endsWith("\n\n")) {
            text.append('\n');
        }
    }

    /// For people: wrapped. What follows a line end stands there as it is, such as a key to be filled in.
    void comment(String words) {
        String[] parts = words.split("\n", 2);
        var line = new StringBuilder("#");
        for (String word : parts[0].split(" ", -1)) {
            if (line.length() + word.length() >= WIDTH) {
                line(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        line(line.toString());
        if (parts.length > 1) {
            line(parts[1]);
        }
    }

    /// @param value as YAML: see [#quoted]
    void key(String name, String value) {
        line(name + ": " + value);
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// Text that is read as itself.
    static String quoted(String value) {
        boolean isPlain = PLAIN.matcher(value).matches() && !value.equalsIgnoreCase("null");
        return isPlain ? value : Json.of(value);
    }

    /// JSON's null, or nothing at all.
    static boolean isNothing(Raw raw) {
        return raw instanceof Raw.Text text && text.isUnset();
    }

    /// The texts in a list; what is something else is a mistake.
    static List<String> texts(String name, Optional<Raw> raw, Problems problems) {
        var texts = new ArrayList<String>();
        for (Raw item : items(name, raw, problems)) {
            if (item instanceof Raw.Text text) {
                texts.add(text.value());
            } else {
                problems.add(item, "a text");
            }
        }
        return texts;
    }

    /// What is in a list; none where there is nothing.
    static List<Raw> items(String name, Optional<Raw> raw, Problems problems) {
        return raw.map(value -> switch (value) {
                    case Raw.Items several -> several.items();
                    case Raw.Text _, Raw.Fields _ -> {
                        problems.add(value, "a list of " + name);
                        yield List.<Raw>of();
                    }
                })
                .orElse(List.of());
    }
}
