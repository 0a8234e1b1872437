package io.yaim.loop.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressRange;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
import io.yaim.plan.SelfBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who is on the segment of an address, by what this node and others know.
class KnownNeighboursTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final NodeName B = new NodeName("b");

    private final List<Event> events = new ArrayList<>();
    private final List<BoundAddress> here = new ArrayList<>();
    private final List<Neighbour> told = new ArrayList<>();
    private final FakeHost host = new FakeHost("a", () -> NOW, FakeHost.Observer.none());
    private List<UnicastTargets.Network> networks = List.of();
    private boolean isKnown = true;

    @Test
    void onANodeThatCallsTheInterfaceOtherwiseIsWhoIsInANetworkOfIt() {
        here.add(address("10.0.0.1", 24));
        told.add(at("ens3", "10.0.0.21", 1));
        told.add(at("eth0", "10.9.0.22", 2));

        assertThat(of("10.0.0.5")).containsExactly(at("ens3", "10.0.0.21", 1));
    }

    @Test
    void whereTheInterfaceHasNoNetworkItsNameHasToDo() {
        told.add(at("ens3", "10.0.0.21", 1));
        told.add(at("eth0", "10.9.0.22", 2));

        assertThat(of("10.0.0.5")).containsExactly(at("eth0", "10.9.0.22", 2));
    }

    @Test
    void whoIsInTheNetworkThatCoversTheAddressIfOneDoesAndElseInAny() {
        here.add(address("10.0.0.1", 24));
        here.add(address("10.1.0.1", 24));
        told.add(at("eth0", "10.0.0.21", 1));
        told.add(at("eth0", "10.1.0.22", 2));

        assertThat(of("10.0.0.5")).containsExactly(at("eth0", "10.0.0.21", 1));
        assertThat(of("10.1.0.5")).containsExactly(at("eth0", "10.1.0.22", 2));
        assertThat(of("192.0.2.5")).hasSize(2);
    }

    @Test
    void ofIpv6LinkLocalOnesAreThereByTheNameOfTheInterface() {
        here.add(address("fd00::1", 64));
        told.add(at("eth0", "fe80::21", 1));
        told.add(at("eth1", "fe80::22", 2));
        told.add(at("eth1", "fd00::23", 3));
        told.add(at("eth0", "10.0.0.24", 4));

        assertThat(of("fd00::5")).containsExactly(at("eth0", "fe80::21", 1), at("eth1", "fd00::23", 3));
    }

    @Test
    void aHostWithManyAddressesIsToldOnceAndWhoHasAnAddressOfThePoolNotUnderIt() {
        here.add(address("10.0.0.1", 24));
        host.meet(at("eth0", "10.0.0.21", 1));
        told.add(at("eth0", "10.0.0.20", 1));
        told.add(at("eth0", "10.0.0.5", 2));

        assertThat(of("10.0.0.5")).containsExactly(at("eth0", "10.0.0.21", 1));
    }

    @Test
    void soManyAtMost() {
        IntStream.range(0, 1000).forEach(i -> {
            host.meet(at("eth0", "10.1." + i / 250 + "." + i % 250, i + 1));
            told.add(at("eth0", "10.2." + i / 250 + "." + i % 250, i + 2001));
        });
        told.removeIf(each -> each.ip().toString().endsWith(".0"));

        assertThat(of("10.0.0.5")).hasSize(NeighbourReport.MOST);
    }

    @Test
    void unlessWantedWhoIsKnownIsNotToldAndInANetworkEachHostIs() {
        isKnown = false;
        networks = List.of(
                new UnicastTargets.Network("eth0", AddressRange.parse("10.0.0.20/30")),
                new UnicastTargets.Network("eth1", AddressRange.parse("10.0.0.24/30")));
        host.meet(at("eth0", "10.0.0.21", 1));

        assertThat(of("10.0.0.5"))
                .containsExactly(
                        new Neighbour("eth0", VirtualIp.parse("10.0.0.21"), Neighbour.BROADCAST),
                        new Neighbour("eth0", VirtualIp.parse("10.0.0.22"), Neighbour.BROADCAST));
        assertThat(of("fd00::5")).isEmpty();
    }

    @Test
    void whomANodeKnewThatHasGoneIsRememberedForTenMinutes() {
        told.add(at("eth0", "10.0.0.21", 1));
        KnownNeighbours knownNeighbours = knownNeighbours();
        knownNeighbours.refresh(self(), Optional.of(view(true)), look(), NOW);
        knownNeighbours.refresh(self(), Optional.of(view(false)), look(), NOW.plusSeconds(599));
        assertThat(knownNeighbours.recipientsFor(binding("10.0.0.5"))).hasSize(1);
        knownNeighbours.refresh(self(), Optional.of(view(false)), look(), NOW.plusSeconds(601));
        assertThat(knownNeighbours.recipientsFor(binding("10.0.0.5"))).isEmpty();
    }

    private List<Neighbour> of(String ip) {
        KnownNeighbours knownNeighbours = knownNeighbours();
        knownNeighbours.refresh(self(), Optional.of(view(true)), look(), NOW);
        assertThat(events).isEmpty();
        return knownNeighbours.recipientsFor(binding(ip));
    }

    private KnownNeighbours knownNeighbours() {
        var unicastTargets =
                new UnicastTargets(Optional.of(Duration.ofSeconds(15)).filter(_ -> isKnown), isKnown, networks);
        return new KnownNeighbours(new FakeAddresses(host, () -> {}), unicastTargets, events::add);
    }

    private Host look() {
        var links = new TreeMap<String, Link>();
        links.put("eth0", new Link("eth0", 2, true, Optional.empty(), Optional.empty(), true));
        return new Host(links, here);
    }

    private View view(boolean hasB) {
        var pool = new TreeMap<VirtualIp, Entry>();
        pool.put(VirtualIp.parse("10.0.0.5"), Entry.plain(VirtualIp.parse("10.0.0.5"), "ips/10.0.0.5"));
        var neighbours = new TreeMap<NodeName, NeighbourReport>();
        if (hasB) {
            neighbours.put(B, NeighbourReport.of(B, Incarnation.of(2), new LeaseId("2"), told));
        }
        return ViewBuilder.at(1).pool(pool).neighbourReports(neighbours).build();
    }

    private static Self self() {
        return SelfBuilder.of(new NodeName("a"), Incarnation.of(1)).build();
    }

    private static Binding binding(String ip) {
        VirtualIp address = VirtualIp.parse(ip);
        return new Binding(address, "eth0", address.hostPrefix(), Optional.empty());
    }

    private static BoundAddress address(String ip, int prefix) {
        return new BoundAddress(VirtualIp.parse(ip), "eth0", prefix, Optional.empty(), false, BoundAddress.FOREVER);
    }

    private static Neighbour at(String interfaceName, String ip, int hardware) {
        return new Neighbour(interfaceName, VirtualIp.parse(ip), new HardwareAddress(hardware));
    }
}
