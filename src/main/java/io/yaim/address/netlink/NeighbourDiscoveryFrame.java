package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Neighbour discovery messages (RFC 4861) as Ethernet frames.
final class NeighbourDiscoveryFrame {

    static final int ADVERTISEMENT_SIZE = 86;
    static final int PROBE_SIZE = 78;
    static final int ETHERTYPE = 0x86dd;
    static final int ICMPV6 = 58;
    static final int HOP_LIMIT = 255; // RFC 4861, section 7.1: others are discarded
    static final int SOLICITATION = 135;
    static final int ADVERTISEMENT = 136;
    static final int TARGET_LINK_LAYER_ADDRESS = 2;
    static final int HEADERS_SIZE = 54; // Ethernet and IPv6

    private static final int SOURCE_OFFSET = 22;
    private static final int CHECKSUM_OFFSET = 56;
    private static final int VERSION_6 = 0x6000_0000;
    private static final int OVERRIDE = 0x2000_0000;

    private static final byte[] UNSPECIFIED = new byte[16];
    private static final byte[] ALL_NODES = HexFormat.of().parseHex("ff020000000000000000000000000001");
    private static final byte[] SOLICITED_NODE = HexFormat.of().parseHex("ff0200000000000000000001ff000000");

    private NeighbourDiscoveryFrame() {}

    /// An unsolicited advertisement to all nodes (RFC 4861, section 7.2.6). It has the override flag, so neighbours
    /// replace their entries.
    static void putAdvertisement(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        putAdvertisement(frames, groupOf(ALL_NODES), from, ip, ALL_NODES);
    }

    /// The same advertisement to a single neighbour.
    static void putUnicastAdvertisement(ByteBuffer frames, HardwareAddress from, VirtualIp ip, Neighbour neighbour) {
        putAdvertisement(frames, neighbour.hardware(), from, ip, requireV6(neighbour.ip()));
    }

    private static void putAdvertisement(
            ByteBuffer frames, HardwareAddress receiver, HardwareAddress from, VirtualIp ip, byte[] destination) {
        int start = frames.position();
        byte[] address = requireV6(ip);
        putHeaders(frames, receiver, from, address, destination, ADVERTISEMENT_SIZE);
        frames.put((byte) ADVERTISEMENT).put((byte) 0).putShort((short) 0);
        frames.putInt(OVERRIDE).put(address);
        frames.put((byte) TARGET_LINK_LAYER_ADDRESS).put((byte) 1).put(from.bytes());
        frames.putShort(start + CHECKSUM_OFFSET, checksum(frames, start, ADVERTISEMENT_SIZE));
    }

    /// A probe for the address (RFC 4862, section 5.4.2): a solicitation from the unspecified address, so without an
    /// option, to the solicited-node group of the address.
    static void putProbe(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        int start = frames.position();
        byte[] address = requireV6(ip);
        byte[] group = SOLICITED_NODE.clone();
        System.arraycopy(address, 13, group, 13, 3);
        putHeaders(frames, groupOf(group), from, UNSPECIFIED, group, PROBE_SIZE);
        frames.put((byte) SOLICITATION).put((byte) 0).putShort((short) 0);
        frames.putInt(0).put(address);
        frames.putShort(start + CHECKSUM_OFFSET, checksum(frames, start, PROBE_SIZE));
    }

    /// The multicast hardware address of RFC 2464, section 7: 33:33 and the last four bytes of the group.
    private static HardwareAddress groupOf(byte[] group) {
        return HardwareAddress.of(new byte[] {0x33, 0x33, group[12], group[13], group[14], group[15]});
    }

    private static void putHeaders(
            ByteBuffer frames,
            HardwareAddress receiver,
            HardwareAddress from,
            byte[] source,
            byte[] destination,
            int size) {
        frames.put(receiver.bytes()).put(from.bytes());
        frames.putShort((short) ETHERTYPE);
        frames.putInt(VERSION_6)
                .putShort((short) (size - HEADERS_SIZE))
                .put((byte) ICMPV6)
                .put((byte) HOP_LIMIT);
        frames.put(source).put(destination);
    }

    /// The checksum of RFC 4443, section 2.3, over the message and a pseudo-header with both addresses, the length and
    /// the protocol. If the frame already contains a correct checksum, the result is 0.
    static short checksum(ByteBuffer frames, int start, int size) {
        int sum = size - HEADERS_SIZE + ICMPV6;
        int at = start + SOURCE_OFFSET;
        for (; at + 1 < start + size; at += Short.BYTES) {
            sum += frames.getShort(at) & 0xffff;
        }
        if (at < start + size) {
            sum += (frames.get(at) & 0xff) << 8;
        }
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        }
        return (short) ~sum;
    }

    private static byte[] requireV6(VirtualIp ip) {
        if (!ip.isV6()) {
            throw new IllegalArgumentException("neighbour discovery is for IPv6, not for " + ip);
        }
        return ip.bytes();
    }
}
