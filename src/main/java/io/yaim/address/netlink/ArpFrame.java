package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;

/// ARP announcements (gratuitous ARP) and ARP probes as Ethernet frames, in the format of RFC 826.
///
/// Some neighbours accept only one of the two forms of an announcement, so both are sent.
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

    /// The request form of RFC 5227, section 2.3. Sender and target address are the same, and the target hardware
    /// address is zero.
    static void putAnnouncementRequest(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, BROADCAST, REQUEST, from, ip.bytes(), NONE, ip);
    }

    /// The reply form of RFC 5944, section 4.6. The target hardware address is that of the sender. Linux accepts the
    /// reply form only in this way (arp_is_garp in net/ipv4/arp.c).
    static void putAnnouncementReply(ByteBuffer frames, HardwareAddress from, VirtualIp ip) {
        put(frames, BROADCAST, REPLY, from, ip.bytes(), from, ip);
    }

    /// The reply form to a single neighbour. Linux accepts it at once if it already has an entry for the address. A
    /// reply with the neighbour as its target would be ignored within one second of the last change of the entry
    /// (`locktime`).
    static void putUnicastReply(ByteBuffer frames, HardwareAddress from, VirtualIp ip, HardwareAddress neighbour) {
        put(frames, neighbour, REPLY, from, ip.bytes(), from, ip);
    }

    /// An ARP request from the address for the hardware address of a neighbour (RFC 826, "Packet Reception"). The
    /// neighbour stores the sender, even if it did not know it.
    static void putAddressRequest(ByteBuffer frames, HardwareAddress from, VirtualIp ip, VirtualIp neighbour) {
        put(frames, BROADCAST, REQUEST, from, requireV4(ip), NONE, neighbour);
    }

    /// A probe for the address (RFC 5227, section 2.1.1). It has no sender address, so no neighbour learns anything
    /// from it.
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
