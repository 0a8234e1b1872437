package io.yaim.daemon;

import io.yaim.config.parts.LogConfig;
import io.yaim.report.LogFormat;
import io.yaim.report.LogQueue;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Configures java.util.logging: one handler, on standard error, with yaim's format. Libraries log only from level
/// warning on. No thread ever waits for the reader of the log.
public final class Logging {

    /// Kept in fields, because the log manager forgets loggers without references, and their levels with them.
    private static final Logger ROOT = Logger.getLogger("");

    /// It warns twice of each failed attempt at a store, which yaim's own log reports once.
    private static final Logger JETCD = Logger.getLogger("io.etcd.jetcd");

    /// It warns of each datagram that cannot be sent, and of much that it corrects by itself.
    private static final Logger JGROUPS = Logger.getLogger("org.jgroups");

    private static final Logger OURS = Logger.getLogger("io.yaim");

    private Logging() {}

    public static Logger configure(LogConfig config) {
        LogManager.getLogManager().reset();
        ROOT.addHandler(new QueueingHandler());
        ROOT.setLevel(Level.WARNING);
        JETCD.setLevel(Level.SEVERE);
        JGROUPS.setLevel(Level.SEVERE);
        reconfigure(config);
        return OURS;
    }

    /// Configures it for a command that reports failures itself.
    public static void turnOff() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }

    /// Uses the same handler with another style. No line is lost.
    static void reconfigure(LogConfig config) {
        var format = new LogFormat(
                switch (config.format()) {
                    case LOGFMT -> LogFormat.Style.LOGFMT;
                    case JSON -> LogFormat.Style.JSON;
                });
        for (Handler handler : ROOT.getHandlers()) {
            handler.setFormatter(format);
        }
        OURS.setLevel(level(config.level()));
    }

    /// Returns how many lines were dropped because the reader of the log is behind or gone.
    static long droppedLines() {
        long count = 0;
        for (Handler handler : ROOT.getHandlers()) {
            count += handler instanceof QueueingHandler queueing ? queueing.logQueue.dropped() : 0;
        }
        return count;
    }

    private static Level level(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE -> Level.FINEST;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    private static final class QueueingHandler extends Handler {

        private final LogQueue logQueue = LogQueue.toStandardError(this::lossLine);

        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                logQueue.add(getFormatter().format(line));
            }
        }

        private String lossLine(long count) {
            var line = new LogRecord(Level.WARNING, "log-lines-dropped");
            line.setParameters(new Object[] {Map.of("count", count)});
            return getFormatter().format(line);
        }

        /// The queue writes by itself.
        @Override
        public void flush() {}

        @Override
        public void close() {
            logQueue.close();
        }
    }
}
