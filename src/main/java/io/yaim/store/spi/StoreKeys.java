package io.yaim.store.spi;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.secret;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.IF_IT_FITS;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.model.FailureMode;
import io.yaim.model.LeaseTiming;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Secret;
import io.yaim.setting.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;

/// The keys that every store has.
public final class StoreKeys {

    public static final ConfigKey<String> DCS_TYPE = standard(
            "dcs-type",
            ValueTypes.lowerCase("a type of store"),
            StoreProviders.DEFAULT_TYPE,
            NEXT_START,
            "The store of the pool, the nodes and the marks: `etcd`, or `multicast`, which needs no server. Not set, with"
                    + " `ips` and without `dcs-endpoints`: multicast.");
    public static final ConfigKey<String> DCS_NAMESPACE = standard(
            "dcs-namespace",
            ValueTypes.keyPath(),
            "/service/",
            NEXT_START,
            "The keys of all clusters in the store begin with this.");
    public static final ConfigKey<String> DCS_CLUSTERNAME = standard(
            "dcs-clustername",
            ValueTypes.keyName(),
            "yaim",
            NEXT_START,
            "The name of this cluster, the same on all its nodes.");
    public static final ConfigKey<FailureMode> DCS_FAILURE_MODE = standard(
            "dcs-failure-mode",
            ValueTypes.failureMode(),
            "release",
            IF_IT_FITS,
            "What a node does with its addresses if it cannot reach the store for longer than the lease: `release` drops"
                    + " them; `failsafe` holds them while all other nodes consent; `claim` holds them, and takes those for"
                    + " which no other host answers, at the risk of two owners. An entry can have a mode of its own."
                    + " `failsafe` needs `peer-listen` and a secret.");
    public static final ConfigKey<Secret> SECRET = secret(
            "secret",
            "\"not this one either\"",
            NEXT_START,
            "A text that all nodes share, by which they authenticate each other.");
    public static final ConfigKey<Path> SECRET_FILE = optional(
            "secret-file",
            ValueTypes.readableFile(),
            "/etc/yaim/secret",
            NEXT_START,
            "The file that holds the secret, instead of `secret`.");
    public static final ConfigKey<Secret> CONSUL_TOKEN = secret(
            "consul-token", "\"\"", NEXT_START, "Accepted so that files of the original yaim work, and not used.");

    /// The time of the lease; of stores that name it so.
    public static final ConfigKey<Duration> TTL = standard(
            "ttl",
            ValueTypes.time(LeaseTiming.SHORTEST_TTL, Duration.ofHours(1)),
            "9000",
            NEXT_START,
            "The time of the lease: so long after a node was lost, other nodes take its addresses. etcd counts whole"
                    + " seconds of it.");

    /// Of stores that may be away while the nodes run.
    public static final ConfigKey<NetworkValueTypes.Listen> PEER_LISTEN = standard(
            "peer-listen",
            NetworkValueTypes.listen(),
            "off",
            NEXT_START,
            "The address and UDP port where the other nodes ask this node without the store, such as 10.0.0.1:1314, or"
                    + " off. The other nodes learn it as it is written here. Needs a secret.");

    public static final KeyGroup GROUP = KeyGroup.of(
            "The store",
            "",
            DCS_TYPE,
            DCS_NAMESPACE,
            DCS_CLUSTERNAME,
            DCS_FAILURE_MODE,
            SECRET,
            SECRET_FILE,
            CONSUL_TOKEN);

    private StoreKeys() {}
}
