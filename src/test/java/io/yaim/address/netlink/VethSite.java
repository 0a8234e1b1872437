package io.yaim.address.netlink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.yaim.address.Addresses;
import io.yaim.address.AddressesContract;
import io.yaim.lab.Namespace;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A namespace with a veth device. Its other end is in a second namespace, which is the neighbour.
final class VethSite implements AddressesContract.Site, AutoCloseable {

    static final String LINK = "veth0";
    static final String NEIGHBOUR_LINK = "veth1";

    private static final HardwareAddress NEIGHBOUR = new HardwareAddress(0x02_77_00_00_00_02L);

    final Namespace host;
    final Namespace neighbour;
    private final AtomicInteger rings = new AtomicInteger();
    private final Semaphore rung = new Semaphore(0);
    private final NetlinkAddresses addresses;
    private final NetlinkAddresses neighbours;

    private VethSite(Namespace host, Namespace neighbour, ExpiryGuard expiryGuard) throws Exception {
        this.host = host;
        this.neighbour = neighbour;
        host.addVeth(LINK, neighbour, NEIGHBOUR_LINK);
        neighbour.ip("link", "set", NEIGHBOUR_LINK, "address", NEIGHBOUR.toString());
        await().atMost(Duration.ofMinutes(2))
                .until(() -> host.ip("-o", "link", "show", LINK).contains("state UP"));
        addresses = host.call(() -> NetlinkAddresses.open(this::ring, expiryGuard));
        neighbours = neighbour.call(() -> NetlinkAddresses.open(() -> {}));
    }

    static VethSite open() throws Exception {
        return open(ExpiryGuard.LIFETIME);
    }

    static VethSite open(ExpiryGuard expiryGuard) throws Exception {
        Namespace host = Namespace.create("host");
        try {
            Namespace neighbour = Namespace.create("peer");
            try {
                return new VethSite(host, neighbour, expiryGuard);
            } catch (Exception e) {
                try (neighbour) {
                    throw e;
                }
            }
        } catch (Exception e) {
            try (host) {
                throw e;
            }
        }
    }

    private void ring() {
        rings.incrementAndGet();
        rung.release();
    }

    @Override
    public Addresses addresses() {
        return new InNamespace(host, addresses);
    }

    @Override
    public String link() {
        return LINK;
    }

    @Override
    public void bindAsAnother(VirtualIp ip) throws IOException {
        host.ip("addr", "add", ip + "/" + ip.hostPrefix(), "dev", LINK);
    }

    @Override
    public void dropAsAnother(VirtualIp ip) throws IOException {
        host.ip("addr", "del", ip + "/" + ip.hostPrefix(), "dev", LINK);
    }

    @Override
    public void setLink(boolean isUp) throws IOException {
        neighbour.ip("link", "set", NEIGHBOUR_LINK, isUp ? "up" : "down");
    }

    @Override
    public void setHardware(HardwareAddress hardware) throws IOException {
        host.ip("link", "set", LINK, "address", hardware.toString());
    }

    @Override
    public void makeBridgePort() throws IOException {
        host.ip("link", "add", "br0", "type", "bridge");
        host.ip("link", "set", LINK, "master", "br0");
    }

    @Override
    public HardwareAddress neighbour() {
        return NEIGHBOUR;
    }

    @Override
    public void bindAtNeighbour(VirtualIp ip) throws IOException {
        neighbour.ip("addr", "add", ip + "/" + ip.hostPrefix(), "dev", NEIGHBOUR_LINK, "nodad");
    }

    @Override
    public void announceAtNeighbour(VirtualIp ip) throws Exception {
        neighbours.announce(List.of(atNeighbour(ip)));
    }

    @Override
    public void probeAtNeighbour(VirtualIp ip) throws Exception {
        neighbours.probe(List.of(atNeighbour(ip)));
    }

    private static Binding atNeighbour(VirtualIp ip) {
        return new Binding(ip, NEIGHBOUR_LINK, ip.hostPrefix(), Optional.empty());
    }

    /// Probes up to five times, until it is answered.
    boolean answers(VirtualIp ip) throws Exception {
        List<Binding> bindings = List.of(atNeighbour(ip));
        neighbour.call(() -> neighbours.listen(bindings));
        for (int i = 0; i < 5; i++) {
            neighbours.probe(bindings);
            Thread.sleep(50);
            List<AddressSighting> received = neighbour.call(() -> neighbours.listen(bindings));
            if (received.stream().anyMatch(sighting -> sighting.kind() == AddressSighting.Kind.IN_USE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void meet(Neighbour known) throws IOException {
        host.ip(
                "neigh",
                "replace",
                known.ip().toString(),
                "lladdr",
                known.hardware().toString(),
                "nud",
                "stale",
                "dev",
                LINK);
    }

    @Override
    public void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public int awaitRings(int atLeast) throws InterruptedException {
        while (rings.get() < atLeast && rung.tryAcquire(2, SECONDS)) {
            rung.drainPermits();
        }
        return rings.get();
    }

    @Override
    public void close() throws IOException {
        try (host;
                neighbour;
                addresses;
                neighbours) {
            // closes all of them, the last one first
        }
    }

    /// Calls `listen` in the namespace of the host, because it opens sockets when they are needed.
    private record InNamespace(Namespace host, NetlinkAddresses addresses) implements Addresses {

        @Override
        public Host readHost() throws IOException {
            return addresses.readHost();
        }

        @Override
        public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
            return addresses.bind(bindings, lifetimeSeconds);
        }

        @Override
        public Map<VirtualIp, String> drop(List<BoundAddress> bound) throws IOException {
            return addresses.drop(bound);
        }

        @Override
        public void openGate(Duration time) throws IOException {
            addresses.openGate(time);
        }

        @Override
        public void announce(List<Binding> bindings) throws IOException {
            addresses.announce(bindings);
        }

        @Override
        public void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
            addresses.announceUnicast(binding, neighbours);
        }

        @Override
        public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
            return addresses.neighbours(interfaceNames);
        }

        @Override
        public void probe(List<Binding> bindings) throws IOException {
            addresses.probe(bindings);
        }

        @Override
        public List<AddressSighting> listen(Collection<Binding> bindings) throws IOException {
            try {
                return host.call(() -> addresses.listen(bindings));
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            addresses.close();
        }
    }
}
