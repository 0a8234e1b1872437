package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Compares with bytes that another program sent to a kernel, which carried them out. They are those of a
/// little-endian machine.
final class NetlinkRequestsTest {

    private static final VirtualIp V4 = VirtualIp.parse("10.77.0.5");
    private static final VirtualIp V6 = VirtualIp.parse("fd77::5");

    private final NetlinkRequests netlinkRequests = new NetlinkRequests();

    @Test
    void bindsIpv4WithLabelProtocolAndLifetime() {
        netlinkRequests.bind(3, V4, 32, Optional.of("veth0:vip"), 60);

        assertThat(hex(netlinkRequests.finish(true)))
                .isEqualTo("54000000140005050100000000000000" + "0220000003000000" + "080002000a4d0005"
                        + "080001000a4d0005" + "0e00030076657468303a766970000000" + "05000b0079000000"
                        + "14000600000000003c0000000000000000000000");
    }

    @Test
    void requestsTheNeighboursOnAnInterface() {
        netlinkRequests.dumpNeighbours(2);

        assertThat(hex(netlinkRequests.finish(false)))
                .isEqualTo("240000001e0001030100000000000000" + "000000000000000000000000" + "0800080002000000");
    }

    @Test
    void bindsIpv6WithoutDuplicateAddressDetectionPrefixRouteOrLabel() {
        netlinkRequests.bind(3, V6, 128, Optional.of("veth0:vip"), 60);

        assertThat(hex(netlinkRequests.finish(true)))
                .isEqualTo("64000000140005050100000000000000" + "0a80000003000000"
                        + "14000200fd770000000000000000000000000005" + "14000100fd770000000000000000000000000005"
                        + "0800080002020000" + "05000b0079000000" + "14000600000000003c0000000000000000000000");
    }

    @Test
    void dropsByInterfaceAddressAndPrefix() {
        netlinkRequests.drop(99999, V4, 32);

        assertThat(hex(netlinkRequests.finish(true)))
                .isEqualTo("28000000150005000100000000000000" + "022000009f860100" + "080002000a4d0005"
                        + "080001000a4d0005");
    }

    @Test
    void requestsOneInterfaceWithoutItsCounters() {
        netlinkRequests.link("veth0");

        assertThat(hex(netlinkRequests.finish(true)))
                .isEqualTo("34000000120005000100000000000000" + "00000000000000000000000000000000"
                        + "0a000300766574683000000008001d0008000000");
    }

    @Test
    void requestsAllAddressesWithoutAcknowledgement() {
        netlinkRequests.dumpAddresses();

        assertThat(hex(netlinkRequests.finish(false)))
                .isEqualTo("18000000160001030100000000000000" + "0000000000000000");
    }

    @Test
    void onlyTheLastRequestIsAcknowledged() {
        netlinkRequests.drop(3, V4, 32);
        netlinkRequests.drop(3, V4, 32);

        ByteBuffer datagram = netlinkRequests.finish(true);
        assertThat(datagram.getShort(6)).isEqualTo((short) RtnetlinkConstants.NLM_F_REQUEST);
        assertThat(datagram.getShort(40 + 6))
                .isEqualTo((short) (RtnetlinkConstants.NLM_F_REQUEST | RtnetlinkConstants.NLM_F_ACK));
    }

    @Test
    void sequenceNumbersContinueInTheNextDatagram() {
        netlinkRequests.drop(3, V4, 32);
        netlinkRequests.drop(3, V4, 32);
        netlinkRequests.clear();
        assertThat(netlinkRequests.firstSequence()).isEqualTo(3);

        netlinkRequests.drop(3, V4, 32);
        assertThat(netlinkRequests.lastSequence()).isEqualTo(3);
    }

    @Test
    void isFullBeforeTheLongestRequestNoLongerFits() {
        int count = 0;
        while (!netlinkRequests.isFull()) {
            netlinkRequests.bind(3, count % 2 == 0 ? V4 : V6, 32, Optional.of("fifteen-letters"), 60);
            count++;
        }
        assertThat(count).isBetween(1000, 2000);
    }

    private static String hex(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
