package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import io.yaim.model.StoreTiming;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.KeyGroup;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreKeys;
import io.yaim.store.spi.StoreProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The nodes themselves as the store.
public final class MulticastProvider implements StoreProvider {

    private static final int TIMEOUTS_PER_LEASE = 20;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(50);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(500);

    @Override
    public String type() {
        return ConfiguredMulticast.TYPE;
    }

    @Override
    public KeyGroup keys() {
        return MulticastKeys.GROUP;
    }

    @Override
    public ConfigKey<Duration> ttlKey() {
        return MulticastKeys.STALE;
    }

    @Override
    public StoreTiming timing() {
        return ConfiguredMulticast.TIMING;
    }

    @Override
    public List<ConfigKey<?>> impliedBy() {
        return List.of(MulticastKeys.IPS);
    }

    @Override
    public Map<String, Optional<String>> defaults(ConfigValues values, Optional<String> interfaceName) {
        var defaults = new LinkedHashMap<String, Optional<String>>();
        defaults.put(StoreProvider.DCS_TIMEOUT, values.get(MulticastKeys.STALE).map(MulticastProvider::timeout));
        defaults.put(
                MulticastKeys.POOL_FILE.name(),
                values.get(StoreKeys.DCS_CLUSTERNAME).map(MulticastProvider::poolFile));
        if (values.has(MulticastKeys.HOSTS)) {
            defaults.put(MulticastKeys.GROUP_ADDRESS.name(), Optional.empty());
        } else {
            defaults.put(MulticastKeys.INTERFACE.name(), interfaceName);
        }
        return defaults;
    }

    @Override
    public Optional<ConfiguredStore> read(
            ConfigValues values, Optional<String> keyPrefix, Optional<NodeName> nodename) {
        return new MulticastConfigReader(values).read(keyPrefix, nodename).map(ConfiguredStore.class::cast);
    }

    /// So short that two attempts at a renewal fit into a lease of the default length with any guard.
    private static String timeout(Duration stale) {
        Duration part = stale.dividedBy(TIMEOUTS_PER_LEASE);
        Duration bounded = part.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : part;
        return String.valueOf((bounded.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : bounded).toMillis());
    }

    /// In one folder, even if there are slashes in the name.
    private static String poolFile(String cluster) {
        String name = cluster.replaceAll("^/+|/+$", "").replaceAll("/+", "-");
        return MulticastKeys.POOL_FOLDER + name + ".pool";
    }
}
