package io.yaim.report;

import io.yaim.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/// Formats one event as one line, in logfmt or JSON: the time, the level, then the fields of the event.
public final class LogFormat extends Formatter {

    /// Longer values are cut: a line stays readable, and text from other hosts does not flood the log.
    private static final int LONGEST_VALUE = 2000;

    private final Style style;

    public LogFormat(Style style) {
        this.style = style;
    }

    /// How a line is written.
    public enum Style {
        LOGFMT,
        JSON
    }

    @Override
    public String format(LogRecord line) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("ts", Instant.ofEpochMilli(line.getMillis()).toString());
        fields.put("level", name(line.getLevel()));
        Object[] parameters = line.getParameters();
        if (parameters != null && parameters.length == 1 && parameters[0] instanceof Map<?, ?> own) {
            fields.put("event", line.getMessage());
            own.forEach((key, value) -> fields.put(String.valueOf(key), value));
        } else {
            fields.put("event", "log");
            fields.put("logger", line.getLoggerName());
            fields.put("msg", formatMessage(line));
        }
        if (line.getThrown() != null) {
            fields.put("error", line.getThrown().toString());
        }
        return switch (style) {
            case LOGFMT -> logfmt(fields);
            case JSON -> json(fields);
        };
    }

    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warn";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String logfmt(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + bareOrQuoted(text(field.getValue())))
                .collect(Collectors.joining(" ", "", "\n"));
    }

    private static String bareOrQuoted(String value) {
        boolean isBare = !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=');
        return isBare ? value : quoted(value);
    }

    private static String json(Map<String, Object> fields) {
        var bounded = new LinkedHashMap<String, Object>();
        fields.forEach((key, value) ->
                bounded.put(key, value instanceof Number || value instanceof Boolean ? value : text(value)));
        return Json.of(bounded) + "\n";
    }

    private static String text(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }

    /// Quotes as a JSON string (RFC 8259, section 7), but leaves non-ASCII letters as they are for people.
    private static String quoted(String value) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
