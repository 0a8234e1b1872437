package io.yaim.address.netlink;

import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The unsolicited neighbour advertisement of RFC 4861, sections 4.4 and 7.2.6, to all nodes, as an Ethernet
/// frame. It has the override flag, so that neighbours replace what they knew.
final class NeighbourAdvertisement {

    static final int SIZE = 86;
    static final int ETHERTYPE = 0x86dd;

    /// RFC 2464, section 7: 33:33 and the last four bytes of the group's address.
    private static final HardwareAddress ALL_NODES_HARDWARE = new HardwareAddress(0x3333_0000_0001L);

    private static final byte[] ALL_NODES = HexFormat.of().parseHex("ff020000000000000000000000000001");
    private static final int VERSION_6 = 0x6000_0000;
    private static final int PAYLOAD_LENGTH = 32;
    private static final int ICMPV6 = 58;
    private static final int HOP_LIMIT = 255; // RFC 4861, section 7.1.2: others are thrown away
    private static final int TYPE = 136;
    private static final int OVERRIDE = 0x2000_0000;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;

    private static final int SOURCE_OFFSET = 22;
    private static final int CHECKSUM_OFFSET = 56;

    private NeighbourAdvertisement() {}

    static void put(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        if (!ip.isV6()) {
            throw new IllegalArgumentException("neighbour discovery is for IPv6, not for " + ip);
        }
        int start = frames.position();
        byte[] address = ip.bytes();
        ALL_NODES_HARDWARE.put(frames);
        from.put(frames);
        frames.putShort((short) ETHERTYPE);
        frames.putInt(VERSION_6)
                .putShort((short) PAYLOAD_LENGTH)
                .put((byte) ICMPV6)
                .put((byte) HOP_LIMIT);
        frames.put(address).put(ALL_NODES);
        frames.put((byte) TYPE)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(OVERRIDE)
                .put(address);
        frames.put((byte) TARGET_LINK_LAYER_ADDRESS).put((byte) 1);
        from.put(frames);
        frames.putShort(start + CHECKSUM_OFFSET, checksum(frames, start));
    }

    /// RFC 4443, section 2.3: over the message and a pseudo-header of both addresses, the length and the
    /// protocol.
    private static short checksum(ByteBuffer frames, int start) {
        int sum = PAYLOAD_LENGTH + ICMPV6;
        for (int at = start + SOURCE_OFFSET; at < start + SIZE; at += Short.BYTES) {
            sum += frames.getShort(at) & 0xffff;
        }
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        }
        return (short) ~sum;
    }
}
