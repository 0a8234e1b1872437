package io.yaim.store.multicast;

import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.Link;
import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.jgroups.JGroupsSettings.DiscoveryMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// How the nodes find and reach each other.
public sealed interface Transport {

    /// Returns what this means on one host.
    ///
    /// @throws IOException the host has no suitable address, or it is not clear which
    LocalEndpoint on(Host host) throws IOException;

    /// Returns whether sockets of this endpoint still work on the host. They are bound to an address, and to an
    /// interface by its index. A new interface of the same name has another index.
    default boolean isIntact(LocalEndpoint endpoint, Host host) {
        return endpoint.link().isEmpty()
                || host.addresses().stream()
                        .filter(address -> isAt(address, endpoint.address()))
                        .map(address -> host.links().get(address.interfaceName()))
                        .anyMatch(link -> link != null
                                && link.index() == endpoint.link().get().index());
    }

    private static boolean isAt(BoundAddress address, InetAddress ip) {
        return address.ip().equals(VirtualIp.of(ip.getAddress()));
    }

    /// The endpoint of one node.
    ///
    /// @param link the interface that has the address; empty: it is not known, as for most loopback addresses
    record LocalEndpoint(DiscoveryMethod discovery, InetAddress address, Optional<Link> link) {

        static LocalEndpoint of(DiscoveryMethod discovery, InetAddress address, Host host) {
            Optional<Link> link = host.addresses().stream()
                    .filter(each -> isAt(each, address))
                    .flatMap(each -> Optional.ofNullable(host.links().get(each.interfaceName())).stream())
                    .findFirst();
            return new LocalEndpoint(discovery, address, link);
        }

        @Override
        public String toString() {
            return address.getHostAddress()
                    + link.map(found -> " on " + found.name() + " (index " + found.index() + ")")
                            .orElse("");
        }
    }

    /// All are in one group of UDP multicast.
    ///
    /// @param interfaceName the network interface of the group
    record GroupTransport(InetSocketAddress group, String interfaceName) implements Transport {

        @Override
        public LocalEndpoint on(Host host) throws IOException {
            return LocalEndpoint.of(new DiscoveryMethod.Group(group), stableAddress(host), host);
        }

        /// Also not if the configured name is now that of another interface, where the group can be joined.
        @Override
        public boolean isIntact(LocalEndpoint endpoint, Host host) {
            Link named = host.links().get(interfaceName);
            boolean isReplaced = named != null
                    && endpoint.link()
                            .filter(link -> link.index() != named.index())
                            .isPresent()
                    && candidates(host).findFirst().isPresent();
            return !isReplaced && Transport.super.isIntact(endpoint, host);
        }

        /// Finds an address that stays on the interface: one that yaim did not bind, preferably one with a network.
        private InetAddress stableAddress(Host host) throws IOException {
            return candidates(host)
                    .min(Comparator.comparing((BoundAddress address) ->
                                    address.prefix() == address.ip().hostPrefix())
                            .thenComparing(BoundAddress::ip))
                    .map(address -> address.ip().address())
                    .orElseThrow(() -> new IOException("multicast-interface: " + interfaceName + " has no "
                            + (isV6() ? "IPv6" : "IPv4") + " address to send from"));
        }

        private Stream<BoundAddress> candidates(Host host) {
            return host.addresses().stream()
                    .filter(address -> address.interfaceName().equals(interfaceName)
                            && !address.isOurs()
                            && address.ip().isV6() == isV6());
        }

        private boolean isV6() {
            return group.getAddress().getAddress().length > 4;
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
            return LocalEndpoint.of(new DiscoveryMethod.Hosts(hosts, own.getPort()), own.getAddress(), host);
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
