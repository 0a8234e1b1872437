package io.yaim.store.etcd;

import io.yaim.model.NodeName;
import io.yaim.model.StoreTiming;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.KeyGroup;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreKeys;
import io.yaim.store.spi.StoreProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The store etcd.
public final class EtcdProvider implements StoreProvider {

    @Override
    public String type() {
        return ConfiguredEtcd.TYPE;
    }

    @Override
    public KeyGroup keys() {
        return EtcdKeys.GROUP;
    }

    @Override
    public ConfigKey<Duration> ttlKey() {
        return StoreKeys.TTL;
    }

    @Override
    public StoreTiming timing() {
        return ConfiguredEtcd.TIMING;
    }

    @Override
    public List<ConfigKey<?>> impliedBy() {
        return List.of(EtcdKeys.DCS_ENDPOINTS);
    }

    /// Entries are in the store only.
    @Override
    public Map<String, String> replacements() {
        return Map.of("ips", "entries put there, by `yaim add` or etcdctl");
    }

    @Override
    public Optional<ConfiguredStore> read(
            ConfigValues values, Optional<String> keyPrefix, Optional<NodeName> nodename) {
        return new EtcdConfigReader(values).read(keyPrefix).map(ConfiguredStore.class::cast);
    }
}
