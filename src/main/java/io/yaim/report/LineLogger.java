package io.yaim.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Writes log lines of an event with fields.
final class LineLogger {

    private static final int MAX_ADDRESSES = 50;

    private final Logger logger;

    LineLogger(Logger logger) {
        this.logger = logger;
    }

    void log(Level level, String event, Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        var line = new LogRecord(level, event);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        logger.log(line);
    }

    /// Lists these, as far as they fit into a line.
    static String joined(Collection<?> things) {
        String text = things.stream().limit(MAX_ADDRESSES).map(Object::toString).collect(Collectors.joining(","));
        return things.size() > MAX_ADDRESSES ? text + ",..." : text;
    }
}
