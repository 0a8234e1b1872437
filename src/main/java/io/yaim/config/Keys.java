package io.yaim.config;

import static io.yaim.config.Key.Section.ANNOUNCEMENTS;
import static io.yaim.config.Key.Section.CHECKS;
import static io.yaim.config.Key.Section.HOOKS;
import static io.yaim.config.Key.Section.NODE;
import static io.yaim.config.Key.Section.REPORTS;
import static io.yaim.config.Key.Section.STORE;
import static io.yaim.config.Key.Section.TIMES;
import static io.yaim.config.Key.optional;
import static io.yaim.config.Key.secret;
import static io.yaim.config.Key.standard;

import io.yaim.model.AddressRange;
import io.yaim.model.FailureMode;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Timing;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The table of keys, but for the options of checks, which their providers declare.
final class Keys {

    static final String ENVIRONMENT_PREFIX = "YAIM_";

    static final String KEEP = "keep";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final Key<String> INTERFACE = optional(
            NODE,
            "interface",
            NetworkKinds.interfaceName(),
            "The network interface to bind addresses on. Must be set.");
    static final Key<Integer> NETMASK = optional(
            NODE,
            "netmask",
            NetworkKinds.netmask(),
            "The prefix length to bind IPv4 addresses with. Not set: each by itself, /32. IPv6 is always /128.");
    static final Key<String> LABEL = optional(
            NODE,
            "label",
            NetworkKinds.label(),
            "The label of bound IPv4 addresses: `<interface>:<label>`, together shorter than 16 characters.");
    static final Key<List<AddressRange>> ALLOWED_RANGES = optional(
            NODE,
            "allowed-ranges",
            NetworkKinds.ranges(),
            "Addresses of the pool that lie in none of these are not bound by this node: a list, or several with commas. "
                    + "Not set, or empty: all may be bound.");
    static final Key<NodeName> NODENAME = optional(
            NODE,
            "nodename",
            Kinds.nodeName(),
            "The name of this node, different from all others'. Not set: the host name.");
    static final Key<Integer> WEIGHT = standard(
            NODE,
            "weight",
            Kinds.number(1, Node.MAX_WEIGHT),
            "1",
            "The part of the pool that this node takes, relative to the other nodes' weights.");
    static final Key<String> MANAGER_TYPE = standard(
                    NODE, "manager-type", Kinds.word("basic"), "basic", "How addresses are bound. There is one way.")
            .alsoSpelt("hostingtype");
    static final Key<Path> STATE_DIR =
            standard(NODE, "state-dir", Kinds.path(), "/run/yaim", "Where lock and record of this node lie.");
    static final Key<Boolean> GUARDIAN = standard(
            NODE,
            "guardian",
            Kinds.onOrOff(),
            "on",
            "Whether a small process beside the daemon drops its addresses at once when it crashes or is killed.");
    static final Key<String> ON_STOP = standard(
            NODE,
            "on-stop",
            Kinds.word("release", KEEP),
            "release",
            "What SIGTERM does: pass the addresses on, or keep them bound for a restart before their lifetimes end.");

    static final Key<String> DCS_TYPE = standard(
            STORE,
            "dcs-type",
            Kinds.word(StoreChoice.ETCD, StoreChoice.MULTICAST),
            StoreChoice.ETCD,
            "The store of pool, nodes and marks: `etcd`, or `multicast`, which needs no server. Not set where there are `ips`"
                    + " and no dcs-endpoints: multicast.");
    static final Key<List<URI>> DCS_ENDPOINTS = standard(
            STORE,
            "dcs-endpoints",
            NetworkKinds.endpoints(),
            "http://127.0.0.1:2379",
            "Where etcd listens: a list, or several with commas. With https, etcd proves who it is.");
    static final Key<String> DCS_NAMESPACE =
            standard(STORE, "dcs-namespace", Kinds.keyPath(), "/service/", "What the keys of all clusters begin with.");
    static final Key<String> DCS_CLUSTERNAME = standard(
            STORE, "dcs-clustername", Kinds.keyName(), "yaim", "The name of this cluster, the same on all its nodes.");
    static final Key<Duration> DCS_TIMEOUT = standard(
            STORE,
            "dcs-timeout",
            Kinds.time(Duration.ofMillis(50), Duration.ofSeconds(1)),
            "500",
            "How long one attempt at a call of the store may take; a later answer counts for nothing. With multicast, if not"
                    + " set: stale / 20, but at least 50 and at most 500.");
    static final Key<FailureMode> DCS_FAILURE_MODE = standard(
            STORE,
            "dcs-failure-mode",
            Kinds.failureMode(),
            "release",
            "What becomes of addresses when the store cannot be reached for longer than the lease: `release` drops them,"
                    + " `failsafe` holds on to them while all other nodes agree, `claim` holds on and takes those that nobody"
                    + " answers for. An entry may say otherwise for itself.");
    static final Key<NetworkKinds.Listen> PEER_LISTEN = standard(
            STORE,
            "peer-listen",
            NetworkKinds.listen(),
            "off",
            "Where the other nodes ask this one past the store (UDP), or off. The address is what they are told; needs a secret.");
    static final Key<Secret> SECRET = secret(STORE, "secret", "What all nodes share, so that they believe each other.");
    static final Key<Path> SECRET_FILE = optional(
            STORE, "secret-file", Kinds.readableFile(), "The file that holds the secret, instead of `secret`.");
    static final Key<String> ETCD_USER = optional(STORE, "etcd-user", Kinds.text(), "The user at etcd.");
    static final Key<Secret> ETCD_PASSWORD = secret(STORE, "etcd-password", "The user's password.");
    static final Key<Path> ETCD_PASSWORD_FILE = optional(
            STORE,
            "etcd-password-file",
            Kinds.readableFile(),
            "The file that holds the password, instead of `etcd-password`.");
    static final Key<Path> ETCD_CA_FILE = optional(
            STORE,
            "etcd-ca-file",
            Kinds.readableFile(),
            "The certificates (PEM) that etcd's must be signed by. Not set: those that Java trusts.");
    static final Key<Path> ETCD_CERT_FILE = optional(
            STORE, "etcd-cert-file", Kinds.readableFile(), "This node's certificate (PEM) for etcd; needs key and CA.");
    static final Key<Path> ETCD_KEY_FILE = optional(
            STORE, "etcd-key-file", Kinds.readableFile(), "The private key (PEM, PKCS #8) of that certificate.");
    static final Key<Secret> CONSUL_TOKEN =
            secret(STORE, "consul-token", "Taken so that older files work, and not used.");

    static final Key<Duration> TTL = standard(
            TIMES,
            "ttl",
            Kinds.time(Timing.SHORTEST_TTL, HOUR),
            "9000",
            "How long a node that died keeps its addresses from the others. etcd counts whole seconds of it.");
    static final Key<Duration> INTERVAL = standard(
            TIMES,
            "interval",
            Kinds.time(Duration.ofMillis(50), HOUR),
            "1000",
            "The pause of the loop when nothing happens, and the time between two renewals of the lease; at most a fifth of it.");

    static final Key<String> CHECKER_TYPE = optional(
            CHECKS, "checker-type", Kinds.text(), "The type of the one check whose options stand at the top level.");
    static final Key<List<Raw>> CHECK_LIST =
            optional(CHECKS, "checks", Kinds.list(), "Several checks; all must pass. Only in the file.");
    static final Key<Duration> CHECK_INTERVAL = standard(
            CHECKS,
            "check-interval",
            Kinds.time(Duration.ofMillis(50), HOUR),
            "1000",
            "From the start of one run of a check to the start of the next.");
    static final Key<Duration> CHECK_TIMEOUT = optional(
            CHECKS,
            "check-timeout",
            Kinds.time(Duration.ofMillis(10), MINUTE),
            "How long one attempt may take. Not set: check-interval, but at most 1000.");
    static final Key<Integer> RISE =
            standard(CHECKS, "rise", Kinds.number(1, 100), "1", "Passes in a row until a check counts as passing.");
    static final Key<Integer> FALL =
            standard(CHECKS, "fall", Kinds.number(1, 100), "1", "Failures in a row until a check counts as failing.");
    static final Key<Integer> RETRY_NUM = standard(
            CHECKS,
            "retry-num",
            Kinds.number(0, 100),
            "3",
            "How often a service that could not be asked is asked again. A wrong answer counts at once.");
    static final Key<Duration> RETRY_AFTER = standard(
            CHECKS, "retry-after", Kinds.time(Duration.ZERO, MINUTE), "250", "The pause before it is asked again.");
    static final Key<Path> CHECKERS_DIR = optional(
            CHECKS,
            "checkers-dir",
            Kinds.path(),
            "Where further types of checks lie, as jars or executables. Not set: the folder `checkers` of the distribution.");

    static final Key<List<Raw>> HOOK_LIST = optional(
            HOOKS,
            "hooks",
            Kinds.list(),
            "Commands and webhooks that are told what happens to addresses here. Only in the file.");

    static final Key<Integer> ANNOUNCE_COUNT = standard(
            ANNOUNCEMENTS, "announce-count", Kinds.number(1, 100), "5", "How often a bound address is announced.");
    static final Key<Duration> ANNOUNCE_INTERVAL = standard(
            ANNOUNCEMENTS,
            "announce-interval",
            Kinds.time(Duration.ofMillis(100), MINUTE),
            "1100",
            "The time between two announcements of an address.");
    static final Key<Integer> ANNOUNCE_RATE = standard(
            ANNOUNCEMENTS, "announce-rate", Kinds.number(1, 100_000), "200", "The most frames sent in a second.");
    static final Key<Duration> ANNOUNCE_PERIOD = standard(
            ANNOUNCEMENTS,
            "announce-period",
            Kinds.time(Duration.ZERO, HOUR),
            "0",
            "After those announcements, each bound address is announced again so often; 0: never.");
    static final Key<Boolean> PROBE = standard(
            ANNOUNCEMENTS,
            "probe",
            Kinds.onOrOff(),
            "on",
            "Whether the neighbours are asked before an entry is bound whose owner vanished without handing it over.");

    static final Key<Level> LOG_LEVEL =
            standard(REPORTS, "log-level", Kinds.level(), "info", "What is logged: this level and those above.");
    static final Key<String> LOG_FORMAT = standard(
            REPORTS, "log-format", Kinds.word("logfmt", "json"), "logfmt", "How a line of the log is written.");

    /// In the order of the documentation.
    static final List<Key<?>> ALL = Stream.of(
                    List.<Key<?>>of(
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
                    MulticastKeys.ALL,
                    List.<Key<?>>of(
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
                            NotifyKeys.ARP_CACHE,
                            NotifyKeys.NOTIFY),
                    ApiKeys.ALL,
                    List.<Key<?>>of(LOG_LEVEL, LOG_FORMAT))
            .<Key<?>>flatMap(List::stream)
            .toList();

    private Keys() {}
}
