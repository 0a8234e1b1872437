package io.yaim.config;

import io.yaim.config.read.RawConfig;
import io.yaim.config.reload.ConfigOrigin;
import io.yaim.setting.ConfigException;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ReloadEffect;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a running daemon continues after its configuration was read again.
///
/// Its new configuration consists of the values that were read, but for the keys that wait for the next start. It is
/// built and validated by the same readers.
///
/// @param config the new configuration
/// @param result what has changed, and what waits
public record ConfigReload(Config config, ReloadResult.Applied result) {

    /// Merges what was read with what runs.
    ///
    /// @param next what was read
    /// @throws ConfigException the values that are applied do not fit those that wait
    public static ConfigReload of(Config running, Config next) throws ConfigException {
        List<ConfigKey<?>> keys = next.origin().rawConfig().table().ownKeys();
        Set<String> waiting = new HashSet<>();
        keys.stream()
                .filter(configKey -> configKey.reloadEffect() != ReloadEffect.AT_ONCE)
                .forEach(configKey -> waiting.add(configKey.name()));
        for (ConfigKey<?> configKey : keys) {
            if (configKey.reloadEffect() == ReloadEffect.IF_IT_FITS) {
                waiting.remove(configKey.name());
                if (!fits(running, next, waiting)) {
                    waiting.add(configKey.name());
                }
            }
        }
        Config config = merge(running, next, waiting);
        return new ConfigReload(config, ReloadResult.of(running, config, next));
    }

    private static boolean fits(Config running, Config next, Set<String> waiting) {
        try {
            merge(running, next, waiting);
            return true;
        } catch (ConfigException _) {
            return false;
        }
    }

    private static Config merge(Config running, Config next, Set<String> waiting) throws ConfigException {
        ConfigOrigin before = running.origin();
        ConfigOrigin after = next.origin();
        RawConfig rawConfig = before.rawConfig().mergedWith(after.rawConfig(), waiting::contains);
        var origin = new ConfigOrigin(
                after.file(),
                after.warnings(),
                rawConfig,
                before.keyValues().mergedWith(after.keyValues(), waiting::contains));
        // every key of a check takes effect at once, so no check need be created again
        return new ConfigReader(rawConfig).read(() -> Optional.of(next.checks()), _ -> origin);
    }
}
