package io.yaim.config;

import static io.yaim.config.Key.Section.MULTICAST;
import static io.yaim.config.Key.optional;
import static io.yaim.config.Key.standard;

import io.yaim.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/// The keys of the store without a server.
final class MulticastKeys {

    static final String MAJORITY = "majority";
    static final String POOL_FOLDER = "/var/lib/yaim/";

    /// Below this, more than half of a lease goes for clocks that differ and for answers on their way.
    private static final Duration SHORTEST_STALE = Duration.ofMillis(300);

    private static final Duration HOUR = Duration.ofHours(1);
    /// JSON's numbers are exact up to here (RFC 8259, section 6).
    private static final long HIGHEST_VERSION = 1L << 53;

    static final Key<InetSocketAddress> GROUP = standard(
            MULTICAST,
            "multicast-group",
            NetworkKinds.multicastGroup(),
            "224.1.1.1:5007",
            "The multicast group in which the nodes find each other, the same on all of them.");
    static final Key<String> INTERFACE = optional(
            MULTICAST,
            "multicast-interface",
            NetworkKinds.interfaceName(),
            "The network interface on which the nodes hear each other. Not set: `interface`.");
    static final Key<List<InetSocketAddress>> HOSTS = optional(
            MULTICAST,
            "multicast-hosts",
            NetworkKinds.addresses(),
            "Where the nodes are, instead of a multicast group: a list, or several with commas. Then they talk by unicast.");
    static final Key<InetSocketAddress> LISTEN = optional(
            MULTICAST,
            "multicast-listen",
            NetworkKinds.address(),
            "Where this node is, with multicast-hosts. Not set: the one of them that is an address of this host.");
    static final Key<List<Raw>> IPS = optional(
            MULTICAST,
            "ips",
            PoolReader.KIND,
            "The pool: addresses, addresses with options, and groups; with commas elsewhere than in the file.");
    static final Key<Long> VERSION = optional(
            MULTICAST,
            "version",
            Kinds.wholeNumber(HIGHEST_VERSION),
            "The version of `ips`: of different pools the nodes take the one with the highest.");
    static final Key<Path> POOL_FILE = optional(
            MULTICAST,
            "pool-file",
            Kinds.path(),
            "Where this node keeps the pool across restarts. Not set: `" + POOL_FOLDER + "<dcs-clustername>.pool`.");
    static final Key<SortedSet<NodeName>> NODES = optional(
            MULTICAST,
            "nodes",
            Kinds.nodeNames(),
            "The nodes that may take addresses: a list, or several with commas. Not set, or empty: all may.");
    static final Key<String> QUORUM = standard(
            MULTICAST,
            "quorum",
            Kinds.word("none", MAJORITY),
            "none",
            "Who holds addresses when the nodes are cut in two: `none` both sides, `majority` the one with more than half"
                    + " of `nodes` and `witness`: three at least. With `majority` they are the same on all nodes.");
    static final Key<NodeName> WITNESS = optional(
            MULTICAST, "witness", Kinds.nodeName(), "A node that takes no addresses but counts for the majority.");
    static final Key<Duration> STALE = standard(
            MULTICAST,
            "stale",
            Kinds.time(SHORTEST_STALE, HOUR),
            "3000",
            "How long a node that died keeps its addresses from the others, as `ttl` with etcd; to the millisecond.");
    static final Key<Duration> MATURE = standard(
            MULTICAST,
            "mature",
            Kinds.time(Duration.ZERO, HOUR),
            "5000",
            "How long after its start a node takes no addresses, but listens who is there.");

    /// In the order of the documentation.
    static final List<Key<?>> ALL =
            List.of(GROUP, INTERFACE, HOSTS, LISTEN, IPS, VERSION, POOL_FILE, NODES, QUORUM, WITNESS, STALE, MATURE);

    private MulticastKeys() {}
}
