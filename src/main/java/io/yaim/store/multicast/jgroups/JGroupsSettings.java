package io.yaim.store.multicast.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How the nodes of one cluster find and reach each other.
///
/// @param cluster its name; nodes of different clusters do not understand each other
/// @param secret what all of its nodes share
/// @param discovery where they find each other
/// @param localAddress the address that this node sends from; it must stay while the channel is used
/// @param failureTimeout a peer that is silent for this time is removed from the membership view; 300 ms or more
/// @param heartbeatInterval the pause between heartbeats; shorter if `failureTimeout` requires it
public record JGroupsSettings(
        String cluster,
        String secret,
        DiscoveryMethod discovery,
        InetAddress localAddress,
        Duration failureTimeout,
        Duration heartbeatInterval) {

    /// The shortest time after which a silent peer is removed from the membership view.
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

        /// By multicast. All messages but those to the whole group are sent by unicast, from the first free port
        /// after the group's: UDP, and TCP with the same number.
        ///
        /// @param group a multicast address and the port
        record Group(InetSocketAddress group) implements DiscoveryMethod {

            public Group {
                if (group.isUnresolved() || !group.getAddress().isMulticastAddress()) {
                    throw new IllegalArgumentException("expected a multicast address, found " + group);
                }
            }
        }

        /// By datagrams to each of the hosts.
        ///
        /// @param hosts addresses and ports, UDP and TCP, of all nodes; that of this host also says which port
        ///     this node uses
        /// @param port the port of this node
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
