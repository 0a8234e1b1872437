package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Binding;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a neighbour receives, as tcpdump shows, and what it stores in its neighbour table.
final class AnnouncementIT {

    private static final VirtualIp IP = VirtualIp.parse("10.77.0.5");
    private static final VirtualIp IP_V6 = VirtualIp.parse("fd77::5");
    private static final String MAC = "02:77:00:00:00:01";

    private VethSite site;

    @BeforeEach
    void open() throws Exception {
        site = VethSite.open();
        site.host.ip("link", "set", VethSite.LINK, "address", MAC);
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void theNeighbourReceivesBothArpFormsAndAValidAdvertisement() throws Exception {
        List<String> received = receive(3, List.of(binding(IP), binding(IP_V6)));

        assertThat(received.get(0))
                .contains(MAC + " > ff:ff:ff:ff:ff:ff", "ARP", "Request who-has 10.77.0.5", "tell 10.77.0.5");
        assertThat(received.get(1)).contains(MAC + " > ff:ff:ff:ff:ff:ff", "Reply 10.77.0.5 is-at " + MAC);
        assertThat(received.get(2))
                .contains(
                        MAC + " > 33:33:00:00:00:01",
                        "hlim 255",
                        "fd77::5 > ff02::1: [icmp6 sum ok] ICMP6, neighbor advertisement",
                        "tgt is fd77::5, Flags [override]",
                        "destination link-address option (2), length 8 (1): " + MAC);
    }

    @Test
    void manyAddressesAreAllAnnouncedInTheirOrder() throws Exception {
        var ips = new ArrayList<VirtualIp>();
        IntStream.rangeClosed(1, 101).forEach(i -> ips.add(VirtualIp.parse("10.77.1." + i)));
        IntStream.rangeClosed(1, 101).forEach(i -> ips.add(VirtualIp.parse("fd77::" + Integer.toHexString(i))));

        List<String> received =
                receive(303, ips.stream().map(AnnouncementIT::binding).toList());

        var expected = new ArrayList<String>();
        for (VirtualIp ip : ips) {
            if (ip.isV6()) {
                expected.add("tgt is " + ip + ",");
            } else {
                expected.add("Request who-has " + ip + " ");
                expected.add("Reply " + ip + " ");
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat(received.get(i)).contains(expected.get(i));
        }
    }

    @Test
    void theNeighbourUpdatesItsTable() throws Exception {
        site.neighbour.ip("addr", "add", "10.77.0.1/24", "dev", VethSite.NEIGHBOUR_LINK);
        site.neighbour.ip("addr", "add", "fd77::1/64", "dev", VethSite.NEIGHBOUR_LINK, "nodad");
        for (VirtualIp ip : List.of(IP, IP_V6)) {
            site.neighbour.ip(
                    "neigh",
                    "add",
                    ip.toString(),
                    "lladdr",
                    "02:00:00:00:00:99",
                    "nud",
                    "stale",
                    "dev",
                    VethSite.NEIGHBOUR_LINK);
        }

        site.addresses().announce(List.of(binding(IP), binding(IP_V6)));

        assertThat(site.neighbour.ip("neigh", "show", "10.77.0.5")).contains("lladdr " + MAC);
        assertThat(site.neighbour.ip("neigh", "show", "fd77::5")).contains("lladdr " + MAC);
    }

    @Test
    void aUnicastAnnouncementIsAReplyOrAnAdvertisementToOneNeighbour() throws Exception {
        var other = new HardwareAddress(0x02_77_00_00_00_03L);
        var v4 = new Neighbour(VethSite.LINK, VirtualIp.parse("10.77.0.1"), site.neighbour());
        var elsewhere = new Neighbour(VethSite.LINK, VirtualIp.parse("10.77.0.3"), other);
        var nobody = new Neighbour(VethSite.LINK, VirtualIp.parse("10.77.0.4"), Neighbour.BROADCAST);
        var self =
                new Neighbour(VethSite.LINK, VirtualIp.parse("10.77.0.2"), new HardwareAddress(0x02_77_00_00_00_01L));
        var v6 = new Neighbour(VethSite.LINK, VirtualIp.parse("fd77::1"), site.neighbour());

        List<String> received = receive(4, () -> {
            site.addresses().announceUnicast(binding(IP), List.of(self, v4, elsewhere, nobody, v6));
            site.addresses().announceUnicast(binding(IP_V6), List.of(v4, v6));
        });

        assertThat(received.get(0)).contains(MAC + " > 02:77:00:00:00:02", "Reply 10.77.0.5 is-at " + MAC);
        assertThat(received.get(1)).contains(MAC + " > 02:77:00:00:00:03", "Reply 10.77.0.5 is-at " + MAC);
        assertThat(received.get(2))
                .contains(MAC + " > ff:ff:ff:ff:ff:ff", "Request who-has 10.77.0.4", "tell 10.77.0.5");
        assertThat(received.get(3))
                .contains(
                        MAC + " > 02:77:00:00:00:02",
                        "hlim 255",
                        "fd77::5 > fd77::1: [icmp6 sum ok] ICMP6, neighbor advertisement",
                        "tgt is fd77::5, Flags [override]",
                        "destination link-address option (2), length 8 (1): " + MAC);
    }

    /// Broadcast and multicast frames do not reach the neighbour. Unicast frames correct its table, even right after
    /// the entry was learnt (`locktime`).
    @Test
    void aUnicastAnnouncementUpdatesANeighbourThatReceivesNoBroadcast() throws Exception {
        dropBroadcastAtNeighbour();
        learnOtherHardwareAddress("reachable");
        site.addresses().announce(List.of(binding(IP), binding(IP_V6)));
        assertThat(site.neighbour.ip("neigh", "show", "10.77.0.5")).contains("lladdr 02:00:00:00:00:99");
        assertThat(site.neighbour.ip("neigh", "show", "fd77::5")).contains("lladdr 02:00:00:00:00:99");

        announceToNeighbour();

        assertThat(site.neighbour.ip("neigh", "show", "10.77.0.5")).contains("lladdr " + MAC);
        assertThat(site.neighbour.ip("neigh", "show", "fd77::5")).contains("lladdr " + MAC);

        learnOtherHardwareAddress("stale");
        announceToNeighbour();

        assertThat(site.neighbour.ip("neigh", "show", "10.77.0.5")).contains("lladdr " + MAC);
        assertThat(site.neighbour.ip("neigh", "show", "fd77::5")).contains("lladdr " + MAC);
    }

    /// Otherwise a thousand addresses would fill the tables of neighbours that need none of them.
    @Test
    void aUnicastAnnouncementCreatesNoEntry() throws Exception {
        site.neighbour.ip("addr", "add", "10.77.0.1/24", "dev", VethSite.NEIGHBOUR_LINK);
        site.neighbour.ip("addr", "add", "fd77::1/64", "dev", VethSite.NEIGHBOUR_LINK, "nodad");

        announceToNeighbour();

        assertThat(site.neighbour.ip("neigh", "show", "10.77.0.5")).isEmpty();
        assertThat(site.neighbour.ip("neigh", "show", "fd77::5")).isEmpty();
    }

    @Test
    void anArpRequestFromTheAddressCreatesAnEntry() throws Exception {
        site.neighbour.ip("addr", "add", "10.77.0.1/24", "dev", VethSite.NEIGHBOUR_LINK);
        var unknown = new Neighbour(VethSite.LINK, VirtualIp.parse("10.77.0.1"), Neighbour.BROADCAST);

        site.addresses().announceUnicast(binding(IP), List.of(unknown));

        assertThat(site.neighbour.ip("neigh", "show", "10.77.0.5")).contains("lladdr " + MAC);
    }

    private void announceToNeighbour() throws IOException {
        var v4 = new Neighbour(VethSite.LINK, VirtualIp.parse("10.77.0.1"), site.neighbour());
        var v6 = new Neighbour(VethSite.LINK, VirtualIp.parse("fd77::1"), site.neighbour());
        site.addresses().announceUnicast(binding(IP), List.of(v4));
        site.addresses().announceUnicast(binding(IP_V6), List.of(v6));
    }

    private void dropBroadcastAtNeighbour() throws IOException {
        site.neighbour.run("nft", "add table netdev deaf");
        site.neighbour.run(
                "nft",
                "add chain netdev deaf in { type filter hook ingress device " + VethSite.NEIGHBOUR_LINK
                        + " priority 0; }");
        site.neighbour.run("nft", "add rule netdev deaf in meta pkttype { broadcast, multicast } drop");
        site.neighbour.ip("addr", "add", "10.77.0.1/24", "dev", VethSite.NEIGHBOUR_LINK);
        site.neighbour.ip("addr", "add", "fd77::1/64", "dev", VethSite.NEIGHBOUR_LINK, "nodad");
    }

    private void learnOtherHardwareAddress(String state) throws IOException {
        for (VirtualIp ip : List.of(IP, IP_V6)) {
            site.neighbour.ip(
                    "neigh",
                    "replace",
                    ip.toString(),
                    "lladdr",
                    "02:00:00:00:00:99",
                    "nud",
                    state,
                    "dev",
                    VethSite.NEIGHBOUR_LINK);
        }
    }

    @Test
    void aLinkThatIsDownIsNamedAndDoesNotAffectTheOthers() throws Exception {
        site.host.ip("link", "add", "down0", "type", "bridge");
        var onDown = new Binding(VirtualIp.parse("10.78.0.1"), "down0", 32, Optional.empty());

        var received = receive(
                2,
                () -> assertThatThrownBy(() -> site.addresses().announce(List.of(onDown, binding(IP))))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("announce on down0: ")
                        .hasMessageContaining("Network is down"));

        assertThat(received).allMatch(line -> line.contains("10.77.0.5"));
    }

    private static Binding binding(VirtualIp ip) {
        return new Binding(ip, VethSite.LINK, ip.hostPrefix(), Optional.empty());
    }

    private List<String> receive(int count, List<Binding> bindings) throws Exception {
        return receive(count, () -> site.addresses().announce(bindings));
    }

    /// The first `count` announcements that the neighbour receives, one line each.
    private List<String> receive(int count, Announcement announcement) throws Exception {
        String filter = "ether src " + MAC + " and (arp or (icmp6 and ip6[40] == 136 and not src net fe80::/10))";
        Process tcpdump = site.neighbour
                .process(List.of(
                        "timeout", "10", "tcpdump", "-lvvvenc", "" + count, "-i", VethSite.NEIGHBOUR_LINK, filter))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = tcpdump.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.contains("listening on")) {
                line = output.readLine();
            }
            announcement.send();
            List<String> packets = joined(output.readAllLines());
            assertThat(packets).hasSize(count);
            return packets;
        } finally {
            tcpdump.destroy();
        }
    }

    /// Joins the lines of each packet and leaves out tcpdump's summary. The first line of a packet begins with the
    /// time.
    private static List<String> joined(List<String> lines) {
        var packets = new ArrayList<String>();
        for (String line : lines) {
            if (line.matches("\\d\\d:\\d\\d:.*")) {
                packets.add(line);
            } else if (!line.isEmpty() && Character.isWhitespace(line.charAt(0)) && !packets.isEmpty()) {
                packets.add(packets.removeLast() + " " + line.strip());
            }
        }
        return packets;
    }

    private interface Announcement {
        void send() throws Exception;
    }
}
