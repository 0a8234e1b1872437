package io.yaim.store.spi;

import io.yaim.model.NodeName;
import io.yaim.model.StoreTiming;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.KeyGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Creates stores of one type from the configuration. [java.util.ServiceLoader] finds providers, so an implementation
/// needs a public constructor without arguments.
public interface StoreProvider {

    /// The name of the key of the timeout of one call, for [#defaults].
    String DCS_TIMEOUT = "dcs-timeout";

    /// The value of `dcs-type`: lower-case letters, digits and hyphens.
    String type();

    /// The keys that this type has. Other types must not use them, unless they are [#sharedKeys].
    KeyGroup keys();

    /// The keys of other types that this type uses too, such as [StoreKeys#TTL].
    default List<ConfigKey<?>> sharedKeys() {
        return List.of();
    }

    /// The key of the ttl.
    ConfigKey<Duration> ttlKey();

    StoreTiming timing();

    /// The keys that select this type if `dcs-type` is not set.
    default List<ConfigKey<?>> impliedBy() {
        return List.of();
    }

    /// What to use instead of keys that must not be set with this type, by their names.
    default Map<String, String> replacements() {
        return Map.of();
    }

    /// The defaults that keys have with this type, by their names; empty: no default.
    ///
    /// @param interfaceName the value of `interface`
    default Map<String, Optional<String>> defaults(ConfigValues values, Optional<String> interfaceName) {
        return Map.of();
    }

    /// Reads the configuration. What is wrong goes to the problems of the values.
    ///
    /// @param keyPrefix the beginning of all keys in the store; empty: it is among the problems
    /// @return empty if something is wrong
    Optional<ConfiguredStore> read(ConfigValues values, Optional<String> keyPrefix, Optional<NodeName> nodename);

    /// Whether the key may be set with this type, although not with all.
    default boolean takes(ConfigKey<?> configKey) {
        return keys().keys().contains(configKey) || sharedKeys().contains(configKey);
    }
}
