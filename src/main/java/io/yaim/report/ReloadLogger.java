package io.yaim.report;

import io.yaim.config.ReloadResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Logs the result of a reload: one line if it was applied, or one line for each error.
public final class ReloadLogger implements Consumer<ReloadResult> {

    private final Logger logger;

    public ReloadLogger(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void accept(ReloadResult outcome) {
        switch (outcome) {
            case ReloadResult.Applied(List<String> changed, List<String> pending) ->
                log(
                        Level.INFO,
                        "reload",
                        new TreeMap<>(
                                Map.of("changed", String.join(",", changed), "pending", String.join(",", pending))));
            case ReloadResult.Refused(List<String> errors) ->
                errors.forEach(error -> log(Level.SEVERE, "reload-refused", Map.of("reason", error)));
        }
    }

    private void log(Level level, String event, Map<String, String> fields) {
        var line = new LogRecord(level, event);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        logger.log(line);
    }
}
