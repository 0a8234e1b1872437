package io.yaim.config.reload;

import io.yaim.config.keys.ApiConfigKeys;
import io.yaim.config.keys.ConfigKey;
import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.keys.MulticastConfigKeys;
import io.yaim.config.keys.NotifyConfigKeys;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// When a changed key counts in a daemon that runs.
public enum ReloadEffect {
    AT_ONCE("at once"),
    NEXT_START("next start");

    private static final Set<ConfigKey<?>> OF_POOL = Set.of(MulticastConfigKeys.IPS, MulticastConfigKeys.VERSION);

    /// What a life of a node is made of, or what others were told of it.
    public static final Set<ConfigKey<?>> OF_NEXT_START = with(
            Stream.concat(ApiConfigKeys.ALL.stream(), MulticastConfigKeys.ALL.stream())
                    .filter(configKey -> !OF_POOL.contains(configKey)),
            ConfigKeys.NODENAME,
            ConfigKeys.MANAGER_TYPE,
            ConfigKeys.STATE_DIR,
            ConfigKeys.GUARDIAN,
            ConfigKeys.GUARD,
            ConfigKeys.DCS_TYPE,
            ConfigKeys.DCS_ENDPOINTS,
            ConfigKeys.DCS_NAMESPACE,
            ConfigKeys.DCS_CLUSTERNAME,
            ConfigKeys.DCS_TIMEOUT,
            ConfigKeys.PEER_LISTEN,
            ConfigKeys.SECRET,
            ConfigKeys.SECRET_FILE,
            ConfigKeys.ETCD_USER,
            ConfigKeys.ETCD_PASSWORD,
            ConfigKeys.ETCD_PASSWORD_FILE,
            ConfigKeys.ETCD_CA_FILE,
            ConfigKeys.ETCD_CERT_FILE,
            ConfigKeys.ETCD_KEY_FILE,
            ConfigKeys.CONSUL_TOKEN,
            ConfigKeys.TTL,
            ConfigKeys.INTERVAL,
            ConfigKeys.HOOK_LIST);

    public static final Set<ConfigKey<?>> OF_NOW = Set.of(
            ConfigKeys.INTERFACE,
            ConfigKeys.NETMASK,
            ConfigKeys.LABEL,
            ConfigKeys.ALLOWED_RANGES,
            ConfigKeys.WEIGHT,
            ConfigKeys.ON_STOP,
            ConfigKeys.DCS_FAILURE_MODE,
            ConfigKeys.CHECKER_TYPE,
            ConfigKeys.CHECK_LIST,
            ConfigKeys.CHECK_INTERVAL,
            ConfigKeys.CHECK_TIMEOUT,
            ConfigKeys.RISE,
            ConfigKeys.FALL,
            ConfigKeys.RETRY_NUM,
            ConfigKeys.RETRY_AFTER,
            ConfigKeys.CHECKERS_DIR,
            ConfigKeys.ANNOUNCE_COUNT,
            ConfigKeys.ANNOUNCE_INTERVAL,
            ConfigKeys.ANNOUNCE_RATE,
            ConfigKeys.ANNOUNCE_PERIOD,
            ConfigKeys.PROBE,
            NotifyConfigKeys.ARP_CACHE,
            NotifyConfigKeys.NOTIFY,
            ConfigKeys.LOG_LEVEL,
            ConfigKeys.LOG_FORMAT,
            MulticastConfigKeys.IPS,
            MulticastConfigKeys.VERSION);

    private final String shown;

    ReloadEffect(String shown) {
        this.shown = shown;
    }

    private static Set<ConfigKey<?>> with(Stream<ConfigKey<?>> some, ConfigKey<?>... others) {
        return Stream.concat(some, Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    /// What is in neither set is an option of a check.
    public static ReloadEffect of(ConfigKey<?> configKey) {
        return OF_NEXT_START.contains(configKey) ? NEXT_START : AT_ONCE;
    }

    /// The same by a key's name.
    public static ReloadEffect of(String name) {
        return OF_NEXT_START.stream().anyMatch(configKey -> configKey.name().equals(name)) ? NEXT_START : AT_ONCE;
    }

    /// As the documentation says it.
    public String shown() {
        return shown;
    }
}
