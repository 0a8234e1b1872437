package io.yaim.store.multicast;

import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.jgroups.JGroupsSettings.DiscoveryMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How the nodes find and reach each other.
public sealed interface Transport {

    /// Returns what this means on one host.
    ///
    /// @throws IOException the host has no suitable address, or it is not clear which
    LocalEndpoint on(Host host) throws IOException;

    /// The endpoint of one node.
    record LocalEndpoint(DiscoveryMethod discovery, InetAddress address) {}

    /// All are in one group of UDP multicast.
    ///
    /// @param interfaceName the network interface of the group
    record GroupTransport(InetSocketAddress group, String interfaceName) implements Transport {

        @Override
        public LocalEndpoint on(Host host) throws IOException {
            return new LocalEndpoint(new DiscoveryMethod.Group(group), stableAddress(host));
        }

        /// Finds an address that stays on the interface: one that yaim did not bind, preferably one with a network.
        private InetAddress stableAddress(Host host) throws IOException {
            boolean isV6 = group.getAddress().getAddress().length > 4;
            return host.addresses().stream()
                    .filter(address -> address.interfaceName().equals(interfaceName)
                            && !address.isOurs()
                            && address.ip().isV6() == isV6)
                    .min(Comparator.comparing((BoundAddress address) ->
                                    address.prefix() == address.ip().hostPrefix())
                            .thenComparing(BoundAddress::ip))
                    .map(address -> address.ip().address())
                    .orElseThrow(() -> new IOException("multicast-interface: " + interfaceName + " has no "
                            + (isV6 ? "IPv6" : "IPv4") + " address to send from"));
        }
    }

    /// Each node is reached by unicast.
    ///
    /// @param hosts the nodes, perhaps with this one; of one family, in the order of the file
    /// @param listen where this node listens; empty: the one of the hosts that is an address of this host
    record UnicastTransport(List<InetSocketAddress> hosts, Optional<InetSocketAddress> listen) implements Transport {

        public UnicastTransport {
            hosts = List.copyOf(hosts);
        }

        @Override
        public LocalEndpoint on(Host host) throws IOException {
            InetSocketAddress own = listenAddress(ip -> isLocalAddress(host, ip));
            return new LocalEndpoint(new DiscoveryMethod.Hosts(hosts, own.getPort()), own.getAddress());
        }

        /// Returns where this node listens.
        ///
        /// @param isLocal whether an address is one of this host
        /// @throws IOException it is neither configured nor clear
        public InetSocketAddress listenAddress(Predicate<InetAddress> isLocal) throws IOException {
            if (listen.isPresent()) {
                return listen.get();
            }
            List<InetSocketAddress> own = hosts.stream()
                    .filter(host -> isLocal.test(host.getAddress()))
                    .toList();
            if (own.size() != 1) {
                throw new IOException("multicast-hosts: %s of this host, expected one; say it by multicast-listen"
                        .formatted(own.isEmpty() ? "found none" : "found " + own.size()));
            }
            return own.getFirst();
        }

        private static boolean isLocalAddress(Host host, InetAddress ip) {
            VirtualIp wanted = VirtualIp.of(ip.getAddress());
            return ip.isLoopbackAddress()
                    || host.addresses().stream()
                            .anyMatch(
                                    address -> !address.isOurs() && address.ip().equals(wanted));
        }
    }
}
