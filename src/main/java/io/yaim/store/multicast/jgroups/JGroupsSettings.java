package io.yaim.store.multicast.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How the nodes of one cluster find and hear each other.
///
/// @param cluster its name; nodes of another never understand this one's
/// @param secret what all of them know and nobody else
/// @param discovery where they find each other
/// @param localAddress the address that this one speaks from; stays while it runs, so none that is moved about
/// @param failureTimeout a peer unheard for that long is taken off the roll; from 300 ms
/// @param heartbeatInterval how often one says that one lives; more often where `failureTimeout` demands it
public record JGroupsSettings(
        String cluster,
        String secret,
        DiscoveryMethod discovery,
        InetAddress localAddress,
        Duration failureTimeout,
        Duration heartbeatInterval) {

    /// The shortest time after which somebody unheard is taken off the roll.
    public static final Duration LEAST_FAILURE_TIMEOUT = Duration.ofMillis(300);
    static final Duration MOST_FAILURE_TIMEOUT = Duration.ofMinutes(10);

    public JGroupsSettings {
        if (cluster.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("expected a cluster's name and a secret");
        }
        if (failureTimeout.compareTo(LEAST_FAILURE_TIMEOUT) < 0 || failureTimeout.compareTo(MOST_FAILURE_TIMEOUT) > 0) {
            throw new IllegalArgumentException("stale: expected " + LEAST_FAILURE_TIMEOUT + " to "
                    + MOST_FAILURE_TIMEOUT + ", found " + failureTimeout);
        }
        if (!heartbeatInterval.isPositive()) {
            throw new IllegalArgumentException("interval: expected more than nothing, found " + heartbeatInterval);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return cluster + " at " + discovery + " from " + localAddress.getHostAddress();
    }

    /// Where nodes find each other.
    public sealed interface DiscoveryMethod {

        /// By multicast: whoever listens there. Everything but what concerns all goes straight from the
        /// first free port after the group's, UDP, and the same, TCP.
        ///
        /// @param group a multicast address and the port
        record Group(InetSocketAddress group) implements DiscoveryMethod {

            public Group {
                if (group.isUnresolved() || !group.getAddress().isMulticastAddress()) {
                    throw new IllegalArgumentException("expected a multicast address, found " + group);
                }
            }
        }

        /// By datagrams to each of these.
        ///
        /// @param hosts addresses and ports, UDP and TCP, of all who may take part; our own tells which
        ///     port is ours
        /// @param port our own port
        record Hosts(List<InetSocketAddress> hosts, int port) implements DiscoveryMethod {

            public Hosts {
                hosts = List.copyOf(hosts);
                if (port < 1 || port > 65535) {
                    throw new IllegalArgumentException("expected a port, found " + port);
                }
                for (InetSocketAddress host : hosts) {
                    if (host.isUnresolved() || host.getPort() == 0) {
                        throw new IllegalArgumentException("expected addresses with ports, found " + host);
                    }
                }
            }
        }
    }
}
