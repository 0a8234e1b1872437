package io.yaim.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Link;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of every implementation of [Addresses].
public interface AddressesContract {

    VirtualIp IP = VirtualIp.parse("10.77.0.5");
    VirtualIp OTHER_IP = VirtualIp.parse("10.77.0.6");
    VirtualIp IP_V6 = VirtualIp.parse("fd77::5");
    int LIFETIME = 60;

    /// A host with one link that is up. Only the test and its [#addresses()] change it.
    interface Site {

        Addresses addresses();

        String link();

        /// Another program binds the address on the link, with a host prefix, without expiry.
        void bindAsAnother(VirtualIp ip) throws IOException;

        /// Another program drops the address from the link.
        void dropAsAnother(VirtualIp ip) throws IOException;

        void setLink(boolean isUp) throws IOException;

        /// The link gets another hardware address.
        void setHardware(HardwareAddress hardware) throws IOException;

        /// The link becomes a port of a bridge.
        void makeBridgePort() throws IOException;

        /// The hardware address of a neighbour on the link.
        HardwareAddress neighbour();

        /// The neighbour has the address from now on. It does not announce it.
        void bindAtNeighbour(VirtualIp ip) throws IOException;

        /// The neighbour announces the address, whether it has it or not.
        void announceAtNeighbour(VirtualIp ip) throws Exception;

        /// The neighbour probes for the address.
        void probeAtNeighbour(VirtualIp ip) throws Exception;

        /// Adds the neighbour to the host's neighbour table, on the link.
        void meet(Neighbour known) throws IOException;

        void pass(Duration time) throws InterruptedException;

        /// Waits until the bell has been rung at least this often. Returns how often it was rung.
        int awaitRings(int atLeast) throws InterruptedException;
    }

    /// The site of this test.
    Site site();

    @Test
    default void readsALinkThatIsUpWithoutOwnAddresses() throws Exception {
        var host = site().addresses().readHost();

        assertThat(host.links().get(site().link())).isNotNull().matches(Link::isUp);
        assertThat(host.addresses()).noneMatch(BoundAddress::isOurs);
    }

    @Test
    default void boundAddressesOfBothFamiliesAreRecognizedAsOwn() throws Exception {
        assertThat(bind(LIFETIME, plain(IP), plain(IP_V6))).isEmpty();

        assertThat(ours().keySet()).containsExactly(IP, IP_V6);
        assertThat(ours().get(IP)).isEqualTo(bound(plain(IP), lifetimeOf(IP)));
        assertThat(ours().get(IP_V6)).isEqualTo(bound(plain(IP_V6), lifetimeOf(IP_V6)));
        assertThat(lifetimeOf(IP)).isBetween(LIFETIME - 5L, (long) LIFETIME);
        assertThat(lifetimeOf(IP_V6)).isBetween(LIFETIME - 5L, (long) LIFETIME);
    }

    @Test
    default void aSecondBindReplacesTheLifetime() throws Exception {
        bind(LIFETIME, plain(IP), plain(IP_V6));

        assertThat(bind(LIFETIME * 10L, plain(IP), plain(IP_V6))).isEmpty();

        assertThat(ours()).hasSize(2);
        assertThat(lifetimeOf(IP)).isGreaterThan(LIFETIME);
        assertThat(lifetimeOf(IP_V6)).isGreaterThan(LIFETIME);
    }

    @Test
    default void aLifetimeWithoutEndIsReadAsSuch() throws Exception {
        bind(BoundAddress.FOREVER, plain(IP), plain(IP_V6));

        assertThat(lifetimeOf(IP)).isEqualTo(BoundAddress.FOREVER);
        assertThat(lifetimeOf(IP_V6)).isEqualTo(BoundAddress.FOREVER);
    }

    @Test
    default void theEndOfALifetimeDropsTheAddressAndRings() throws Exception {
        bind(1, plain(IP), plain(IP_V6));
        bind(LIFETIME, plain(OTHER_IP));
        int rings = site().awaitRings(0);

        site().pass(Duration.ofMillis(2500));

        assertThat(ours().keySet()).containsExactly(OTHER_IP);
        assertThat(site().awaitRings(rings + 1)).isGreaterThan(rings);
    }

    @Test
    default void aRefreshExtendsTheLifetime() throws Exception {
        bind(1, plain(IP), plain(IP_V6));
        bind(LIFETIME, plain(IP), plain(IP_V6));

        site().pass(Duration.ofMillis(2500));

        assertThat(ours().keySet()).containsExactly(IP, IP_V6);
    }

    @Test
    default void onlyIpv4AddressesHaveALabel() throws Exception {
        String label = site().link() + ":vip";

        bind(LIFETIME, labelled(IP, label), labelled(IP_V6, label), labelled(OTHER_IP, site().link()));

        assertThat(labelOf(IP)).contains(label);
        assertThat(labelOf(IP_V6)).isEmpty();
        assertThat(labelOf(OTHER_IP)).isEmpty();
    }

    @Test
    default void dropsOnlyTheGivenAddresses() throws Exception {
        bind(LIFETIME, plain(IP), plain(OTHER_IP), plain(IP_V6));

        assertThat(site().addresses().drop(List.of(ours(IP), ours(IP_V6)))).isEmpty();

        assertThat(ours().keySet()).containsExactly(OTHER_IP);
    }

    @Test
    default void anAddressThatIsGoneCountsAsDropped() throws Exception {
        bind(LIFETIME, plain(IP), plain(IP_V6));
        var all = List.copyOf(ours().values());
        var onMissingLink = new BoundAddress(OTHER_IP, "gone0", 32, Optional.empty(), true, LIFETIME);

        site().addresses().drop(all);

        assertThat(site().addresses().drop(all)).isEmpty();
        assertThat(site().addresses().drop(List.of(onMissingLink))).isEmpty();
    }

    @Test
    default void anAddressThatFailsDoesNotAffectTheOthers() throws Exception {
        var onMissingLink = new Binding(IP, "gone0", 32, Optional.empty());

        assertThat(bind(LIFETIME, onMissingLink, plain(OTHER_IP)))
                .hasSize(1)
                .hasEntrySatisfying(IP, reason -> assertThat(reason).contains("gone0"));

        assertThat(ours().keySet()).containsExactly(OTHER_IP);
    }

    @Test
    default void aLifetimeBelowOneSecondIsAnArgumentError() {
        assertThatThrownBy(() -> bind(0, plain(IP))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void openGateNeedsTheGateAsExpiryGuard() {
        assertThatThrownBy(() -> site().addresses().openGate(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void emptyRequestsAreAllowed() throws Exception {
        assertThat(site().addresses().bind(List.of(), LIFETIME)).isEmpty();
        assertThat(site().addresses().drop(List.of())).isEmpty();
        site().addresses().announce(List.of());
    }

    @Test
    default void addressesOfOtherProgramsAreNotOwn() throws Exception {
        site().bindAsAnother(IP);

        assertThat(site().addresses().readHost().addresses())
                .filteredOn(address -> address.ip().equals(IP))
                .containsExactly(
                        new BoundAddress(IP, site().link(), 32, Optional.empty(), false, BoundAddress.FOREVER));
    }

    @Test
    default void ringsWhenAnotherProgramDropsAnAddress() throws Exception {
        bind(LIFETIME, plain(IP));
        int rings = site().awaitRings(0);

        site().dropAsAnother(IP);

        assertThat(site().awaitRings(rings + 1)).isGreaterThan(rings);
        assertThat(ours()).isEmpty();
    }

    @Test
    default void ringsWhenALinkGoesDown() throws Exception {
        int rings = site().awaitRings(0);

        site().setLink(false);

        assertThat(site().awaitRings(rings + 1)).isGreaterThan(rings);
        assertThat(site().addresses().readHost().links().get(site().link()))
                .isNotNull()
                .matches(link -> !link.isUp());
    }

    @Test
    default void ringsWhenALinkGetsAnotherHardwareAddress() throws Exception {
        var next = new HardwareAddress(0x02_77_00_00_00_99L);
        assertThat(link().hardware()).isPresent().isNotEqualTo(Optional.of(next));
        int rings = site().awaitRings(0);

        site().setHardware(next);

        assertThat(site().awaitRings(rings + 1)).isGreaterThan(rings);
        assertThat(link().hardware()).contains(next);
    }

    @Test
    default void ringsWhenALinkBecomesAPort() throws Exception {
        assertThat(link().portOf()).isEmpty();
        int rings = site().awaitRings(0);

        site().makeBridgePort();

        assertThat(site().awaitRings(rings + 1)).isGreaterThan(rings);
        assertThat(link().portOf()).contains("bridge");
    }

    private Link link() throws IOException {
        return Objects.requireNonNull(site().addresses().readHost().links().get(site().link()));
    }

    @Test
    default void doesNotRingForItsOwnChanges() throws Exception {
        int rings = site().awaitRings(0);
        bind(LIFETIME, plain(IP), plain(IP_V6));
        bind(LIFETIME, plain(IP), plain(IP_V6));
        site().addresses().drop(List.of(ours(IP)));

        site().bindAsAnother(OTHER_IP); // events keep their order: once this one has come, no earlier one can

        assertThat(site().awaitRings(rings + 1)).isEqualTo(rings + 1);
    }

    @Test
    default void announceNamesAMissingLink() throws Exception {
        bind(LIFETIME, plain(IP), plain(IP_V6));
        site().addresses().announce(List.of(plain(IP), plain(IP_V6)));

        assertThatThrownBy(() -> site().addresses()
                        .announce(List.of(new Binding(IP, "gone0", 32, Optional.empty()), plain(OTHER_IP))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone0");
    }

    @Test
    default void anAnnouncementOfANeighbourIsReceivedAndRingsOnce() throws Exception {
        listen(IP, IP_V6);
        int rings = site().awaitRings(0);

        site().announceAtNeighbour(IP);
        site().announceAtNeighbour(IP_V6);
        site().announceAtNeighbour(IP);
        site().announceAtNeighbour(IP_V6);

        site().awaitRings(rings + 1); // before anything else reads the messages
        assertThat(receive(2, IP, IP_V6)).containsExactlyInAnyOrder(inUse(IP), inUse(IP_V6));
        assertThat(site().awaitRings(rings + 1)).isBetween(rings + 1, rings + 2);
    }

    @Test
    default void onlyMessagesAboutRequestedAddressesAreReceived() throws Exception {
        listen(IP);
        site().announceAtNeighbour(OTHER_IP);
        site().announceAtNeighbour(IP_V6);
        listen(OTHER_IP, IP_V6);
        site().announceAtNeighbour(IP);

        assertThat(listen(OTHER_IP, IP_V6)).isEmpty();
    }

    @Test
    default void aNeighbourThatHasAnAddressAnswersAProbe() throws Exception {
        site().bindAtNeighbour(IP);
        site().bindAtNeighbour(IP_V6);
        listen(IP, OTHER_IP, IP_V6);

        site().addresses().probe(List.of(plain(IP), plain(OTHER_IP), plain(IP_V6)));

        assertThat(receive(2, IP, OTHER_IP, IP_V6)).containsExactlyInAnyOrder(inUse(IP), inUse(IP_V6));
    }

    @Test
    default void aProbeOfANeighbourIsDistinguishedFromUse() throws Exception {
        listen(IP, IP_V6);

        site().probeAtNeighbour(IP);
        site().probeAtNeighbour(IP_V6);

        assertThat(receive(2, IP, IP_V6))
                .containsExactlyInAnyOrder(
                        new AddressSighting(IP, site().link(), site().neighbour(), AddressSighting.Kind.PROBES),
                        new AddressSighting(IP_V6, site().link(), site().neighbour(), AddressSighting.Kind.PROBES));
    }

    @Test
    default void aProbeDoesNotReplaceAnEarlierUse() throws Exception {
        listen(IP);
        int rings = site().awaitRings(0);

        site().announceAtNeighbour(IP);
        site().probeAtNeighbour(IP);

        site().awaitRings(rings + 1);
        assertThat(receive(1, IP)).containsExactly(inUse(IP));
    }

    @Test
    default void ownMessagesAreNotReceived() throws Exception {
        bind(LIFETIME, plain(IP), plain(IP_V6));
        listen(IP, OTHER_IP, IP_V6);
        int rings = site().awaitRings(0);

        site().addresses().announce(List.of(plain(IP), plain(IP_V6)));
        site().addresses().probe(List.of(plain(IP), plain(OTHER_IP), plain(IP_V6)));
        site().announceAtNeighbour(OTHER_IP);

        assertThat(site().awaitRings(rings + 1)).isEqualTo(rings + 1);
        assertThat(receive(1, IP, OTHER_IP, IP_V6)).containsExactly(inUse(OTHER_IP));
    }

    @Test
    default void listensOnExistingLinksAndProbeNamesAMissingOne() throws Exception {
        var onMissingLink = new Binding(OTHER_IP, "gone0", 32, Optional.empty());
        site().addresses().listen(List.of(onMissingLink, plain(IP)));

        assertThatThrownBy(() -> site().addresses().probe(List.of(onMissingLink)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone0");
        site().announceAtNeighbour(IP);
        assertThat(receive(1, IP)).containsExactly(inUse(IP));
    }

    @Test
    default void readsTheNeighboursOfTheRequestedInterfaces() throws Exception {
        var one =
                new Neighbour(site().link(), VirtualIp.parse("10.77.0.21"), new HardwareAddress(0x02_77_00_00_00_21L));
        var other =
                new Neighbour(site().link(), VirtualIp.parse("fd77::21"), new HardwareAddress(0x02_77_00_00_00_22L));
        var moved = new Neighbour(site().link(), one.ip(), new HardwareAddress(0x02_77_00_00_00_23L));
        site().meet(one);
        site().meet(other);

        assertThat(site().addresses().neighbours(Set.of(site().link(), "gone0")))
                .contains(one, other);
        assertThat(site().addresses().neighbours(Set.of("gone0", "lo"))).isEmpty();
        site().meet(moved);
        assertThat(site().addresses().neighbours(Set.of(site().link())))
                .contains(moved)
                .doesNotContain(one);
    }

    @Test
    default void unicastAnnouncementNamesAMissingLink() throws Exception {
        var known = new Neighbour(site().link(), OTHER_IP, site().neighbour());
        site().addresses().announceUnicast(plain(IP), List.of(known));
        site().addresses().announceUnicast(plain(IP), List.of());

        assertThatThrownBy(() -> site().addresses()
                        .announceUnicast(new Binding(IP, "gone0", 32, Optional.empty()), List.of(known)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announce on gone0");
    }

    private List<AddressSighting> listen(VirtualIp... ips) throws IOException {
        return site().addresses().listen(Stream.of(ips).map(this::plain).toList());
    }

    /// Listens until this many messages have been received, for at most two seconds.
    private List<AddressSighting> receive(int count, VirtualIp... ips) throws Exception {
        var received = new ArrayList<AddressSighting>();
        for (int i = 0; i < 200 && received.size() < count; i++) {
            received.addAll(listen(ips));
            site().pass(Duration.ofMillis(10));
        }
        return received;
    }

    private AddressSighting inUse(VirtualIp ip) {
        return new AddressSighting(ip, site().link(), site().neighbour(), AddressSighting.Kind.IN_USE);
    }

    private Binding plain(VirtualIp ip) {
        return new Binding(ip, site().link(), ip.hostPrefix(), Optional.empty());
    }

    private Binding labelled(VirtualIp ip, String label) {
        return new Binding(ip, site().link(), ip.hostPrefix(), Optional.of(label));
    }

    private static BoundAddress bound(Binding binding, long lifetime) {
        return new BoundAddress(
                binding.ip(), binding.interfaceName(), binding.prefix(), Optional.empty(), true, lifetime);
    }

    private Map<VirtualIp, String> bind(long lifetime, Binding... bindings) throws IOException {
        return site().addresses().bind(List.of(bindings), lifetime);
    }

    private Map<VirtualIp, BoundAddress> ours() throws IOException {
        var ours = new TreeMap<VirtualIp, BoundAddress>();
        for (BoundAddress address : site().addresses().readHost().addresses()) {
            if (address.isOurs()) {
                ours.put(address.ip(), address);
            }
        }
        return ours;
    }

    private BoundAddress ours(VirtualIp ip) throws IOException {
        return Optional.ofNullable(ours().get(ip)).orElseThrow(() -> new AssertionError(ip + " is not bound"));
    }

    private long lifetimeOf(VirtualIp ip) throws IOException {
        return ours(ip).lifetimeSeconds();
    }

    private Optional<String> labelOf(VirtualIp ip) throws IOException {
        return ours(ip).label();
    }
}
