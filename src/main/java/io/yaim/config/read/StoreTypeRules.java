package io.yaim.config.read;

import io.yaim.config.keys.ConfigKey;
import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.keys.MulticastConfigKeys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which store it is, and what other keys mean with it.
public final class StoreTypeRules {

    public static final String ETCD = "etcd";
    public static final String MULTICAST = "multicast";

    private static final int TIMEOUTS_PER_LEASE = 20;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(50);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(500);

    /// What counts with etcd only.
    public static final List<ConfigKey<?>> ETCD_ONLY = List.of(
            ConfigKeys.DCS_ENDPOINTS,
            ConfigKeys.PEER_LISTEN,
            ConfigKeys.ETCD_USER,
            ConfigKeys.ETCD_PASSWORD,
            ConfigKeys.ETCD_PASSWORD_FILE,
            ConfigKeys.ETCD_CA_FILE,
            ConfigKeys.ETCD_CERT_FILE,
            ConfigKeys.ETCD_KEY_FILE,
            ConfigKeys.TTL);

    /// What to do instead of setting a key of the other store.
    private static final Map<String, String> INSTEAD = Map.of(
            ConfigKeys.TTL.name(), "stale",
            MulticastConfigKeys.STALE.name(), "ttl",
            MulticastConfigKeys.IPS.name(), "entries put there, by `yaim add` or etcdctl");

    private StoreTypeRules() {}

    static boolean isMulticast(RawConfig rawConfig) {
        return rawConfig.get(ConfigKeys.DCS_TYPE).filter(MULTICAST::equals).isPresent();
    }

    /// The time of a lease.
    static ConfigKey<Duration> ttlKey(RawConfig rawConfig) {
        return isMulticast(rawConfig) ? MulticastConfigKeys.STALE : ConfigKeys.TTL;
    }

    /// The same with this store's meaning of what is not set; what the other store alone knows is a mistake.
    public static RawConfig applyTo(RawConfig rawConfig) {
        boolean isImplied = rawConfig.has(MulticastConfigKeys.IPS)
                && !rawConfig.has(ConfigKeys.DCS_TYPE)
                && !rawConfig.has(ConfigKeys.DCS_ENDPOINTS);
        boolean isMulticast = isImplied || isMulticast(rawConfig);
        List<ConfigKey<?>> foreign = isMulticast ? ETCD_ONLY : MulticastConfigKeys.ALL;
        foreign.stream()
                .filter(rawConfig::has)
                .forEach(configKey -> refuse(configKey, rawConfig, isMulticast ? MULTICAST : ETCD));
        var standards = new LinkedHashMap<String, Optional<String>>();
        foreign.forEach(configKey -> standards.put(configKey.name(), Optional.empty()));
        if (isMulticast) {
            standards.put(ConfigKeys.DCS_TYPE.name(), Optional.of(MULTICAST));
            standards.put(
                    ConfigKeys.DCS_TIMEOUT.name(),
                    rawConfig.get(MulticastConfigKeys.STALE).map(StoreTypeRules::timeout));
            standards.put(
                    MulticastConfigKeys.POOL_FILE.name(),
                    rawConfig.get(ConfigKeys.DCS_CLUSTERNAME).map(StoreTypeRules::poolFile));
            if (rawConfig.has(MulticastConfigKeys.HOSTS)) {
                standards.put(MulticastConfigKeys.GROUP.name(), Optional.empty());
            } else {
                standards.put(MulticastConfigKeys.INTERFACE.name(), rawConfig.get(ConfigKeys.INTERFACE));
            }
        }
        return rawConfig.withDefaults(standards);
    }

    private static void refuse(ConfigKey<?> configKey, RawConfig rawConfig, String type) {
        String only = "only with " + (type.equals(ETCD) ? MULTICAST : ETCD);
        String expected = Optional.ofNullable(INSTEAD.get(configKey.name()))
                .map(other -> other + " instead")
                .orElse(only);
        rawConfig
                .problems()
                .add(rawConfig.locationOf(configKey), "found with dcs-type " + type + ", expected " + expected);
    }

    /// So short that two attempts at a renewal fit into a lease of the standard length under any guard.
    private static String timeout(Duration stale) {
        Duration part = stale.dividedBy(TIMEOUTS_PER_LEASE);
        Duration bounded = part.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : part;
        return String.valueOf((bounded.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : bounded).toMillis());
    }

    /// In one folder, whatever slashes are in the name.
    private static String poolFile(String cluster) {
        String name = cluster.replaceAll("^/+|/+$", "").replaceAll("/+", "-");
        return MulticastConfigKeys.POOL_FOLDER + name + ".pool";
    }
}
