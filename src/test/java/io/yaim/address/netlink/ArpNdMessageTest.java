package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressSighting.Kind;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ArpNdMessageTest {

    private static final String BROADCAST = "ffffffffffff";
    private static final String FROM = "021122334455";
    private static final String ARP = "0806" + "0001" + "0800" + "06" + "04";
    private static final String SENDER = "c0000207";
    private static final String TARGET = "c0000208";
    private static final String V6 = "20010db8000000000000000000000007";
    private static final String NO_V6 = "0".repeat(32);
    private static final String ALL_NODES = "ff020000000000000000000000000001";
    private static final HardwareAddress MAC = new HardwareAddress(0x02_11_22_33_44_55L);
    private static final HardwareAddress OTHER_MAC = new HardwareAddress(0x02_66_77_88_99_aaL);

    @Test
    void theSenderOfARequestOrReplyHasTheSenderAddress() {
        for (String operation : new String[] {"0001", "0002"}) {
            assertThat(parse(BROADCAST + FROM + ARP + operation + "0266778899aa" + SENDER + "000000000000" + TARGET))
                    .contains(new ArpNdMessage(VirtualIp.parse("192.0.2.7"), MAC, OTHER_MAC, Kind.IN_USE));
        }
    }

    @Test
    void aRequestWithoutSenderAddressProbesForTheTarget() {
        assertThat(parse(BROADCAST + FROM + ARP + "0001" + FROM + "00000000" + "000000000000" + TARGET))
                .contains(new ArpNdMessage(VirtualIp.parse("192.0.2.8"), MAC, MAC, Kind.PROBES));
        assertThat(parse(BROADCAST + FROM + ARP + "0002" + FROM + "00000000" + "000000000000" + TARGET))
                .as("a reply without a sender address")
                .isEmpty();
    }

    @Test
    void parsesTheFramesThatYaimSends() {
        ByteBuffer frame = ByteBuffer.allocate(100);
        ArpFrame.putProbe(frame, MAC, VirtualIp.parse("192.0.2.8"));
        assertThat(ArpNdMessage.parse(frame.flip()))
                .contains(new ArpNdMessage(VirtualIp.parse("192.0.2.8"), MAC, MAC, Kind.PROBES));

        NeighbourDiscoveryFrame.putProbe(frame.clear(), MAC, VirtualIp.parse("2001:db8::7"));
        assertThat(ArpNdMessage.parse(frame.flip()))
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, MAC, Kind.PROBES));

        NeighbourDiscoveryFrame.putAdvertisement(frame.clear(), MAC, VirtualIp.parse("2001:db8::7"));
        assertThat(ArpNdMessage.parse(frame.flip()))
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, MAC, Kind.IN_USE));
    }

    @Test
    void anAdvertisementNamesTheOwnerInItsOption() {
        String message = "8800" + "0000" + "20000000" + V6;

        assertThat(parse(icmp(V6, message + "0201" + "0266778899aa")))
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, OTHER_MAC, Kind.IN_USE));
        assertThat(parse(icmp(V6, message + "0101" + FROM + "0201" + "0266778899aa")))
                .as("after another option")
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, OTHER_MAC, Kind.IN_USE));
        assertThat(parse(icmp(V6, message)))
                .as("without an option")
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, MAC, Kind.IN_USE));
        assertThat(parse(icmp(V6, message + "0200" + "0266778899aa")))
                .as("an option without length")
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, MAC, Kind.IN_USE));
        assertThat(parse(icmp(V6, message + "0209" + "0266778899aa")))
                .as("an option beyond the end")
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, MAC, Kind.IN_USE));
    }

    @Test
    void aSolicitationIsUseOfItsSourceOrAProbeForItsTarget() {
        String message = "8700" + "0000" + "00000000" + "20010db8000000000000000000000008";

        assertThat(parse(icmp(V6, message)))
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::7"), MAC, MAC, Kind.IN_USE));
        assertThat(parse(icmp(NO_V6, message)))
                .contains(new ArpNdMessage(VirtualIp.parse("2001:db8::8"), MAC, MAC, Kind.PROBES));
    }

    @Test
    void neighbourDiscoveryIsNotForIpv4() {
        assertThat(parse(icmp(V6, "8800" + "0000" + "20000000" + "00000000000000000000ffffc0000207")))
                .isEmpty();
    }

    @Test
    void aFrameThatBreaksItsProtocolIsIgnored() {
        String arp = BROADCAST + FROM + ARP + "0001" + FROM + SENDER + "000000000000" + TARGET;
        String advertisement = icmp(V6, "8800" + "0000" + "20000000" + V6);
        assertThat(parse(arp)).isPresent();
        assertThat(parse(advertisement)).isPresent();

        assertThat(parse(changed(arp, 14, 0x00, 0x07))).as("hardware type").isEmpty();
        assertThat(parse(changed(arp, 16, 0x86, 0xdd))).as("protocol").isEmpty();
        assertThat(parse(changed(arp, 18, 0x08))).as("hardware size").isEmpty();
        assertThat(parse(changed(arp, 19, 0x10))).as("protocol size").isEmpty();
        assertThat(parse(changed(arp, 20, 0x00, 0x03))).as("operation").isEmpty();
        assertThat(parse(changed(arp, 12, 0x08, 0x00))).as("Ethernet type").isEmpty();
        assertThat(parse(changed(advertisement, 14, 0x45))).as("IP version").isEmpty();
        assertThat(parse(changed(advertisement, 18, 0xff, 0xff))).as("length").isEmpty();
        assertThat(parse(changed(advertisement, 18, 0x00, 0x08)))
                .as("short length")
                .isEmpty();
        assertThat(parse(changed(advertisement, 20, 0x11))).as("next header").isEmpty();
        assertThat(parse(changed(advertisement, 21, 0x40))).as("hop limit").isEmpty();
        assertThat(parse(changed(advertisement, 55, 0x01))).as("code").isEmpty();
        assertThat(parse(changed(advertisement, 56, 0x00, 0x00))).as("checksum").isEmpty();
        assertThat(parse(icmp(V6, "8500" + "0000" + "00000000" + V6)))
                .as("another message")
                .isEmpty();
    }

    @Test
    void aTruncatedFrameIsIgnored() {
        for (String whole : new String[] {
            BROADCAST + FROM + ARP + "0001" + FROM + SENDER + "000000000000" + TARGET,
            icmp(V6, "8800" + "0000" + "20000000" + V6)
        }) {
            byte[] bytes = HexFormat.of().parseHex(whole);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(ArpNdMessage.parse(ByteBuffer.wrap(bytes, 0, length)))
                        .as("%d of %d bytes", length, bytes.length)
                        .isEmpty();
            }
        }
    }

    /// An IPv6 packet to all nodes with this ICMPv6 message and a correct checksum.
    private static String icmp(String source, String message) {
        byte[] frame = HexFormat.of()
                .parseHex("333300000001" + FROM + "86dd" + "60000000"
                        + HexFormat.of().toHexDigits((short) (message.length() / 2)) + "3aff" + source + ALL_NODES
                        + message);
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putShort(56, NeighbourDiscoveryFrame.checksum(bytes, 0, frame.length));
        return HexFormat.of().formatHex(frame);
    }

    private static String changed(String frame, int at, int... values) {
        byte[] bytes = HexFormat.of().parseHex(frame);
        for (int i = 0; i < values.length; i++) {
            bytes[at + i] = (byte) values[i];
        }
        return HexFormat.of().formatHex(bytes);
    }

    private static Optional<ArpNdMessage> parse(String frame) {
        return ArpNdMessage.parse(ByteBuffer.wrap(HexFormat.of().parseHex(frame)));
    }
}
