package io.yaim.config;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// When a changed key counts in a daemon that runs.
enum Effect {
    AT_ONCE("at once"),
    NEXT_START("next start");

    private static final Set<Key<?>> OF_POOL = Set.of(MulticastKeys.IPS, MulticastKeys.VERSION);

    /// What a life of a node is made of, or what others were told of it.
    static final Set<Key<?>> OF_NEXT_START = with(
            Stream.concat(ApiKeys.ALL.stream(), MulticastKeys.ALL.stream()).filter(key -> !OF_POOL.contains(key)),
            Keys.NODENAME,
            Keys.MANAGER_TYPE,
            Keys.STATE_DIR,
            Keys.GUARDIAN,
            Keys.DCS_TYPE,
            Keys.DCS_ENDPOINTS,
            Keys.DCS_NAMESPACE,
            Keys.DCS_CLUSTERNAME,
            Keys.DCS_TIMEOUT,
            Keys.PEER_LISTEN,
            Keys.SECRET,
            Keys.SECRET_FILE,
            Keys.ETCD_USER,
            Keys.ETCD_PASSWORD,
            Keys.ETCD_PASSWORD_FILE,
            Keys.ETCD_CA_FILE,
            Keys.ETCD_CERT_FILE,
            Keys.ETCD_KEY_FILE,
            Keys.CONSUL_TOKEN,
            Keys.TTL,
            Keys.INTERVAL,
            Keys.HOOK_LIST);

    static final Set<Key<?>> OF_NOW = Set.of(
            Keys.INTERFACE,
            Keys.NETMASK,
            Keys.LABEL,
            Keys.ALLOWED_RANGES,
            Keys.WEIGHT,
            Keys.ON_STOP,
            Keys.DCS_FAILURE_MODE,
            Keys.CHECKER_TYPE,
            Keys.CHECK_LIST,
            Keys.CHECK_INTERVAL,
            Keys.CHECK_TIMEOUT,
            Keys.RISE,
            Keys.FALL,
            Keys.RETRY_NUM,
            Keys.RETRY_AFTER,
            Keys.CHECKERS_DIR,
            Keys.ANNOUNCE_COUNT,
            Keys.ANNOUNCE_INTERVAL,
            Keys.ANNOUNCE_RATE,
            Keys.ANNOUNCE_PERIOD,
            Keys.PROBE,
            NotifyKeys.ARP_CACHE,
            NotifyKeys.NOTIFY,
            Keys.LOG_LEVEL,
            Keys.LOG_FORMAT,
            MulticastKeys.IPS,
            MulticastKeys.VERSION);

    private final String shown;

    Effect(String shown) {
        this.shown = shown;
    }

    private static Set<Key<?>> with(Stream<Key<?>> some, Key<?>... others) {
        return Stream.concat(some, Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    /// What is in neither set is an option of a check.
    static Effect of(Key<?> key) {
        return OF_NEXT_START.contains(key) ? NEXT_START : AT_ONCE;
    }

    /// The same by a key's name.
    static Effect of(String name) {
        return OF_NEXT_START.stream().anyMatch(key -> key.name().equals(name)) ? NEXT_START : AT_ONCE;
    }

    /// As the documentation says it.
    String shown() {
        return shown;
    }
}
