package io.yaim.model;

/// What somebody else on the wire said about an address.
///
/// @param senderHardware the hardware address of whoever said it
public record AddressSighting(VirtualIp ip, String interfaceName, HardwareAddress senderHardware, Kind kind) {

    /// What was said.
    public enum Kind {
        /// That the sender has the address: any ARP in which it is the sender's (RFC 5227, section 2.4), a
        /// neighbour advertisement of it (RFC 4862, section 5.4.4), or a solicitation that comes from it.
        IN_USE,
        /// That the sender wants to take the address if nobody has it: an ARP probe (RFC 5227, section
        /// 2.1.1), or a solicitation from the unspecified address (RFC 4862, section 5.4.3).
        PROBES
    }

    public boolean isInUse() {
        return kind == Kind.IN_USE;
    }
}
