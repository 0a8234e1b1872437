package io.yaim.config.parts;

import io.yaim.setting.Secret;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The store without a server: how the nodes find each other, and what they need to hold addresses.
///
/// @param secret what all nodes share; 8 characters or more
/// @param ttl the time of a lease; the same as `ttl` in the node's [io.yaim.model.LeaseTiming]
/// @param startDelay for so long after its start, a node takes no entries
/// @param nodes the nodes that may take entries; empty: all
/// @param needsMajority whether only nodes that see more than half of the [#voters] hold entries
/// @param witness a further voter that takes no entries; only with a majority
/// @param pool the pool in the file; absent: the node learns it from the other nodes
/// @param poolFile where the pool is stored over restarts; neither it nor its folder need exist
public record MulticastConfig(
        String keyPrefix,
        Transport transport,
        Secret secret,
        Duration ttl,
        Duration startDelay,
        SortedSet<NodeName> nodes,
        boolean needsMajority,
        Optional<NodeName> witness,
        Optional<PoolConfig> pool,
        Path poolFile)
        implements StoreConfig {

    public MulticastConfig {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /// The nodes of which more than half must see each other; empty: there is no such condition.
    public SortedSet<NodeName> voters() {
        var voters = new TreeSet<NodeName>();
        if (needsMajority) {
            voters.addAll(nodes);
            witness.ifPresent(voters::add);
        }
        return voters;
    }

    /// Whether a node of this name may take entries.
    public boolean admits(NodeName name) {
        return nodes.isEmpty() || nodes.contains(name);
    }

    /// How the nodes communicate.
    public sealed interface Transport {}

    /// By UDP multicast, in one group.
    ///
    /// @param interfaceName the network interface of the group
    public record GroupTransport(InetSocketAddress group, String interfaceName) implements Transport {}

    /// By UDP unicast, with each node.
    ///
    /// @param hosts the addresses of the nodes, perhaps with this one; of one family, in the order of the file
    /// @param listen this node's address; absent: the one of `hosts` that this host has
    public record UnicastTransport(List<InetSocketAddress> hosts, Optional<InetSocketAddress> listen)
            implements Transport {

        public UnicastTransport {
            hosts = List.copyOf(hosts);
        }

        /// This node's address.
        ///
        /// @param isHere whether an address is one of this host
        /// @throws IOException it is not given, and not exactly one of `hosts` is here
        public InetSocketAddress listenAddress(Predicate<InetAddress> isHere) throws IOException {
            if (listen.isPresent()) {
                return listen.get();
            }
            List<InetSocketAddress> own = hosts.stream()
                    .filter(host -> isHere.test(host.getAddress()))
                    .toList();
            if (own.size() != 1) {
                throw new IOException("multicast-hosts: %s of this host, expected one; say it by multicast-listen"
                        .formatted(own.isEmpty() ? "found none" : "found " + own.size()));
            }
            return own.getFirst();
        }
    }
}
