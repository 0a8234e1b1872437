package io.yaim.config.parts;

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

/// How the nodes find each other where there is no server, and what they hold then.
///
/// @param secret what they all share; 8 characters or more
/// @param ttl the time of a lease; the same as `ttl` in the node's [io.yaim.model.LeaseTiming]
/// @param startDelay after a start, a node takes nothing for so long
/// @param nodes who may take entries; none named: everybody
/// @param needsMajority whether entries are held only where more than half of the [#voters] are
/// @param witness a further voter that takes no entries; only with a majority
/// @param pool what the file says of the pool; absent: nothing, and the others know it
/// @param poolFile where the pool is kept across restarts; neither it nor its folder need exist
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

    /// Those of whom more than half must be together; none: it does not matter who is.
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

    /// The same with another pool.
    public MulticastConfig withPool(Optional<PoolConfig> other) {
        return new MulticastConfig(
                keyPrefix, transport, secret, ttl, startDelay, nodes, needsMajority, witness, other, poolFile);
    }

    /// How the nodes hear each other.
    public sealed interface Transport {}

    /// All are in one group of UDP multicast.
    ///
    /// @param interfaceName the network interface on which they are
    public record GroupTransport(InetSocketAddress group, String interfaceName) implements Transport {}

    /// Each one by itself.
    ///
    /// @param hosts where nodes are asked, this one perhaps among them; of one family, in the order of the file
    /// @param listen where this node is asked; absent: the one of the hosts that is here
    public record UnicastTransport(List<InetSocketAddress> hosts, Optional<InetSocketAddress> listen)
            implements Transport {

        public UnicastTransport {
            hosts = List.copyOf(hosts);
        }

        /// Where this node is asked.
        ///
        /// @param isHere whether an address is one of this host
        /// @throws IOException neither said nor clear
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
