package io.yaim.model;

/// A statement about an address that another host sent on the network.
///
/// @param senderHardware the hardware address of the sender
public record AddressSighting(VirtualIp ip, String interfaceName, HardwareAddress senderHardware, Kind kind) {

    /// The kind of statement.
    public enum Kind {
        /// The sender has the address: an ARP packet with it as sender address (RFC 5227, section 2.4), a
        /// neighbour advertisement of it (RFC 4862, section 5.4.4), or a neighbour solicitation from it.
        IN_USE,
        /// The sender wants to take the address if no host has it: an ARP probe (RFC 5227, section 2.1.1), or a
        /// neighbour solicitation from the unspecified address (RFC 4862, section 5.4.3).
        PROBES
    }

    public boolean isInUse() {
        return kind == Kind.IN_USE;
    }
}
