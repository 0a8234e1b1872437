package io.yaim.config.parts;

import java.lang.System.Logger.Level;

/// Which lines are logged, and in which format.
public record LogConfig(Level level, Format format) {

    public enum Format {
        LOGFMT,
        JSON
    }
}
