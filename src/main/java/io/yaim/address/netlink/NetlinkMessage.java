package io.yaim.address.netlink;

import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Link;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.util.Optional;
import java.util.Set;

/// A message of the kernel over rtnetlink: an answer to a request of this process, or an event.
sealed interface NetlinkMessage {

    Header header();

    /// An address of an interface. Its type is RTM_NEWADDR, or RTM_DELADDR if the address is gone.
    ///
    /// @param label absent for IPv6
    /// @param protocol the protocol number of the program that bound it; 0 if absent
    /// @param validSeconds the remaining valid lifetime, unsigned 32 bits; all ones if it does not expire
    record Address(
            Header header, int index, VirtualIp ip, int prefix, Optional<String> label, int protocol, long validSeconds)
            implements NetlinkMessage {

        boolean isGone() {
            return header.type() == RtnetlinkConstants.RTM_DELADDR;
        }

        /// Whether it is link-local, for IPv6 only. Every interface has such an IPv6 address. IPv4 has them only on
        /// purpose.
        boolean isLinkLocal() {
            return ip.isV6() && ip.address().isLinkLocalAddress();
        }

        boolean isOurs() {
            return protocol == RtnetlinkConstants.PROTOCOL_YAIM;
        }

        /// The address on the interface of this name. A label that is the name of the interface is none.
        BoundAddress on(String interfaceName) {
            return new BoundAddress(
                    ip,
                    interfaceName,
                    prefix,
                    label.filter(text -> !text.equals(interfaceName)),
                    isOurs(),
                    validSeconds);
        }
    }

    /// A network interface. Its type is RTM_NEWLINK, or RTM_DELLINK if the interface is gone.
    ///
    /// @param hardware absent if it does not have six bytes
    /// @param slaveKind the kind of its master, such as `bridge`; empty if it has none
    record Interface(
            Header header,
            int index,
            String name,
            int flags,
            int hardwareType,
            Optional<HardwareAddress> hardware,
            String slaveKind,
            boolean promotesSecondaries)
            implements NetlinkMessage {

        /// These take all packets of their ports before IP sees them (rx_handler_register in the kernel). Others, such
        /// as `vrf`, do not.
        private static final Set<String> TAKING_PACKETS = Set.of("bridge", "bond", "team");

        boolean isGone() {
            return header.type() == RtnetlinkConstants.RTM_DELLINK;
        }

        /// @param allPromote whether all interfaces promote secondary addresses, whatever their own setting is
        Link toLink(boolean allPromote) {
            return new Link(name, index, isUp(), hardware, portOf(), allPromote || promotesSecondaries);
        }

        /// Whether it is up and has a carrier. A loopback interface needs no carrier.
        boolean isUp() {
            return has(RtnetlinkConstants.IFF_UP)
                    && (has(RtnetlinkConstants.IFF_RUNNING) || has(RtnetlinkConstants.IFF_LOOPBACK));
        }

        /// Whether its neighbours are found by ARP or neighbour discovery on Ethernet.
        boolean hasNeighbours() {
            return hardwareType == RtnetlinkConstants.ARPHRD_ETHER
                    && hardware.isPresent()
                    && !has(RtnetlinkConstants.IFF_LOOPBACK)
                    && !has(RtnetlinkConstants.IFF_NOARP);
        }

        /// The kind of its master, if addresses on this interface are not reachable because of it.
        Optional<String> portOf() {
            return Optional.of(slaveKind).filter(TAKING_PACKETS::contains);
        }

        private boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /// An entry of the neighbour table, with an IP address and a hardware address of six bytes. Its type is
    /// RTM_NEWNEIGH, or RTM_DELNEIGH if the entry is gone.
    ///
    /// @param state one of the NUD bits
    record NeighbourEntry(Header header, int index, VirtualIp ip, HardwareAddress hardware, int state)
            implements NetlinkMessage {

        private static final int RESOLVED_STATES = RtnetlinkConstants.NUD_REACHABLE
                | RtnetlinkConstants.NUD_STALE
                | RtnetlinkConstants.NUD_DELAY
                | RtnetlinkConstants.NUD_PROBE
                | RtnetlinkConstants.NUD_PERMANENT;

        /// Whether it is a host that is or was reachable. The table also contains groups, and addresses that no
        /// host answered for.
        boolean isHost() {
            return header.type() == RtnetlinkConstants.RTM_NEWNEIGH
                    && (state & RESOLVED_STATES) != 0
                    && Neighbour.isUnicast(ip)
                    && Neighbour.isUnicast(hardware);
        }
    }

    /// The result of one request: NLMSG_ERROR.
    ///
    /// @param errno 0 if it was carried out
    /// @param text the kernel's extended acknowledgement; empty if there is none
    record Acknowledgement(Header header, int errno, String text) implements NetlinkMessage {}

    /// The end of a dump: NLMSG_DONE.
    ///
    /// @param errno 0 if the dump is complete
    record DumpEnd(Header header, int errno) implements NetlinkMessage {}

    /// A message that yaim does not use, or that is too short for its type.
    record Other(Header header) implements NetlinkMessage {}

    /// The fields of `struct nlmsghdr` except the length.
    ///
    /// @param port the port of the socket whose request is answered or has caused the event; 0 for the kernel
    record Header(int type, int flags, int sequence, int port) {}
}
