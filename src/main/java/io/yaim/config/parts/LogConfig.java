package io.yaim.config.parts;

import java.lang.System.Logger.Level;

/// What is logged, and how a line is written.
public record LogConfig(Level level, Format format) {

    public enum Format {
        LOGFMT,
        JSON
    }
}
