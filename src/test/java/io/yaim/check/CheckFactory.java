package io.yaim.check;

import java.time.Duration;
import java.util.Map;

/// Creates built-in checks for tests, in the same way as the configuration.
public final class CheckFactory {

    private CheckFactory() {}

    public static Check check(String type, Map<String, Object> options) throws Exception {
        return check(type, options, Duration.ofSeconds(1));
    }

    public static Check check(String type, Map<String, Object> options, Duration timeout) throws Exception {
        return CheckProviders.builtIn().create(settings(type, options, timeout)).check();
    }

    public static CheckSettings settings(String type, Map<String, Object> options, Duration timeout) {
        Pace pace = new Pace(Duration.ofSeconds(1), timeout, 1, 1, 0, Duration.ZERO);
        return new CheckSettings(type, type, pace, options);
    }
}
