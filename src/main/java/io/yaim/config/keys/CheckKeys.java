package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.AT_ONCE;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.RawValue;
import io.yaim.setting.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys of health checks, without the options of their types: see [ConfigKeyTable].
public final class CheckKeys {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    public static final ConfigKey<String> CHECKER_TYPE = optional(
            "checker-type",
            ValueTypes.text(),
            "http",
            AT_ONCE,
            "The type of the check whose options stand at the top level, as `<type>-<option>`: http, postgres, shell, tcp,"
                    + " or a type of your own.");
    public static final ConfigKey<List<RawValue>> CHECK_LIST = optional(
            "checks",
            ValueTypes.list(),
            """

            - type: tcp
              address: 127.0.0.1:5432
            - type: http
              name: leader
              url: http://127.0.0.1:8008/leader
              interval: 500
              fall: 2""",
            AT_ONCE,
            "A list of checks; all must pass. Each may have a `name`, and an `interval`, `timeout`, `rise`, `fall`,"
                    + " `retry-num` and `retry-after` of its own. Only in the file.");
    public static final ConfigKey<Duration> CHECK_INTERVAL = standard(
            "check-interval",
            ValueTypes.time(Duration.ofMillis(50), Duration.ofHours(1)),
            "1000",
            AT_ONCE,
            "The time from the start of one run of a check to the start of the next.");
    public static final ConfigKey<Duration> CHECK_TIMEOUT = optional(
            "check-timeout",
            ValueTypes.time(Duration.ofMillis(10), MINUTE),
            "1000",
            AT_ONCE,
            "How long one attempt may take. Not set: `check-interval`, but at most 1000.");
    public static final ConfigKey<Integer> RISE = standard(
            "rise", ValueTypes.number(1, 100), "1", AT_ONCE, "Passes in a row until a check counts as passing.");
    public static final ConfigKey<Integer> FALL = standard(
            "fall", ValueTypes.number(1, 100), "1", AT_ONCE, "Failures in a row until a check counts as failing.");
    public static final ConfigKey<Integer> RETRY_NUM = standard(
            "retry-num",
            ValueTypes.number(0, 100),
            "3",
            AT_ONCE,
            "How often a service that could not be asked is asked again. A wrong answer counts at once.");
    public static final ConfigKey<Duration> RETRY_AFTER = standard(
            "retry-after",
            ValueTypes.time(Duration.ZERO, MINUTE),
            "250",
            AT_ONCE,
            "The pause before a service is asked again.");
    public static final ConfigKey<Path> CHECKERS_DIR = optional(
            "checkers-dir",
            ValueTypes.path(),
            "/etc/yaim/checkers",
            AT_ONCE,
            "The directory of further types of checks, as jars or executables. Not set: `checkers` in the distribution.");

    public static final KeyGroup GROUP = KeyGroup.of(
            "Checks",
            "",
            CHECKER_TYPE,
            CHECK_LIST,
            CHECK_INTERVAL,
            CHECK_TIMEOUT,
            RISE,
            FALL,
            RETRY_NUM,
            RETRY_AFTER,
            CHECKERS_DIR);

    private CheckKeys() {}
}
