package io.yaim.report;

import io.yaim.config.Reloaded;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Logs what came of a reload: one line, or one for each mistake.
public final class ReloadJournal implements Consumer<Reloaded> {

    private final Logger logger;

    public ReloadJournal(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void accept(Reloaded outcome) {
        switch (outcome) {
            case Reloaded.Applied(List<String> changed, List<String> pending) ->
                say(
                        Level.INFO,
                        "reload",
                        new TreeMap<>(
                                Map.of("changed", String.join(",", changed), "pending", String.join(",", pending))));
            case Reloaded.Refused(List<String> errors) ->
                errors.forEach(error -> say(Level.SEVERE, "reload-refused", Map.of("reason", error)));
        }
    }

    private void say(Level level, String event, Map<String, String> fields) {
        var line = new LogRecord(level, event);
        line.setLoggerName(logger.getName());
        line.setParameters(new Object[] {fields});
        logger.log(line);
    }
}
