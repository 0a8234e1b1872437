package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
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

    private static final HardwareAddress BROADCAST = Neighbour.BROADCAST;
    private static final HardwareAddress NONE = new HardwareAddress(0);
    private static final byte[] NO_IP = new byte[4];

    private ArpFrame() {}

    /// The request form: RFC 5227, section 2.3; sender and target address are the same, the target hardware
    /// address is unknown.
    static void putAnnouncementRequest(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, BROADCAST, REQUEST, from, ip.bytes(), NONE, ip);
    }

    /// The reply form: RFC 5944, section 4.6; the target hardware address is the sender's own. Linux heeds
    /// the reply form only so (arp_is_garp in net/ipv4/arp.c).
    static void putAnnouncementReply(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, BROADCAST, REPLY, from, ip.bytes(), from, ip);
    }

    /// The reply form to one neighbour alone. Linux heeds it where it has an entry for the address already, and
    /// at once; a reply that names the neighbour as its target it does not heed within a second of what made
    /// the entry (`locktime`).
    static void putUnicastReply(ByteBuffer frames, HardwareAddress from, VirtualIp ip, HardwareAddress neighbour) {
        put(frames, neighbour, REPLY, from, ip.bytes(), from, ip);
    }

    /// A question to all for the hardware address of a neighbour, in the name of the address: RFC 826, "Packet
    /// Reception"; the neighbour takes down who asks, whether or not he knew him.
    static void putAddressRequest(ByteBuffer frames, HardwareAddress from, VirtualIp ip, VirtualIp neighbour) {
        put(frames, BROADCAST, REQUEST, from, requireV4(ip), NONE, neighbour);
    }

    /// The question whether somebody has the address: RFC 5227, section 2.1.1; no sender address, so that
    /// no neighbour learns anything from it.
    static void putProbe(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, BROADCAST, REQUEST, from, NO_IP, NONE, ip);
    }

    private static void put(
            ByteBuffer frames,
            HardwareAddress receiver,
            int operation,
            HardwareAddress from,
            byte[] sender,
            HardwareAddress to,
            VirtualIp ip) {
        byte[] target = requireV4(ip);
        frames.put(receiver.bytes()).put(from.bytes()).putShort((short) ETHERTYPE);
        frames.putShort((short) ETHERNET).putShort((short) IPV4);
        frames.put((byte) HardwareAddress.SIZE).put((byte) target.length);
        frames.putShort((short) operation);
        frames.put(from.bytes()).put(sender);
        frames.put(to.bytes()).put(target);
    }

    private static byte[] requireV4(VirtualIp ip) {
        if (ip.isV6()) {
            throw new IllegalArgumentException("ARP is for IPv4, not for " + ip);
        }
        return ip.bytes();
    }
}
