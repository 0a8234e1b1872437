package io.yaim.config.keys;

import static io.yaim.config.keys.ConfigKey.Section.MULTICAST;
import static io.yaim.config.keys.ConfigKey.optional;
import static io.yaim.config.keys.ConfigKey.standard;

import io.yaim.config.read.PoolConfigReader;
import io.yaim.config.source.RawValue;
import io.yaim.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/// The keys of the store without a server.
public final class MulticastConfigKeys {

    public static final String MAJORITY = "majority";
    public static final String POOL_FOLDER = "/var/lib/yaim/";

    /// Below this, more than half of a lease goes for clocks that differ and for answers on their way.
    private static final Duration SHORTEST_STALE = Duration.ofMillis(300);

    private static final Duration HOUR = Duration.ofHours(1);
    /// JSON's numbers are exact up to here (RFC 8259, section 6).
    private static final long HIGHEST_VERSION = 1L << 53;

    public static final ConfigKey<InetSocketAddress> GROUP = standard(
            MULTICAST,
            "multicast-group",
            NetworkValueTypes.multicastGroup(),
            "224.1.1.1:5007",
            "The multicast group in which the nodes find each other, the same on all of them.");
    public static final ConfigKey<String> INTERFACE = optional(
            MULTICAST,
            "multicast-interface",
            NetworkValueTypes.interfaceName(),
            "The network interface on which the nodes hear each other. Not set: `interface`.");
    public static final ConfigKey<List<InetSocketAddress>> HOSTS = optional(
            MULTICAST,
            "multicast-hosts",
            NetworkValueTypes.addresses(),
            "Where the nodes are, instead of a multicast group: a list, or several with commas. Then they talk by unicast.");
    public static final ConfigKey<InetSocketAddress> LISTEN = optional(
            MULTICAST,
            "multicast-listen",
            NetworkValueTypes.address(),
            "Where this node is, with multicast-hosts. Not set: the one of them that is an address of this host.");
    public static final ConfigKey<List<RawValue>> IPS = optional(
            MULTICAST,
            "ips",
            PoolConfigReader.KIND,
            "The pool: addresses, addresses with options, and groups; with commas elsewhere than in the file.");
    public static final ConfigKey<Long> VERSION = optional(
            MULTICAST,
            "version",
            ValueTypes.wholeNumber(HIGHEST_VERSION),
            "The version of `ips`: of different pools the nodes take the one with the highest.");
    public static final ConfigKey<Path> POOL_FILE = optional(
            MULTICAST,
            "pool-file",
            ValueTypes.path(),
            "Where this node keeps the pool across restarts. Not set: `" + POOL_FOLDER + "<dcs-clustername>.pool`.");
    public static final ConfigKey<SortedSet<NodeName>> NODES = optional(
            MULTICAST,
            "nodes",
            ValueTypes.nodeNames(),
            "The nodes that may take addresses: a list, or several with commas. Not set, or empty: all may.");
    public static final ConfigKey<String> QUORUM = standard(
            MULTICAST,
            "quorum",
            ValueTypes.word("none", MAJORITY),
            "none",
            "Who holds addresses when the nodes are cut in two: `none` both sides, `majority` the one with more than half"
                    + " of `nodes` and `witness`: three at least. With `majority` they are the same on all nodes.");
    public static final ConfigKey<NodeName> WITNESS = optional(
            MULTICAST, "witness", ValueTypes.nodeName(), "A node that takes no addresses but counts for the majority.");
    public static final ConfigKey<Duration> STALE = standard(
            MULTICAST,
            "stale",
            ValueTypes.time(SHORTEST_STALE, HOUR),
            "3000",
            "How long a node that died keeps its addresses from the others, as `ttl` with etcd; to the millisecond.");
    public static final ConfigKey<Duration> MATURE = standard(
            MULTICAST,
            "mature",
            ValueTypes.time(Duration.ZERO, HOUR),
            "5000",
            "How long after its start a node takes no addresses, but listens who is there.");

    /// In the order of the documentation.
    public static final List<ConfigKey<?>> ALL =
            List.of(GROUP, INTERFACE, HOSTS, LISTEN, IPS, VERSION, POOL_FILE, NODES, QUORUM, WITNESS, STALE, MATURE);

    private MulticastConfigKeys() {}
}
