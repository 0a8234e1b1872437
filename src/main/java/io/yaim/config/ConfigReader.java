package io.yaim.config;

import io.yaim.config.keys.NodeKeys;
import io.yaim.config.parts.ApiConfig;
import io.yaim.config.parts.BindingConfig;
import io.yaim.config.parts.ChecksConfig;
import io.yaim.config.parts.HookConfig;
import io.yaim.config.parts.LogConfig;
import io.yaim.config.parts.NodeConfig;
import io.yaim.config.parts.OutageConfig;
import io.yaim.config.read.AnnounceSettingsReader;
import io.yaim.config.read.ApiConfigReader;
import io.yaim.config.read.BindingConfigReader;
import io.yaim.config.read.HookConfigReader;
import io.yaim.config.read.LeaseTimingReader;
import io.yaim.config.read.LogConfigReader;
import io.yaim.config.read.NodeConfigReader;
import io.yaim.config.read.OutageConfigReader;
import io.yaim.config.read.RawConfig;
import io.yaim.config.read.StoreConfigReader;
import io.yaim.config.reload.ConfigOrigin;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Problems;
import io.yaim.store.spi.ConfiguredStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Builds a [Config] from raw values, part by part, or reports all mistakes.
final class ConfigReader {

    private final RawConfig rawConfig;

    ConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Builds all parts.
    ///
    /// @param checks builds this part; absent if it has mistakes
    /// @param origin is asked when there are no mistakes
    Config read(Supplier<Optional<ChecksConfig>> checks, Function<Problems, ConfigOrigin> origin)
            throws ConfigException {
        Optional<NodeName> name = rawConfig.get(NodeKeys.NODENAME);
        Optional<BindingConfig> binding = new BindingConfigReader(rawConfig).read();
        Optional<ConfiguredStore> store = new StoreConfigReader(rawConfig).read(name);
        Optional<LeaseTiming> leaseTiming = new LeaseTimingReader(rawConfig).read();
        Optional<OutageConfig> outage = new OutageConfigReader(rawConfig).read();
        ApiConfig api = new ApiConfigReader(rawConfig).read(name);
        Optional<ChecksConfig> healthChecks = checks.get();
        List<HookConfig> hooks = new HookConfigReader(rawConfig).read();
        Optional<NodeConfig> node = new NodeConfigReader(rawConfig).read();
        Optional<AnnounceSettings> announceSettings = new AnnounceSettingsReader(rawConfig).read();
        Optional<LogConfig> log = new LogConfigReader(rawConfig).read();
        rawConfig.problems().throwIfAny();
        return new Config(
                origin.apply(rawConfig.problems()),
                node.orElseThrow(),
                binding.orElseThrow(),
                store.orElseThrow(),
                outage.orElseThrow(),
                leaseTiming.orElseThrow(),
                healthChecks.orElseThrow(),
                hooks,
                announceSettings.orElseThrow(),
                api,
                log.orElseThrow());
    }
}
