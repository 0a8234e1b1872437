package io.yaim.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FakeAddressesTest implements AddressesContract {

    private final MemorySite site = new MemorySite();

    @Override
    public Site site() {
        return site;
    }

    @Test
    void theObserverSeesFromWhenToWhenEachHostHasAnAddress() throws Exception {
        var other = new FakeAddresses(new FakeHost("other", () -> site.now, site.history), () -> {});
        var binding = new Binding(IP, "eth0", 32, Optional.empty());

        site.addresses().bind(List.of(binding), 2);
        site.addresses().announce(List.of(binding));
        site.pass(Duration.ofMillis(500));
        site.addresses().bind(List.of(binding), 2);
        site.pass(Duration.ofSeconds(4));
        other.bind(List.of(binding), BoundAddress.FOREVER);
        site.host.expire();

        assertThat(site.history.lines)
                .containsExactly(
                        "bound host 10.77.0.5 PT0S",
                        "announced host 10.77.0.5 PT0S",
                        "bound other 10.77.0.5 PT4.5S",
                        "gone host 10.77.0.5 PT2.5S");
        assertThat(site.host.has(IP)).isFalse();
    }

    @Test
    void aLateKernelDropsAnAddressLater() throws Exception {
        site.host.setLateness(Duration.ofMillis(1300));
        site.addresses().bind(List.of(new Binding(IP, "eth0", 32, Optional.empty())), 1);

        assertThat(site.host.nextExpiry()).contains(Duration.ofMillis(2300));
        site.pass(Duration.ofMillis(2299));
        assertThat(site.host.has(IP)).isTrue();
        site.pass(Duration.ofMillis(1));
        assertThat(site.host.has(IP)).isFalse();
    }

    @Test
    void anAddressThatTheHostRejectsIsReportedWithTheReason() throws Exception {
        var binding = new Binding(IP, "eth0", 32, Optional.empty());
        site.addresses().bind(List.of(binding), 9);
        site.host.refuse(IP, "not today");

        assertThat(site.addresses().bind(List.of(binding), 9)).isEqualTo(Map.of(IP, "not today"));
        assertThat(site.addresses().drop(site.addresses().readHost().addresses()))
                .isEqualTo(Map.of(IP, "not today"));
        site.host.accept(IP);
        assertThat(site.addresses().drop(site.addresses().readHost().addresses()))
                .isEmpty();
    }

    @Test
    void addressesOutliveTheProcessButNotTheLink() throws Exception {
        site.addresses().bind(List.of(new Binding(IP, "eth0", 32, Optional.empty())), 9);
        site.addresses().close();
        assertThat(site.host.has(IP)).isTrue();

        site.host.removeLink("eth0");
        assertThat(site.host.has(IP)).isFalse();
    }

    @Test
    void aFailedCallHasTheReason() throws Exception {
        site.addresses.fail("netlink does not answer");
        assertThatThrownBy(() -> site.addresses().readHost())
                .isInstanceOf(IOException.class)
                .hasMessage("netlink does not answer");

        site.addresses.mend();
        assertThat(site.addresses().readHost().links()).containsOnlyKeys("eth0");
    }

    @Test
    void hostsOnASegmentReceiveEachOtherUnlessALinkIsDown() throws Exception {
        var other = new FakeAddresses(new FakeHost("other", () -> site.now, site.history, site.segment), () -> {});
        var binding = new Binding(IP, "eth0", 32, Optional.empty());
        other.listen(List.of(binding));
        site.addresses().bind(List.of(binding), 9);

        other.probe(List.of(binding));
        assertThat(other.listen(List.of(binding)))
                .containsExactly(new AddressSighting(IP, "eth0", site.host.hardware(), AddressSighting.Kind.IN_USE));

        site.setLink(false);
        other.probe(List.of(binding));
        site.addresses().announce(List.of(binding));
        assertThat(other.listen(List.of(binding))).isEmpty();
    }

    @Test
    void aHostReceivesOnlyFromHostsWithAnOpenWay() throws Exception {
        var other = new FakeAddresses(new FakeHost("other", () -> site.now, site.history, site.segment), () -> {});
        var binding = new Binding(IP, "eth0", 32, Optional.empty());
        other.listen(List.of(binding));
        site.addresses().bind(List.of(binding), 9);
        site.segment.setWays((from, _) -> from.equals("other"));

        other.probe(List.of(binding));
        site.addresses().announce(List.of(binding));
        assertThat(other.listen(List.of(binding))).isEmpty();

        site.segment.setWays((_, _) -> true);
        other.probe(List.of(binding));
        assertThat(other.listen(List.of(binding))).hasSize(1);
    }

    private static final class History implements FakeHost.Observer {

        final List<String> lines = new ArrayList<>();

        @Override
        public void bound(String host, VirtualIp ip, Duration at) {
            lines.add("bound " + host + " " + ip + " " + at);
        }

        @Override
        public void gone(String host, VirtualIp ip, Duration at) {
            lines.add("gone " + host + " " + ip + " " + at);
        }

        @Override
        public void announced(String host, VirtualIp ip, Duration at) {
            lines.add("announced " + host + " " + ip + " " + at);
        }
    }

    private static final class MemorySite implements Site {

        Duration now = Duration.ZERO;
        int rings;
        final History history = new History();
        final FakeSegment segment = new FakeSegment();
        final FakeHost host = new FakeHost("host", () -> now, history, segment);
        final FakeAddresses addresses = new FakeAddresses(host, () -> rings++);

        @Override
        public Addresses addresses() {
            return addresses;
        }

        @Override
        public String link() {
            return "eth0";
        }

        @Override
        public void bindAsAnother(VirtualIp ip) {
            host.bindAsAnother(ip, link());
        }

        @Override
        public void dropAsAnother(VirtualIp ip) {
            host.dropAsAnother(ip);
        }

        @Override
        public void setLink(boolean isUp) {
            host.setLink(link(), isUp);
        }

        @Override
        public void setHardware(HardwareAddress hardware) {
            host.setHardware(hardware);
        }

        @Override
        public void makeBridgePort() {
            host.setPortOf(link(), "bridge");
        }

        @Override
        public HardwareAddress neighbour() {
            return FakeSegment.NEIGHBOUR;
        }

        @Override
        public void bindAtNeighbour(VirtualIp ip) {
            segment.bindAtNeighbour(ip);
        }

        @Override
        public void announceAtNeighbour(VirtualIp ip) {
            segment.announceAtNeighbour(ip);
        }

        @Override
        public void probeAtNeighbour(VirtualIp ip) {
            segment.probeAtNeighbour(ip);
        }

        @Override
        public void meet(Neighbour known) {
            host.meet(known);
        }

        @Override
        public void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public int awaitRings(int atLeast) {
            return rings;
        }
    }
}
