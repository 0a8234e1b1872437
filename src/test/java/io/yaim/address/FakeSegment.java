package io.yaim.address;

import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/// The wire between [FakeHost]s and a neighbour that is none of them: whoever is plugged in hears at once
/// what another says. Used by one thread.
public final class FakeSegment {

    /// Of the neighbour.
    public static final HardwareAddress NEIGHBOUR = new HardwareAddress(0x02_ff_00_00_00_01L);

    private final List<FakeHost> hosts = new ArrayList<>();
    private final Set<FakeHost> cut = new HashSet<>();
    private final Set<VirtualIp> neighbours = new HashSet<>();
    private BiPredicate<String, String> ways = (_, _) -> true;

    /// The neighbour has the address from now on, and answers for it, but tells nobody.
    public void bindAtNeighbour(VirtualIp ip) {
        neighbours.add(ip);
    }

    /// The neighbour has the address no longer.
    public void dropAtNeighbour(VirtualIp ip) {
        neighbours.remove(ip);
    }

    /// The neighbour says that it has the address, whether or not.
    public void announceAtNeighbour(VirtualIp ip) {
        hosts.forEach(host -> host.hear(ip, NEIGHBOUR, AddressSighting.Kind.IN_USE));
    }

    /// The neighbour asks whether somebody has the address.
    public void probeAtNeighbour(VirtualIp ip) {
        hosts.forEach(host -> host.hear(ip, NEIGHBOUR, AddressSighting.Kind.PROBES));
    }

    /// Sends back to the host what the host itself says of the address, as a loop of cables does.
    public void reflect(FakeHost host, VirtualIp ip) {
        host.hear(ip, host.hardware(), AddressSighting.Kind.IN_USE);
    }

    /// Pulls the host's plug.
    public void cut(FakeHost host) {
        cut.add(host);
    }

    /// Puts it back.
    public void mend(FakeHost host) {
        cut.remove(host);
    }

    /// From now on only that is heard for which there is a way, from one host to another, by their names.
    public void setWays(BiPredicate<String, String> newWays) {
        ways = newWays;
    }

    /// Returns the host's hardware address.
    HardwareAddress plugIn(FakeHost host) {
        hosts.add(host);
        return new HardwareAddress(0x02_00_00_00_00_00L + hosts.size());
    }

    void announce(FakeHost by, VirtualIp ip) {
        others(by).forEach(host -> host.hear(ip, by.hardware(), AddressSighting.Kind.IN_USE));
    }

    void probe(FakeHost by, VirtualIp ip) {
        for (FakeHost host : others(by)) {
            host.hear(ip, by.hardware(), AddressSighting.Kind.PROBES);
            if (host.answers(ip) && ways.test(host.name(), by.name())) {
                by.hear(ip, host.hardware(), AddressSighting.Kind.IN_USE);
            }
        }
        if (neighbours.contains(ip)) {
            by.hear(ip, NEIGHBOUR, AddressSighting.Kind.IN_USE);
        }
    }

    private List<FakeHost> others(FakeHost host) {
        return hosts.stream()
                .filter(other -> other != host && !cut.contains(host) && !cut.contains(other))
                .filter(other -> ways.test(host.name(), other.name()))
                .toList();
    }
}
