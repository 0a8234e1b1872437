package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.AT_ONCE;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.ValueTypes;
import java.lang.System.Logger.Level;

/// The keys of the log.
public final class LogKeys {

    public static final ConfigKey<Level> LOG_LEVEL = standard(
            "log-level",
            ValueTypes.level(),
            "info",
            AT_ONCE,
            "The lowest level that is logged: trace, debug, info, warn or error.");
    public static final ConfigKey<String> LOG_FORMAT = standard(
            "log-format",
            ValueTypes.word("logfmt", "json"),
            "logfmt",
            AT_ONCE,
            "How a line of the log is written: logfmt or json.");

    public static final KeyGroup GROUP = KeyGroup.of("Log", "", LOG_LEVEL, LOG_FORMAT);

    private LogKeys() {}
}
