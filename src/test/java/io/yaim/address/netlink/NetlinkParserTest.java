package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Parses answers of a kernel 6.18 on a little-endian machine.
final class NetlinkParserTest {

    private static final int PORT = 0x5ae;

    static final String LOOPBACK = "4c0000001400020005000000ae050000020880fe01000000080001007f000001"
            + "080002007f000001070003006c6f0000080008008000000014000600ffffffffffffffffce000500ce000500";
    static final String V4 = "5c0000001400020005000000ae0500000220200003000000080001000a4d0005"
            + "080002000a4d00050e00030076657468303a76697000000005000b00790000000800080020000000"
            + "14000600000000003c000000d0000500d0000500";
    static final String V6 = "500000001400020005000000ae0500000a802200030000001400010"
            + "0fd77000000000000000000000000000514000600000000003c000000d0000500d0000500080008002202000005000b0079000000";
    private static final String FAILED_NEIGHBOUR = "400000001c0022000500000050060000020000000200000020000001"
            + "080001000a4d00630800040000000000140003007c1700000c0000000c00000000000000";
    static final String NEIGHBOUR_V4 = "4c0000001c0022000500000050060000020000000200000002000001"
            + "080001000a4d00010a00020002770000000200000800040004000000140003000c0000000c0000000c00000001000000";
    static final String NEIGHBOUR_V6 = "580000001c00220005000000500600000a000000020000000400000114000100"
            + "fd7700000000000000000000000000010a00020002770000000300000800040000000000140003007c170000"
            + "0c0000000c00000000000000";
    static final String GROUP = "580000001c00220005000000500600000a000000020000004000000514000100"
            + "ff0200000000000000000000000000020a00020033330000000200000800040000000000140003009a170000"
            + "2a0000002a00000000000000";
    static final String DONE = "140000000300020005000000ae05000000000000";
    static final String LINK = "400000001000000006000000ae050000000001000300000043100100000000000a000300"
            + "766574683000000008000d00e80300000a0001000200000000070000";
    static final String ACK = "240000000200000101000000ae0500000000000054000000140005050100000000000000";
    static final String REFUSED = "480000000200000303000000ae050000eaffffff3c00000014000505030000000000000023000100"
            + "697076343a2061646472657373206c69666574696d6520696e76616c69640000";

    @Test
    void parsesADumpOfAddresses() {
        assertThat(read(LOOPBACK + V4 + V6 + DONE))
                .containsExactly(
                        address(
                                RtnetlinkConstants.RTM_NEWADDR,
                                1,
                                "127.0.0.1",
                                8,
                                Optional.of("lo"),
                                0,
                                BoundAddress.FOREVER),
                        address(RtnetlinkConstants.RTM_NEWADDR, 3, "10.77.0.5", 32, Optional.of("veth0:vip"), 0x79, 60),
                        address(RtnetlinkConstants.RTM_NEWADDR, 3, "fd77::5", 128, Optional.empty(), 0x79, 60),
                        new NetlinkMessage.DumpEnd(header(RtnetlinkConstants.NLMSG_DONE, 2, 5), 0));
    }

    @Test
    void parsesAnInterface() {
        assertThat(read(LINK))
                .containsExactly(new NetlinkMessage.Interface(
                        header(RtnetlinkConstants.RTM_NEWLINK, 0, 6),
                        3,
                        "veth0",
                        0x11043,
                        RtnetlinkConstants.ARPHRD_ETHER,
                        Optional.of(new HardwareAddress(0x02_00_00_00_00_07L)),
                        "",
                        false));
    }

    @Test
    void parsesADumpOfNeighbours() {
        assertThat(read(FAILED_NEIGHBOUR + NEIGHBOUR_V4 + NEIGHBOUR_V6 + GROUP))
                .satisfiesExactly(
                        failed -> assertThat(failed).isInstanceOf(NetlinkMessage.Other.class),
                        v4 -> assertThat(v4)
                                .isEqualTo(known("10.77.0.1", 0x02_77_00_00_00_02L, RtnetlinkConstants.NUD_REACHABLE)),
                        v6 -> assertThat(v6)
                                .isEqualTo(known("fd77::1", 0x02_77_00_00_00_03L, RtnetlinkConstants.NUD_STALE)),
                        group -> assertThat(group)
                                .isInstanceOfSatisfying(
                                        NetlinkMessage.NeighbourEntry.class,
                                        neighbourEntry -> assertThat(neighbourEntry.isHost())
                                                .isFalse()));
    }

    @Test
    void aNeighbourWasReachableAndIsASingleHost() {
        assertThat(known("10.77.0.1", 2, RtnetlinkConstants.NUD_REACHABLE).isHost())
                .isTrue();
        assertThat(known("fe80::1", 2, RtnetlinkConstants.NUD_PERMANENT).isHost())
                .isTrue();
        assertThat(known("10.77.0.1", 2, RtnetlinkConstants.NUD_PROBE).isHost()).isTrue();
        assertThat(known("10.77.0.1", 2, 0x20).isHost()).as("failed").isFalse();
        assertThat(known("10.77.0.1", 2, 0x40).isHost()).as("no ARP").isFalse();
        assertThat(known("224.0.0.1", 2, RtnetlinkConstants.NUD_STALE).isHost()).isFalse();
        assertThat(known("10.77.0.1", 0xffff_ffff_ffffL, RtnetlinkConstants.NUD_STALE)
                        .isHost())
                .isFalse();
        assertThat(known("10.77.0.1", 0, RtnetlinkConstants.NUD_STALE).isHost()).isFalse();
    }

    private static NetlinkMessage.NeighbourEntry known(String ip, long hardware, int state) {
        return new NetlinkMessage.NeighbourEntry(
                new NetlinkMessage.Header(RtnetlinkConstants.RTM_NEWNEIGH, 0x22, 5, 0x650),
                2,
                VirtualIp.parse(ip),
                new HardwareAddress(hardware),
                state);
    }

    @Test
    void parsesAnAcknowledgement() {
        assertThat(read(ACK))
                .containsExactly(
                        new NetlinkMessage.Acknowledgement(header(RtnetlinkConstants.NLMSG_ERROR, 0x100, 1), 0, ""));
    }

    @Test
    void parsesTheTextOfAnError() {
        assertThat(read(REFUSED))
                .containsExactly(new NetlinkMessage.Acknowledgement(
                        header(RtnetlinkConstants.NLMSG_ERROR, 0x300, 3), 22, "ipv4: address lifetime invalid"));
    }

    @Test
    void parsesTheTextOfAnErrorAfterAFullRequest() {
        // not capped: the whole request of 60 bytes is included
        String header = "740000000200000203000000ae050000eaffffff";
        String request = "3c000000140005050300000000000000" + "00".repeat(44);
        String text = REFUSED.substring(72);

        assertThat(read(header + request + text))
                .containsExactly(new NetlinkMessage.Acknowledgement(
                        header(RtnetlinkConstants.NLMSG_ERROR, 0x200, 3), 22, "ipv4: address lifetime invalid"));
    }

    @Test
    void aMessageLongerThanTheRestEndsTheDatagram() {
        assertThat(read(ACK + "ff" + V4.substring(2))).hasSize(1);
        assertThat(read(ACK + "0f" + V4.substring(2))).hasSize(1);
    }

    @Test
    void anAttributeLongerThanTheRestCountsAsAbsent() {
        String cut = V4.replace("0e000300", "ff000300");

        assertThat(read(cut))
                .containsExactly(address(
                        RtnetlinkConstants.RTM_NEWADDR, 3, "10.77.0.5", 32, Optional.empty(), 0, BoundAddress.FOREVER));
    }

    @Test
    void anAddressWithTheWrongLengthForItsFamilyIsSkipped() {
        String other = V4.replace("ae05000002", "ae0500000a");

        assertThat(read(other)).containsExactly(new NetlinkMessage.Other(header(RtnetlinkConstants.RTM_NEWADDR, 2, 5)));
    }

    @Test
    void anAddressWithATooLongPrefixIsSkipped() {
        String longer = V4.replace("ae0500000220", "ae0500000221");

        assertThat(longer).isNotEqualTo(V4);
        assertThat(read(longer))
                .containsExactly(new NetlinkMessage.Other(header(RtnetlinkConstants.RTM_NEWADDR, 2, 5)));
    }

    @Test
    void aTruncatedMessageIsParsedSafely() {
        for (String whole : List.of(V4, V6, LINK, REFUSED, DONE)) {
            byte[] bytes = HexFormat.of().parseHex(whole);
            for (int length = 16; length < bytes.length; length++) {
                var cut = ByteBuffer.wrap(bytes.clone(), 0, length);
                cut.array()[0] = (byte) length; // the length in the header, so that the rest is parsed
                assertThat(read(cut)).hasSize(1);
            }
        }
    }

    private static List<NetlinkMessage> read(String hex) {
        return read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static List<NetlinkMessage> read(ByteBuffer datagram) {
        var messages = new ArrayList<NetlinkMessage>();
        NetlinkParser.read(datagram, messages::add);
        return messages;
    }

    private static NetlinkMessage.Header header(int type, int flags, int sequence) {
        return new NetlinkMessage.Header(type, flags, sequence, PORT);
    }

    private static NetlinkMessage.Address address(
            int type, int index, String ip, int prefix, Optional<String> label, int protocol, long lifetime) {
        return new NetlinkMessage.Address(
                header(type, 2, 5), index, VirtualIp.parse(ip), prefix, label, protocol, lifetime);
    }
}
