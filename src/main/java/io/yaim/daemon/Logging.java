package io.yaim.daemon;

import io.yaim.config.parts.LogConfig;
import io.yaim.report.LogFormat;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Sets java.util.logging up: one handler, on standard error, with our one format; libraries only from
/// warnings on.
public final class Logging {

    /// Held here, since the log manager forgets loggers that nobody holds, and their levels with them.
    private static final Logger ROOT = Logger.getLogger("");

    /// Warns twice of each attempt at a store that is away, which our own log tells once.
    private static final Logger JETCD = Logger.getLogger("io.etcd.jetcd");

    /// Warns of each datagram that does not go out, and of much that it mends by itself.
    private static final Logger JGROUPS = Logger.getLogger("org.jgroups");

    private static final Logger OURS = Logger.getLogger("io.yaim");

    private Logging() {}

    public static Logger configure(LogConfig config) {
        LogManager.getLogManager().reset();
        Handler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.WARNING);
        JETCD.setLevel(Level.SEVERE);
        JGROUPS.setLevel(Level.SEVERE);
        reconfigure(config);
        return OURS;
    }

    /// For a command that tells by itself what goes wrong.
    public static void turnOff() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }

    /// The same handler in another style; no line is lost.
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
}
