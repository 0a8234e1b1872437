package io.yaim.config;

import io.yaim.config.parts.ApiConfig;
import io.yaim.config.parts.BindingConfig;
import io.yaim.config.parts.ChecksConfig;
import io.yaim.config.parts.HookConfig;
import io.yaim.config.parts.LogConfig;
import io.yaim.config.parts.NodeConfig;
import io.yaim.config.parts.OutageConfig;
import io.yaim.config.reload.ConfigOrigin;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.model.LeaseTiming;
import io.yaim.store.spi.ConfiguredStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The configuration of a node, validated as a whole.
public record Config(
        ConfigOrigin origin,
        NodeConfig node,
        BindingConfig binding,
        ConfiguredStore store,
        OutageConfig outage,
        LeaseTiming leaseTiming,
        ChecksConfig checks,
        List<HookConfig> hooks,
        AnnounceSettings announceSettings,
        ApiConfig api,
        LogConfig log) {

    public Config {
        hooks = List.copyOf(hooks);
    }

    /// The file that was read, if any.
    public Optional<Path> file() {
        return origin.file();
    }

    /// One line for each thing that is allowed but worth a warning.
    public List<String> warnings() {
        return origin.warnings();
    }

    /// The beginning of all keys of this cluster, from slash to slash: `/service/yaim/`.
    public String keyPrefix() {
        return store.keyPrefix();
    }
}
