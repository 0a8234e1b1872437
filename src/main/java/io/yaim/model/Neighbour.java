package io.yaim.model;

import java.util.Comparator;

/// Another host on the same network segment, as the kernel's neighbour table lists it.
///
/// @param interfaceName the interface of this host through which it is reached
/// @param ip one of its addresses, perhaps a link-local one
/// @param hardware its Ethernet address; [#BROADCAST] if it is unknown
public record Neighbour(String interfaceName, VirtualIp ip, HardwareAddress hardware) implements Comparable<Neighbour> {

    /// The Ethernet broadcast address.
    public static final HardwareAddress BROADCAST = new HardwareAddress(0xffff_ffff_ffffL);

    private static final Comparator<Neighbour> ORDER = Comparator.comparing(Neighbour::interfaceName)
            .thenComparing(Neighbour::ip)
            .thenComparingLong(neighbour -> neighbour.hardware.bits());

    private static final int FIRST_RESERVED = 224; // RFC 1112, section 4: multicast, reserved, broadcast
    private static final long GROUP = 0x0100_0000_0000L;

    /// Whether a hardware address belongs to one interface: it is neither zero nor a group address.
    public static boolean isUnicast(HardwareAddress hardware) {
        return hardware.bits() != 0 && (hardware.bits() & GROUP) == 0;
    }

    /// Whether an address can belong to a neighbour: it is no unspecified, multicast, loopback or reserved
    /// address.
    public static boolean isUnicast(VirtualIp ip) {
        boolean isReserved = !ip.isV6() && (ip.bytes()[0] & 0xff) >= FIRST_RESERVED;
        return !isReserved
                && !ip.address().isAnyLocalAddress()
                && !ip.address().isMulticastAddress()
                && !ip.address().isLoopbackAddress();
    }

    @Override
    public int compareTo(Neighbour other) {
        return ORDER.compare(this, other);
    }
}
