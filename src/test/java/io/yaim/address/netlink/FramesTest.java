package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class FramesTest {

    private static final HardwareAddress MAC = new HardwareAddress(0x02_11_22_33_44_55L);
    private static final VirtualIp V4 = VirtualIp.parse("192.0.2.7");
    private static final VirtualIp V6 = VirtualIp.parse("2001:db8::7");

    private static final Neighbour NEIGHBOUR =
            new Neighbour("veth0", VirtualIp.parse("2001:db8::9"), new HardwareAddress(0x02_77_00_00_00_a1L));

    private final ByteBuffer frames = ByteBuffer.allocate(200);

    @Test
    void theRequestFormHasTheAddressAsSenderAndTarget() {
        ArpFrame.putAnnouncementRequest(frames, MAC, V4);

        assertThat(written())
                .isEqualTo("ffffffffffff" + "021122334455" + "0806" + "0001" + "0800" + "06" + "04" + "0001"
                        + "021122334455" + "c0000207" + "000000000000" + "c0000207");
    }

    @Test
    void theReplyFormHasTheSenderAsTarget() {
        ArpFrame.putAnnouncementReply(frames, MAC, V4);

        assertThat(written())
                .isEqualTo("ffffffffffff" + "021122334455" + "0806" + "0001" + "0800" + "06" + "04" + "0002"
                        + "021122334455" + "c0000207" + "021122334455" + "c0000207");
    }

    @Test
    void theAdvertisementGoesToAllNodesWithTheOverrideFlag() {
        frames.putInt(0); // wherever in the buffer it begins
        NeighbourDiscoveryFrame.putAdvertisement(frames, MAC, V6);

        // the checksum was computed by another program
        assertThat(written().substring(8))
                .isEqualTo("333300000001" + "021122334455" + "86dd" + "60000000" + "0020" + "3a" + "ff"
                        + "20010db8000000000000000000000007" + "ff020000000000000000000000000001" + "88" + "00"
                        + "9286" + "20000000" + "20010db8000000000000000000000007" + "02" + "01" + "021122334455");
    }

    @Test
    void theArpProbeHasNoSenderAddress() {
        ArpFrame.putProbe(frames, MAC, V4);

        assertThat(written())
                .isEqualTo("ffffffffffff" + "021122334455" + "0806" + "0001" + "0800" + "06" + "04" + "0001"
                        + "021122334455" + "00000000" + "000000000000" + "c0000207");
    }

    @Test
    void theNdProbeGoesFromTheUnspecifiedAddressToTheSolicitedNodeGroup() {
        frames.putInt(0); // wherever in the buffer it begins
        NeighbourDiscoveryFrame.putProbe(frames, MAC, VirtualIp.parse("2001:db8::12:3456"));

        // the checksum was computed by another program
        assertThat(written().substring(8))
                .isEqualTo("3333ff123456" + "021122334455" + "86dd" + "60000000" + "0018" + "3a" + "ff"
                        + "00000000000000000000000000000000" + "ff0200000000000000000001ff123456" + "87" + "00"
                        + "e41e" + "00000000" + "20010db8000000000000000000123456");
    }

    @Test
    void theUnicastReplyDiffersOnlyInItsReceiver() {
        ArpFrame.putUnicastReply(frames, MAC, V4, NEIGHBOUR.hardware());

        assertThat(written())
                .isEqualTo("0277000000a1" + "021122334455" + "0806" + "0001" + "0800" + "06" + "04" + "0002"
                        + "021122334455" + "c0000207" + "021122334455" + "c0000207");
    }

    @Test
    void theAddressRequestHasTheAddressAsSender() {
        ArpFrame.putAddressRequest(frames, MAC, V4, VirtualIp.parse("192.0.2.9"));

        assertThat(written())
                .isEqualTo("ffffffffffff" + "021122334455" + "0806" + "0001" + "0800" + "06" + "04" + "0001"
                        + "021122334455" + "c0000207" + "000000000000" + "c0000209");
    }

    @Test
    void theUnicastAdvertisementGoesToOneNeighbour() {
        frames.putInt(0); // wherever in the buffer it begins
        NeighbourDiscoveryFrame.putUnicastAdvertisement(frames, MAC, V6, NEIGHBOUR);

        // the checksum was computed by another program
        assertThat(written().substring(8))
                .isEqualTo("0277000000a1" + "021122334455" + "86dd" + "60000000" + "0020" + "3a" + "ff"
                        + "20010db8000000000000000000000007" + "20010db8000000000000000000000009" + "88" + "00"
                        + "63c8" + "20000000" + "20010db8000000000000000000000007" + "02" + "01" + "021122334455");
    }

    @Test
    void framesHaveTheDeclaredSize() {
        ArpFrame.putAnnouncementReply(frames, MAC, V4);
        assertThat(frames.position()).isEqualTo(ArpFrame.SIZE);
        frames.clear();
        NeighbourDiscoveryFrame.putAdvertisement(frames, MAC, V6);
        assertThat(frames.position()).isEqualTo(NeighbourDiscoveryFrame.ADVERTISEMENT_SIZE);
        frames.clear();
        NeighbourDiscoveryFrame.putProbe(frames, MAC, V6);
        assertThat(frames.position()).isEqualTo(NeighbourDiscoveryFrame.PROBE_SIZE);
    }

    @Test
    void addressesOfTheOtherFamilyAreRejected() {
        assertThatThrownBy(() -> ArpFrame.putAnnouncementRequest(frames, MAC, V6))
                .hasMessageContaining("2001:db8::7");
        assertThatThrownBy(() -> NeighbourDiscoveryFrame.putAdvertisement(frames, MAC, V4))
                .hasMessageContaining("192.0.2.7");
        assertThatThrownBy(() -> ArpFrame.putAddressRequest(frames, MAC, V6, V4))
                .hasMessageContaining("2001:db8::7");
        assertThatThrownBy(() -> ArpFrame.putUnicastReply(frames, MAC, V6, MAC)).hasMessageContaining("2001:db8::7");
    }

    @Test
    void aHardwareAddressHasSixBytes() {
        assertThat(HardwareAddress.of(new byte[] {2, 0x11, 0x22, 0x33, 0x44, 0x55}))
                .isEqualTo(MAC);
        assertThatThrownBy(() -> HardwareAddress.of(new byte[8])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HardwareAddress(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(MAC).hasToString("02:11:22:33:44:55");
        assertThat(HardwareAddress.of(MAC.bytes())).isEqualTo(MAC);
    }

    private String written() {
        return HexFormat.of().formatHex(frames.array(), 0, frames.position());
    }
}
