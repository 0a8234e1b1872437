package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;

/// ARP announcements (gratuitous ARP) and ARP probes, as Ethernet frames. The format is that of RFC 826.
///
/// Neighbours differ in which of the two forms of an announcement they heed, so both are sent.
final class ArpFrame {

    static final int SIZE = 42;
    static final int ETHERTYPE = 0x0806;
    static final int ETHERNET = 1;
    static final int IPV4 = 0x0800;
    static final int REQUEST = 1;
    static final int REPLY = 2;

    private static final HardwareAddress BROADCAST = new HardwareAddress(0xffff_ffff_ffffL);
    private static final HardwareAddress NONE = new HardwareAddress(0);
    private static final byte[] NO_IP = new byte[4];

    private ArpFrame() {}

    /// The request form: RFC 5227, section 2.3; sender and target address are the same, the target hardware
    /// address is unknown.
    static void putRequest(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, REQUEST, from, ip.bytes(), NONE, ip);
    }

    /// The reply form: RFC 5944, section 4.6; the target hardware address is the sender's own. Linux heeds
    /// the reply form only so (arp_is_garp in net/ipv4/arp.c).
    static void putReply(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, REPLY, from, ip.bytes(), from, ip);
    }

    /// The question whether somebody has the address: RFC 5227, section 2.1.1; no sender address, so that
    /// no neighbour learns anything from it.
    static void putProbe(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, REQUEST, from, NO_IP, NONE, ip);
    }

    private static void put(
            ByteBuffer frames, int operation, HardwareAddress from, byte[] sender, HardwareAddress to, VirtualIp ip) {
        if (ip.isV6()) {
            throw new IllegalArgumentException("ARP is for IPv4, not for " + ip);
        }
        byte[] target = ip.bytes();
        frames.put(BROADCAST.bytes()).put(from.bytes()).putShort((short) ETHERTYPE);
        frames.putShort((short) ETHERNET).putShort((short) IPV4);
        frames.put((byte) HardwareAddress.SIZE).put((byte) target.length);
        frames.putShort((short) operation);
        frames.put(from.bytes()).put(sender);
        frames.put(to.bytes()).put(target);
    }
}
