package io.yaim.store.multicast;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.AT_ONCE;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.model.NodeName;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.RawValue;
import io.yaim.setting.ValueTypes;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/// The keys of the store without a server.
public final class MulticastKeys {

    public static final String MAJORITY = "majority";
    public static final String POOL_FOLDER = "/var/lib/yaim/";

    /// If it is shorter, clocks that differ and answers on their way take more than half of a lease.
    private static final Duration SHORTEST_STALE = Duration.ofMillis(300);

    private static final Duration HOUR = Duration.ofHours(1);

    /// JSON's numbers are exact up to here (RFC 8259, section 6).
    private static final long HIGHEST_VERSION = 1L << 53;

    public static final ConfigKey<InetSocketAddress> GROUP_ADDRESS = standard(
            "multicast-group",
            NetworkValueTypes.multicastGroup(),
            "224.1.1.1:5007",
            NEXT_START,
            "The multicast group in which the nodes find each other, the same on all nodes.");
    public static final ConfigKey<String> INTERFACE = optional(
            "multicast-interface",
            NetworkValueTypes.interfaceName(),
            "eth0",
            NEXT_START,
            "The network interface on which the nodes communicate. Not set: `interface`.");
    public static final ConfigKey<List<InetSocketAddress>> HOSTS = optional(
            "multicast-hosts",
            NetworkValueTypes.addresses(),
            "10.0.0.1:5007, 10.0.0.2:5007, 10.0.0.3:5007",
            NEXT_START,
            "The addresses of all nodes, instead of a multicast group: a list, or several with commas. The nodes then"
                    + " communicate by unicast.");
    public static final ConfigKey<InetSocketAddress> LISTEN = optional(
            "multicast-listen",
            NetworkValueTypes.address(),
            "10.0.0.1:5007",
            NEXT_START,
            "This node's address among `multicast-hosts`. Not set: the one that is an address of this host.");
    public static final ConfigKey<List<RawValue>> IPS = optional(
            "ips",
            ValueTypes.listOrText("a list of addresses and groups"),
            """

            - 10.0.0.5
            - fd00::5
            - 10.0.0.6/24
            - {ip: 10.0.0.7, prefix: 24, interface: eth1, prefer: node1}
            - group: web
              prefer: [node2, node1]
              ips: [10.0.0.8, {ip: 10.0.1.8, interface: eth1}]""",
            AT_ONCE,
            "The pool: a list of addresses, addresses with options, and groups that move together. In the environment"
                    + " and in flags: addresses with commas.");
    public static final ConfigKey<Long> VERSION = optional(
            "version",
            ValueTypes.wholeNumber(HIGHEST_VERSION),
            "1",
            AT_ONCE,
            "The version of `ips`. If the pools of the nodes differ, all nodes take the one with the highest version.");
    public static final ConfigKey<Path> POOL_FILE = optional(
            "pool-file",
            ValueTypes.path(),
            "/var/lib/yaim/yaim.pool",
            NEXT_START,
            "Where this node stores the pool over restarts. Not set: `" + POOL_FOLDER + "<dcs-clustername>.pool`.");
    public static final ConfigKey<SortedSet<NodeName>> NODES = optional(
            "nodes",
            ValueTypes.nodeNames(),
            "node1, node2",
            NEXT_START,
            "The nodes that may take addresses: a list, or several with commas. Not set, or empty: all nodes may.");
    public static final ConfigKey<String> QUORUM = standard(
            "quorum",
            ValueTypes.word("none", MAJORITY),
            "none",
            NEXT_START,
            "Which nodes hold addresses if the network is cut in two: with `none` both parts, with `majority` the part"
                    + " with more than half of `nodes` and `witness`. There must be three of them or more, the same on"
                    + " all nodes.");
    public static final ConfigKey<NodeName> WITNESS = optional(
            "witness",
            ValueTypes.nodeName(),
            "node3",
            NEXT_START,
            "A node that takes no addresses, but counts for the majority.");
    public static final ConfigKey<Duration> STALE = standard(
            "stale",
            ValueTypes.time(SHORTEST_STALE, HOUR),
            "3000",
            NEXT_START,
            "The time of the lease, as `ttl` with etcd, but exact to the millisecond: so long after a node was lost,"
                    + " other nodes take its addresses.");
    public static final ConfigKey<Duration> MATURE = standard(
            "mature",
            ValueTypes.time(Duration.ZERO, HOUR),
            "5000",
            NEXT_START,
            "For so long after its start, a node takes no addresses and waits for messages of other nodes.");

    public static final KeyGroup GROUP = KeyGroup.ofStore(
            ConfiguredMulticast.TYPE,
            "Without a server",
            "With dcs-type: multicast there is no etcd. The nodes find each other and share the state. This store is also"
                    + " used if ips is set, and neither dcs-type nor dcs-endpoints is. It needs the secret above.",
            GROUP_ADDRESS,
            INTERFACE,
            HOSTS,
            LISTEN,
            IPS,
            VERSION,
            POOL_FILE,
            NODES,
            QUORUM,
            WITNESS,
            STALE,
            MATURE);

    private MulticastKeys() {}
}
