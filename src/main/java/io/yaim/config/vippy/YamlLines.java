package io.yaim.config.vippy;

import io.yaim.json.Json;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines of a `yaim.yml` that is generated from another file. No value can end its line, whatever it contains.
final class YamlLines {

    private static final int WIDTH = 110;
    /// Text that needs no quotes, even within brackets.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9._/-]*|[0-9.]+:[0-9]+");

    private final StringBuilder text = new StringBuilder();

    void blank() {
        if (!text.isEmpty() && !text.toString().endsWith("\n\n")) {
            text.append('\n');
        }
    }

    /// A comment, wrapped for people. Text after a line end is written unchanged, such as a key to be filled in.
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

    /// The text, quoted if YAML would read it as something else.
    static String quoted(String value) {
        boolean isPlain = PLAIN.matcher(value).matches() && !value.equalsIgnoreCase("null");
        return isPlain ? value : Json.of(value);
    }

    /// JSON's null, or nothing at all.
    static boolean isNothing(RawValue rawValue) {
        return rawValue instanceof RawValue.RawText rawText && rawText.isUnset();
    }

    /// The texts in a list. Any other item is a mistake.
    static List<String> texts(String name, Optional<RawValue> rawValue, Problems problems) {
        var texts = new ArrayList<String>();
        for (RawValue item : items(name, rawValue, problems)) {
            if (item instanceof RawValue.RawText rawText) {
                texts.add(rawText.value());
            } else {
                problems.add(item, "a text");
            }
        }
        return texts;
    }

    /// The items of a list; none if there is no value.
    static List<RawValue> items(String name, Optional<RawValue> rawValue, Problems problems) {
        return rawValue.map(value -> switch (value) {
                    case RawValue.RawList several -> several.items();
                    case RawValue.RawText _, RawValue.RawMap _ -> {
                        problems.add(value, "a list of " + name);
                        yield List.<RawValue>of();
                    }
                })
                .orElse(List.of());
    }
}
