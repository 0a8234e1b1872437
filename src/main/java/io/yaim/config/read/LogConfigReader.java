package io.yaim.config.read;

import io.yaim.config.keys.LogKeys;
import io.yaim.config.parts.LogConfig;
import java.util.Locale;
import java.util.Optional;

/// Builds the [LogConfig].
public final class LogConfigReader {

    private final RawConfig rawConfig;

    public LogConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Empty if a value is a mistake.
    public Optional<LogConfig> read() {
        return rawConfig
                .get(LogKeys.LOG_LEVEL)
                .flatMap(
                        level -> rawConfig.get(LogKeys.LOG_FORMAT).map(format -> new LogConfig(level, format(format))));
    }

    private static LogConfig.Format format(String word) {
        return LogConfig.Format.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
