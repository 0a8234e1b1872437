package io.yaim.config.read;

import io.yaim.config.keys.NodeKeys;
import io.yaim.setting.ConfigKey;
import io.yaim.store.spi.StoreKeys;
import io.yaim.store.spi.StoreProvider;
import io.yaim.store.spi.StoreProviders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Selects the store, and applies what that means for other keys.
public final class StoreTypeRules {

    private StoreTypeRules() {}

    /// The provider of the configured store.
    static StoreProvider provider(RawConfig rawConfig) {
        return rawConfig.table().stores().get(rawConfig.get(StoreKeys.DCS_TYPE).orElse(StoreProviders.DEFAULT_TYPE));
    }

    /// Sets the defaults that this store gives to keys. Keys of other stores have none, and must not be set.
    public static void applyTo(RawConfig rawConfig) {
        StoreProvider provider = rawConfig.table().stores().select(rawConfig);
        List<ConfigKey<?>> foreign = rawConfig.table().foreignTo(provider);
        foreign.stream().filter(rawConfig::has).forEach(configKey -> refuse(configKey, rawConfig, provider));
        var standards = new LinkedHashMap<String, Optional<String>>();
        foreign.forEach(configKey -> standards.put(configKey.name(), Optional.empty()));
        standards.put(StoreKeys.DCS_TYPE.name(), Optional.of(provider.type()));
        standards.putAll(provider.defaults(rawConfig, rawConfig.get(NodeKeys.INTERFACE)));
        rawConfig.overrideDefaults(standards);
    }

    private static void refuse(ConfigKey<?> configKey, RawConfig rawConfig, StoreProvider provider) {
        String expected = rawConfig.table().stores().replacement(configKey, provider);
        rawConfig
                .problems()
                .add(
                        rawConfig.locationOf(configKey),
                        "found with dcs-type " + provider.type() + ", expected " + expected);
    }
}
