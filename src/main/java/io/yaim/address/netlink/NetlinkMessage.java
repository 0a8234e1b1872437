package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.util.Optional;

/// What the kernel says by rtnetlink: an answer to a request of ours, or an event.
sealed interface NetlinkMessage {

    Header header();

    /// An address of an interface; of type RTM_NEWADDR or, when it has gone, RTM_DELADDR.
    ///
    /// @param label absent for IPv6
    /// @param protocol who put it there, 0 when unsaid
    /// @param validSeconds the valid lifetime left, unsigned 32 bits, all ones for ever
    record Address(
            Header header, int index, VirtualIp ip, int prefix, Optional<String> label, int protocol, long validSeconds)
            implements NetlinkMessage {

        boolean isGone() {
            return header.type() == RtnetlinkConstants.RTM_DELADDR;
        }

        /// Of IPv6: every interface has one of its own. IPv4 has them only where they are wanted.
        boolean isLinkLocal() {
            return ip.isV6() && ip.address().isLinkLocalAddress();
        }

        boolean isOurs() {
            return protocol == RtnetlinkConstants.PROTOCOL_YAIM;
        }
    }

    /// A network interface; of type RTM_NEWLINK or, when it has gone, RTM_DELLINK.
    ///
    /// @param hardware absent where it is not of six bytes
    record Interface(
            Header header, int index, String name, int flags, int hardwareType, Optional<HardwareAddress> hardware)
            implements NetlinkMessage {

        boolean isGone() {
            return header.type() == RtnetlinkConstants.RTM_DELLINK;
        }

        /// Up and with a carrier; a loopback needs no carrier.
        boolean isUp() {
            return has(RtnetlinkConstants.IFF_UP)
                    && (has(RtnetlinkConstants.IFF_RUNNING) || has(RtnetlinkConstants.IFF_LOOPBACK));
        }

        /// Whether neighbours on it are found by ARP or neighbour discovery on Ethernet.
        boolean hasNeighbours() {
            return hardwareType == RtnetlinkConstants.ARPHRD_ETHER
                    && hardware.isPresent()
                    && !has(RtnetlinkConstants.IFF_LOOPBACK)
                    && !has(RtnetlinkConstants.IFF_NOARP);
        }

        private boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /// An entry of the neighbour table, with an address and a hardware address of six bytes; of type
    /// RTM_NEWNEIGH or, when it has gone, RTM_DELNEIGH.
    ///
    /// @param state one NUD bit
    record NeighbourEntry(Header header, int index, VirtualIp ip, HardwareAddress hardware, int state)
            implements NetlinkMessage {

        private static final int HEARD = RtnetlinkConstants.NUD_REACHABLE
                | RtnetlinkConstants.NUD_STALE
                | RtnetlinkConstants.NUD_DELAY
                | RtnetlinkConstants.NUD_PROBE
                | RtnetlinkConstants.NUD_PERMANENT;

        /// Whether it stands for a host that is or was there: groups are in the table too, and whom nobody
        /// answered for.
        boolean isHost() {
            return header.type() == RtnetlinkConstants.RTM_NEWNEIGH
                    && (state & HEARD) != 0
                    && Neighbour.isUnicast(ip)
                    && Neighbour.isUnicast(hardware);
        }
    }

    /// What became of one request: NLMSG_ERROR.
    ///
    /// @param errno 0 when it was carried out
    /// @param text the kernel's extended acknowledgement; empty when it had nothing to add
    record Acknowledgement(Header header, int errno, String text) implements NetlinkMessage {}

    /// The end of a dump: NLMSG_DONE.
    ///
    /// @param errno 0 when the dump is whole
    record DumpEnd(Header header, int errno) implements NetlinkMessage {}

    /// What yaim has no use for, or what is too short to be what it says it is.
    record Other(Header header) implements NetlinkMessage {}

    /// The fields of `struct nlmsghdr` but for the length.
    ///
    /// @param port the port of the socket whose request this answers, or which caused this event; 0 for the
    ///     kernel
    record Header(int type, int flags, int sequence, int port) {}
}
