package io.yaim.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which store it is, and what other keys mean with it.
final class StoreChoice {

    static final String ETCD = "etcd";
    static final String MULTICAST = "multicast";

    private static final int TIMEOUTS_PER_LEASE = 20;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(50);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(500);

    /// What counts with etcd only.
    static final List<Key<?>> OF_ETCD = List.of(
            Keys.DCS_ENDPOINTS,
            Keys.PEER_LISTEN,
            Keys.ETCD_USER,
            Keys.ETCD_PASSWORD,
            Keys.ETCD_PASSWORD_FILE,
            Keys.ETCD_CA_FILE,
            Keys.ETCD_CERT_FILE,
            Keys.ETCD_KEY_FILE,
            Keys.TTL);

    /// What to do instead of setting a key of the other store.
    private static final Map<String, String> INSTEAD = Map.of(
            Keys.TTL.name(), "stale",
            MulticastKeys.STALE.name(), "ttl",
            MulticastKeys.IPS.name(), "entries put there, by `yaim add` or etcdctl");

    private StoreChoice() {}

    static boolean isMulticast(Given given) {
        return given.get(Keys.DCS_TYPE).filter(MULTICAST::equals).isPresent();
    }

    /// The time of a lease.
    static Key<Duration> lease(Given given) {
        return isMulticast(given) ? MulticastKeys.STALE : Keys.TTL;
    }

    /// The same with this store's meaning of what is not set; what the other store alone knows is a mistake.
    static Given settled(Given given) {
        boolean isImplied = given.has(MulticastKeys.IPS) && !given.has(Keys.DCS_TYPE) && !given.has(Keys.DCS_ENDPOINTS);
        boolean isMulticast = isImplied || isMulticast(given);
        List<Key<?>> foreign = isMulticast ? OF_ETCD : MulticastKeys.ALL;
        foreign.stream().filter(given::has).forEach(key -> refuse(key, given, isMulticast ? MULTICAST : ETCD));
        var standards = new LinkedHashMap<String, Optional<String>>();
        foreign.forEach(key -> standards.put(key.name(), Optional.empty()));
        if (isMulticast) {
            standards.put(Keys.DCS_TYPE.name(), Optional.of(MULTICAST));
            standards.put(
                    Keys.DCS_TIMEOUT.name(), given.get(MulticastKeys.STALE).map(StoreChoice::timeout));
            standards.put(
                    MulticastKeys.POOL_FILE.name(),
                    given.get(Keys.DCS_CLUSTERNAME).map(StoreChoice::poolFile));
            if (given.has(MulticastKeys.HOSTS)) {
                standards.put(MulticastKeys.GROUP.name(), Optional.empty());
            } else {
                standards.put(MulticastKeys.INTERFACE.name(), given.get(Keys.INTERFACE));
            }
        }
        return given.withStandards(standards);
    }

    private static void refuse(Key<?> key, Given given, String type) {
        String only = "only with " + (type.equals(ETCD) ? MULTICAST : ETCD);
        String expected = Optional.ofNullable(INSTEAD.get(key.name()))
                .map(other -> other + " instead")
                .orElse(only);
        given.problems().add(given.place(key), "found with dcs-type " + type + ", expected " + expected);
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
        return MulticastKeys.POOL_FOLDER + name + ".pool";
    }
}
