package io.yaim.address;

import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/// The network segment between [FakeHost]s and one neighbour that is not a [FakeHost]. Messages arrive at once. Used
/// by one thread.
public final class FakeSegment {

    /// The hardware address of the neighbour.
    public static final HardwareAddress NEIGHBOUR = new HardwareAddress(0x02_ff_00_00_00_01L);

    private final List<FakeHost> hosts = new ArrayList<>();
    private final Set<FakeHost> cut = new HashSet<>();
    private final Set<VirtualIp> neighbourAddresses = new HashSet<>();
    private BiPredicate<String, String> ways = (_, _) -> true;

    /// From now on the neighbour has the address and answers for it. It does not announce it.
    public void bindAtNeighbour(VirtualIp ip) {
        neighbourAddresses.add(ip);
    }

    /// The neighbour no longer has the address.
    public void dropAtNeighbour(VirtualIp ip) {
        neighbourAddresses.remove(ip);
    }

    /// The neighbour no longer has any address.
    public void dropAllAtNeighbour() {
        neighbourAddresses.clear();
    }

    public boolean isAtNeighbour(VirtualIp ip) {
        return neighbourAddresses.contains(ip);
    }

    /// The neighbour announces the address, whether it has it or not.
    public void announceAtNeighbour(VirtualIp ip) {
        hosts.forEach(host -> host.receive(ip, NEIGHBOUR, AddressSighting.Kind.IN_USE));
    }

    /// The neighbour probes for the address.
    public void probeAtNeighbour(VirtualIp ip) {
        hosts.forEach(host -> host.receive(ip, NEIGHBOUR, AddressSighting.Kind.PROBES));
    }

    /// Reflects the host's own announcement of the address, as a loop in the network does.
    public void reflect(FakeHost host, VirtualIp ip) {
        host.receive(ip, host.hardware(), AddressSighting.Kind.IN_USE);
    }

    /// Disconnects the host.
    public void cut(FakeHost host) {
        cut.add(host);
    }

    /// Reconnects the host.
    public void mend(FakeHost host) {
        cut.remove(host);
    }

    /// From now on a message arrives only if the way from its sender to its receiver is open, by the names of the
    /// hosts.
    public void setWays(BiPredicate<String, String> newWays) {
        ways = newWays;
    }

    /// Connects the host and returns its hardware address.
    HardwareAddress connect(FakeHost host) {
        hosts.add(host);
        return new HardwareAddress(0x02_00_00_00_00_00L + hosts.size());
    }

    void announce(FakeHost by, VirtualIp ip) {
        others(by).forEach(host -> host.receive(ip, by.hardware(), AddressSighting.Kind.IN_USE));
    }

    void probe(FakeHost by, VirtualIp ip) {
        for (FakeHost host : others(by)) {
            host.receive(ip, by.hardware(), AddressSighting.Kind.PROBES);
            if (host.answers(ip) && ways.test(host.name(), by.name())) {
                by.receive(ip, host.hardware(), AddressSighting.Kind.IN_USE);
            }
        }
        if (neighbourAddresses.contains(ip)) {
            by.receive(ip, NEIGHBOUR, AddressSighting.Kind.IN_USE);
        }
    }

    private List<FakeHost> others(FakeHost host) {
        return hosts.stream()
                .filter(other -> other != host && !cut.contains(host) && !cut.contains(other))
                .filter(other -> ways.test(host.name(), other.name()))
                .toList();
    }
}
