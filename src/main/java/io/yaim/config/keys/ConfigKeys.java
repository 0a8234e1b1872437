package io.yaim.config.keys;

import static io.yaim.config.keys.ConfigKey.Section.ANNOUNCEMENTS;
import static io.yaim.config.keys.ConfigKey.Section.CHECKS;
import static io.yaim.config.keys.ConfigKey.Section.HOOKS;
import static io.yaim.config.keys.ConfigKey.Section.NODE;
import static io.yaim.config.keys.ConfigKey.Section.REPORTS;
import static io.yaim.config.keys.ConfigKey.Section.STORE;
import static io.yaim.config.keys.ConfigKey.Section.TIMES;
import static io.yaim.config.keys.ConfigKey.optional;
import static io.yaim.config.keys.ConfigKey.secret;
import static io.yaim.config.keys.ConfigKey.standard;

import io.yaim.config.parts.Secret;
import io.yaim.config.read.StoreTypeRules;
import io.yaim.config.source.RawValue;
import io.yaim.model.AddressRange;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseTiming;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The table of keys, but for the options of checks, which their providers declare.
public final class ConfigKeys {

    public static final String ENVIRONMENT_PREFIX = "YAIM_";

    public static final String KEEP = "keep";
    public static final String AUTO = "auto";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    public static final ConfigKey<String> INTERFACE = optional(
            NODE,
            "interface",
            NetworkValueTypes.interfaceName(),
            "The network interface to bind addresses on. Must be set.");
    public static final ConfigKey<Integer> NETMASK = optional(
            NODE,
            "netmask",
            NetworkValueTypes.netmask(),
            "The prefix length to bind IPv4 addresses with. Not set: each by itself, /32. IPv6 is always /128.");
    public static final ConfigKey<String> LABEL = optional(
            NODE,
            "label",
            NetworkValueTypes.label(),
            "The label of bound IPv4 addresses: `<interface>:<label>`, together shorter than 16 characters.");
    public static final ConfigKey<List<AddressRange>> ALLOWED_RANGES = optional(
            NODE,
            "allowed-ranges",
            NetworkValueTypes.ranges(),
            "Addresses of the pool that lie in none of these are not bound by this node: a list, or several with commas. "
                    + "Not set, or empty: all may be bound.");
    public static final ConfigKey<NodeName> NODENAME = optional(
            NODE,
            "nodename",
            ValueTypes.nodeName(),
            "The name of this node, different from all others'. Not set: the host name.");
    public static final ConfigKey<Integer> WEIGHT = standard(
            NODE,
            "weight",
            ValueTypes.number(1, Node.MAX_WEIGHT),
            "1",
            "The part of the pool that this node takes, relative to the other nodes' weights.");
    public static final ConfigKey<String> MANAGER_TYPE = standard(
                    NODE,
                    "manager-type",
                    ValueTypes.word("basic"),
                    "basic",
                    "How addresses are bound. There is one way.")
            .withAliases("hostingtype");
    public static final ConfigKey<Path> STATE_DIR =
            standard(NODE, "state-dir", ValueTypes.path(), "/run/yaim", "Where lock and record of this node lie.");
    public static final ConfigKey<Boolean> GUARDIAN = standard(
            NODE,
            "guardian",
            ValueTypes.onOrOff(),
            "on",
            "Whether a small process beside the daemon drops its addresses at once when it crashes or is killed.");
    public static final ConfigKey<String> ON_STOP = standard(
            NODE,
            "on-stop",
            ValueTypes.word("release", KEEP),
            "release",
            "What SIGTERM does: pass the addresses on, or keep them bound for a restart before their lifetimes end.");

    public static final ConfigKey<String> GUARD = standard(
            NODE,
            "guard",
            ValueTypes.word(AUTO, ExpiryGuard.LIFETIME.toString(), ExpiryGuard.GATE.toString()),
            AUTO,
            "What keeps addresses silent that are not this node's any more, also when the daemon hangs: a `lifetime` in seconds that"
                    + " each carries, or the `gate`, rules of nftables, exact to milliseconds, for short leases. `auto` takes"
                    + " the gate where the times are too short for lifetimes. The gate needs `dcs-failure-mode` and `on-stop` to"
                    + " be `release`, and takes every entry's own `failure-mode` for that.");

    public static final ConfigKey<String> DCS_TYPE = standard(
            STORE,
            "dcs-type",
            ValueTypes.word(StoreTypeRules.ETCD, StoreTypeRules.MULTICAST),
            StoreTypeRules.ETCD,
            "The store of pool, nodes and marks: `etcd`, or `multicast`, which needs no server. Not set where there are `ips`"
                    + " and no dcs-endpoints: multicast.");
    public static final ConfigKey<List<URI>> DCS_ENDPOINTS = standard(
            STORE,
            "dcs-endpoints",
            NetworkValueTypes.endpoints(),
            "http://127.0.0.1:2379",
            "Where etcd listens: a list, or several with commas. With https, etcd proves who it is.");
    public static final ConfigKey<String> DCS_NAMESPACE = standard(
            STORE, "dcs-namespace", ValueTypes.keyPath(), "/service/", "What the keys of all clusters begin with.");
    public static final ConfigKey<String> DCS_CLUSTERNAME = standard(
            STORE,
            "dcs-clustername",
            ValueTypes.keyName(),
            "yaim",
            "The name of this cluster, the same on all its nodes.");
    public static final ConfigKey<Duration> DCS_TIMEOUT = standard(
            STORE,
            "dcs-timeout",
            ValueTypes.time(Duration.ofMillis(50), Duration.ofSeconds(1)),
            "500",
            "How long one attempt at a call of the store may take; a later answer counts for nothing. With multicast, if not"
                    + " set: stale / 20, but at least 50 and at most 500.");
    public static final ConfigKey<FailureMode> DCS_FAILURE_MODE = standard(
            STORE,
            "dcs-failure-mode",
            ValueTypes.failureMode(),
            "release",
            "What becomes of addresses when the store cannot be reached for longer than the lease: `release` drops them,"
                    + " `failsafe` holds on to them while all other nodes agree, `claim` holds on and takes those that nobody"
                    + " answers for. An entry may say otherwise for itself.");
    public static final ConfigKey<NetworkValueTypes.Listen> PEER_LISTEN = standard(
            STORE,
            "peer-listen",
            NetworkValueTypes.listen(),
            "off",
            "Where the other nodes ask this one past the store (UDP), or off. The address is what they are told; needs a secret.");
    public static final ConfigKey<Secret> SECRET =
            secret(STORE, "secret", "What all nodes share, so that they believe each other.");
    public static final ConfigKey<Path> SECRET_FILE = optional(
            STORE, "secret-file", ValueTypes.readableFile(), "The file that holds the secret, instead of `secret`.");
    public static final ConfigKey<String> ETCD_USER =
            optional(STORE, "etcd-user", ValueTypes.text(), "The user at etcd.");
    public static final ConfigKey<Secret> ETCD_PASSWORD = secret(STORE, "etcd-password", "The user's password.");
    public static final ConfigKey<Path> ETCD_PASSWORD_FILE = optional(
            STORE,
            "etcd-password-file",
            ValueTypes.readableFile(),
            "The file that holds the password, instead of `etcd-password`.");
    public static final ConfigKey<Path> ETCD_CA_FILE = optional(
            STORE,
            "etcd-ca-file",
            ValueTypes.readableFile(),
            "The certificates (PEM) that etcd's must be signed by. Not set: those that Java trusts.");
    public static final ConfigKey<Path> ETCD_CERT_FILE = optional(
            STORE,
            "etcd-cert-file",
            ValueTypes.readableFile(),
            "This node's certificate (PEM) for etcd; needs key and CA.");
    public static final ConfigKey<Path> ETCD_KEY_FILE = optional(
            STORE, "etcd-key-file", ValueTypes.readableFile(), "The private key (PEM, PKCS #8) of that certificate.");
    public static final ConfigKey<Secret> CONSUL_TOKEN =
            secret(STORE, "consul-token", "Taken so that older files work, and not used.");

    public static final ConfigKey<Duration> TTL = standard(
            TIMES,
            "ttl",
            ValueTypes.time(LeaseTiming.SHORTEST_TTL, HOUR),
            "9000",
            "How long a node that died keeps its addresses from the others. etcd counts whole seconds of it.");
    public static final ConfigKey<Duration> INTERVAL = standard(
            TIMES,
            "interval",
            ValueTypes.time(Duration.ofMillis(50), HOUR),
            "1000",
            "The pause of the loop when nothing happens, and the time between two renewals of the lease; at most a fifth of it.");

    public static final ConfigKey<String> CHECKER_TYPE = optional(
            CHECKS,
            "checker-type",
            ValueTypes.text(),
            "The type of the one check whose options stand at the top level.");
    public static final ConfigKey<List<RawValue>> CHECK_LIST =
            optional(CHECKS, "checks", ValueTypes.list(), "Several checks; all must pass. Only in the file.");
    public static final ConfigKey<Duration> CHECK_INTERVAL = standard(
            CHECKS,
            "check-interval",
            ValueTypes.time(Duration.ofMillis(50), HOUR),
            "1000",
            "From the start of one run of a check to the start of the next.");
    public static final ConfigKey<Duration> CHECK_TIMEOUT = optional(
            CHECKS,
            "check-timeout",
            ValueTypes.time(Duration.ofMillis(10), MINUTE),
            "How long one attempt may take. Not set: check-interval, but at most 1000.");
    public static final ConfigKey<Integer> RISE = standard(
            CHECKS, "rise", ValueTypes.number(1, 100), "1", "Passes in a row until a check counts as passing.");
    public static final ConfigKey<Integer> FALL = standard(
            CHECKS, "fall", ValueTypes.number(1, 100), "1", "Failures in a row until a check counts as failing.");
    public static final ConfigKey<Integer> RETRY_NUM = standard(
            CHECKS,
            "retry-num",
            ValueTypes.number(0, 100),
            "3",
            "How often a service that could not be asked is asked again. A wrong answer counts at once.");
    public static final ConfigKey<Duration> RETRY_AFTER = standard(
            CHECKS,
            "retry-after",
            ValueTypes.time(Duration.ZERO, MINUTE),
            "250",
            "The pause before it is asked again.");
    public static final ConfigKey<Path> CHECKERS_DIR = optional(
            CHECKS,
            "checkers-dir",
            ValueTypes.path(),
            "Where further types of checks lie, as jars or executables. Not set: the folder `checkers` of the distribution.");

    public static final ConfigKey<List<RawValue>> HOOK_LIST = optional(
            HOOKS,
            "hooks",
            ValueTypes.list(),
            "Commands and webhooks that are told what happens to addresses here. Only in the file.");

    public static final ConfigKey<Integer> ANNOUNCE_COUNT = standard(
            ANNOUNCEMENTS, "announce-count", ValueTypes.number(1, 100), "5", "How often a bound address is announced.");
    public static final ConfigKey<Duration> ANNOUNCE_INTERVAL = standard(
            ANNOUNCEMENTS,
            "announce-interval",
            ValueTypes.time(Duration.ofMillis(100), MINUTE),
            "1100",
            "The time between two announcements of an address.");
    public static final ConfigKey<Integer> ANNOUNCE_RATE = standard(
            ANNOUNCEMENTS, "announce-rate", ValueTypes.number(1, 100_000), "200", "The most frames sent in a second.");
    public static final ConfigKey<Duration> ANNOUNCE_PERIOD = standard(
            ANNOUNCEMENTS,
            "announce-period",
            ValueTypes.time(Duration.ZERO, HOUR),
            "0",
            "After those announcements, each bound address is announced again so often; 0: never.");
    public static final ConfigKey<Boolean> PROBE = standard(
            ANNOUNCEMENTS,
            "probe",
            ValueTypes.onOrOff(),
            "on",
            "Whether the neighbours are asked before an entry is bound whose owner vanished without handing it over.");

    public static final ConfigKey<Level> LOG_LEVEL =
            standard(REPORTS, "log-level", ValueTypes.level(), "info", "What is logged: this level and those above.");
    public static final ConfigKey<String> LOG_FORMAT = standard(
            REPORTS, "log-format", ValueTypes.word("logfmt", "json"), "logfmt", "How a line of the log is written.");

    /// In the order of the documentation.
    public static final List<ConfigKey<?>> ALL = Stream.of(
                    List.<ConfigKey<?>>of(
                            INTERFACE,
                            NETMASK,
                            LABEL,
                            ALLOWED_RANGES,
                            NODENAME,
                            WEIGHT,
                            MANAGER_TYPE,
                            STATE_DIR,
                            GUARDIAN,
                            ON_STOP,
                            GUARD,
                            DCS_TYPE,
                            DCS_ENDPOINTS,
                            DCS_NAMESPACE,
                            DCS_CLUSTERNAME,
                            DCS_TIMEOUT,
                            DCS_FAILURE_MODE,
                            PEER_LISTEN,
                            SECRET,
                            SECRET_FILE,
                            ETCD_USER,
                            ETCD_PASSWORD,
                            ETCD_PASSWORD_FILE,
                            ETCD_CA_FILE,
                            ETCD_CERT_FILE,
                            ETCD_KEY_FILE,
                            CONSUL_TOKEN),
                    MulticastConfigKeys.ALL,
                    List.<ConfigKey<?>>of(
                            TTL,
                            INTERVAL,
                            CHECKER_TYPE,
                            CHECK_LIST,
                            CHECK_INTERVAL,
                            CHECK_TIMEOUT,
                            RISE,
                            FALL,
                            RETRY_NUM,
                            RETRY_AFTER,
                            CHECKERS_DIR,
                            HOOK_LIST,
                            ANNOUNCE_COUNT,
                            ANNOUNCE_INTERVAL,
                            ANNOUNCE_RATE,
                            ANNOUNCE_PERIOD,
                            PROBE,
                            NotifyConfigKeys.ARP_CACHE,
                            NotifyConfigKeys.NOTIFY),
                    ApiConfigKeys.ALL,
                    List.<ConfigKey<?>>of(LOG_LEVEL, LOG_FORMAT))
            .<ConfigKey<?>>flatMap(List::stream)
            .toList();

    private ConfigKeys() {}
}
