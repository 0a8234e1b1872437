package io.yaim.store.multicast.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How the nodes of one cluster find and hear each other.
///
/// @param cluster its name; nodes of another never understand this one's
/// @param secret what all of them know and nobody else
/// @param meeting where they find each other
/// @param local the address that this one speaks from; stays while it runs, so none that is moved about
/// @param stale a peer unheard for that long is taken off the roll; from 300 ms
/// @param interval how often one says that one lives; more often where `stale` demands it
public record JGroupsSettings(
        String cluster, String secret, Meeting meeting, InetAddress local, Duration stale, Duration interval) {

    /// The shortest time after which somebody unheard is taken off the roll.
    public static final Duration LEAST_STALE = Duration.ofMillis(300);
    static final Duration MOST_STALE = Duration.ofMinutes(10);

    public JGroupsSettings {
        if (cluster.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("expected a cluster's name and a secret");
        }
        if (stale.compareTo(LEAST_STALE) < 0 || stale.compareTo(MOST_STALE) > 0) {
            throw new IllegalArgumentException(
                    "stale: expected " + LEAST_STALE + " to " + MOST_STALE + ", found " + stale);
        }
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("interval: expected more than nothing, found " + interval);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return cluster + " at " + meeting + " from " + local.getHostAddress();
    }

    /// Where nodes find each other.
    public sealed interface Meeting {

        /// By multicast: whoever listens there. Everything but what concerns all goes straight from the
        /// first free port after the group's, UDP, and the same, TCP.
        ///
        /// @param group a multicast address and the port
        record Group(InetSocketAddress group) implements Meeting {

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
        record Hosts(List<InetSocketAddress> hosts, int port) implements Meeting {

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
