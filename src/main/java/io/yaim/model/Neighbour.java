package io.yaim.model;

import java.util.Comparator;

/// Somebody on the same segment, as the kernel's neighbour table has him.
///
/// @param interfaceName where he is
/// @param ip an address of his; link-local ones are among them
/// @param hardware his Ethernet address; [#BROADCAST] where it is not known
public record Neighbour(String interfaceName, VirtualIp ip, HardwareAddress hardware) implements Comparable<Neighbour> {

    /// The broadcast address of Ethernet.
    public static final HardwareAddress BROADCAST = new HardwareAddress(0xffff_ffff_ffffL);

    private static final Comparator<Neighbour> ORDER = Comparator.comparing(Neighbour::interfaceName)
            .thenComparing(Neighbour::ip)
            .thenComparingLong(neighbour -> neighbour.hardware.bits());

    private static final int FIRST_RESERVED = 224; // RFC 1112, section 4: groups, experiments, broadcast
    private static final long GROUP = 0x0100_0000_0000L;

    /// Whether a hardware address is that of one interface, not of a group or of nobody.
    public static boolean isUnicast(HardwareAddress hardware) {
        return hardware.bits() != 0 && (hardware.bits() & GROUP) == 0;
    }

    /// Whether an address can be that of a neighbour: it is neither unspecified nor of a group.
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
