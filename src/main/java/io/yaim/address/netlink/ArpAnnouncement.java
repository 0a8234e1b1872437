package io.yaim.address.netlink;

import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;

/// ARP announcements (gratuitous ARP), as Ethernet frames. The format is that of RFC 826.
///
/// Neighbours differ in which of the two forms they heed, so both are sent.
final class ArpAnnouncement {

    static final int SIZE = 42;
    static final int ETHERTYPE = 0x0806;

    private static final HardwareAddress BROADCAST = new HardwareAddress(0xffff_ffff_ffffL);
    private static final HardwareAddress NONE = new HardwareAddress(0);
    private static final int ETHERNET = 1;
    private static final int IPV4 = 0x0800;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;

    private ArpAnnouncement() {}

    /// The request form: RFC 5227, section 2.3; sender and target address are the same, the target hardware
    /// address is unknown.
    static void putRequest(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, REQUEST, from, ip, NONE);
    }

    /// The reply form: RFC 5944, section 4.6; the target hardware address is the sender's own. Linux heeds the
    /// reply form only so (arp_is_garp in net/ipv4/arp.c).
    static void putReply(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, REPLY, from, ip, from);
    }

    private static void put(ByteBuffer frames, int operation, HardwareAddress from, VirtualIp ip, HardwareAddress to) {
        if (ip.isV6()) {
            throw new IllegalArgumentException("ARP is for IPv4, not for " + ip);
        }
        byte[] address = ip.bytes();
        BROADCAST.put(frames);
        from.put(frames);
        frames.putShort((short) ETHERTYPE);
        frames.putShort((short) ETHERNET).putShort((short) IPV4);
        frames.put((byte) HardwareAddress.SIZE).put((byte) address.length);
        frames.putShort((short) operation);
        from.put(frames);
        frames.put(address);
        to.put(frames);
        frames.put(address);
    }
}
