package io.yaim.config.read;

import io.yaim.setting.ConfigKey;
import io.yaim.config.keys.EtcdKeys;
import io.yaim.config.keys.MulticastKeys;
import io.yaim.config.keys.NodeKeys;
import io.yaim.config.keys.StoreKeys;
import io.yaim.config.keys.TimeKeys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which store it is, and what that means for other keys.
public final class StoreTypeRules {

    private static final int TIMEOUTS_PER_LEASE = 20;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(50);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(500);

    /// What to do instead of setting a key of the other store.
    private static final Map<String, String> INSTEAD = Map.of(
            EtcdKeys.TTL.name(), "stale",
            MulticastKeys.STALE.name(), "ttl",
            MulticastKeys.IPS.name(), "entries put there, by `yaim add` or etcdctl");

    private StoreTypeRules() {}

    static boolean isMulticast(RawConfig rawConfig) {
        return rawConfig
                .get(StoreKeys.DCS_TYPE)
                .filter(StoreKeys.MULTICAST::equals)
                .isPresent();
    }

    /// The key of the lease time.
    static ConfigKey<Duration> ttlKey(RawConfig rawConfig) {
        return isMulticast(rawConfig) ? MulticastKeys.STALE : EtcdKeys.TTL;
    }

    /// Sets the defaults that this store gives to keys. Keys of other stores have none, and must not be set.
    public static void applyTo(RawConfig rawConfig) {
        boolean isImplied = rawConfig.has(MulticastKeys.IPS)
                && !rawConfig.has(StoreKeys.DCS_TYPE)
                && !rawConfig.has(EtcdKeys.DCS_ENDPOINTS);
        boolean isMulticast = isImplied || isMulticast(rawConfig);
        String type = isMulticast ? StoreKeys.MULTICAST : StoreKeys.ETCD;
        List<ConfigKey<?>> foreign = rawConfig.table().foreignTo(type);
        foreign.stream().filter(rawConfig::has).forEach(configKey -> refuse(configKey, rawConfig, type));
        var standards = new LinkedHashMap<String, Optional<String>>();
        foreign.forEach(configKey -> standards.put(configKey.name(), Optional.empty()));
        if (isMulticast) {
            standards.put(StoreKeys.DCS_TYPE.name(), Optional.of(StoreKeys.MULTICAST));
            standards.put(
                    TimeKeys.DCS_TIMEOUT.name(),
                    rawConfig.get(MulticastKeys.STALE).map(StoreTypeRules::timeout));
            standards.put(
                    MulticastKeys.POOL_FILE.name(),
                    rawConfig.get(StoreKeys.DCS_CLUSTERNAME).map(StoreTypeRules::poolFile));
            if (rawConfig.has(MulticastKeys.HOSTS)) {
                standards.put(MulticastKeys.GROUP_ADDRESS.name(), Optional.empty());
            } else {
                standards.put(MulticastKeys.INTERFACE.name(), rawConfig.get(NodeKeys.INTERFACE));
            }
        }
        rawConfig.overrideDefaults(standards);
    }

    private static void refuse(ConfigKey<?> configKey, RawConfig rawConfig, String type) {
        String only = "only with " + (type.equals(StoreKeys.ETCD) ? StoreKeys.MULTICAST : StoreKeys.ETCD);
        String expected = Optional.ofNullable(INSTEAD.get(configKey.name()))
                .map(other -> other + " instead")
                .orElse(only);
        rawConfig
                .problems()
                .add(rawConfig.locationOf(configKey), "found with dcs-type " + type + ", expected " + expected);
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
