package io.yaim.address.netlink;

import static io.yaim.address.netlink.RtnetlinkConstants.AF_INET;
import static io.yaim.address.netlink.RtnetlinkConstants.AF_INET6;
import static io.yaim.address.netlink.RtnetlinkConstants.AF_UNSPEC;
import static io.yaim.address.netlink.RtnetlinkConstants.HEADER_SIZE;
import static io.yaim.address.netlink.RtnetlinkConstants.IFADDRMSG_SIZE;
import static io.yaim.address.netlink.RtnetlinkConstants.IFA_ADDRESS;
import static io.yaim.address.netlink.RtnetlinkConstants.IFA_CACHEINFO;
import static io.yaim.address.netlink.RtnetlinkConstants.IFA_LABEL;
import static io.yaim.address.netlink.RtnetlinkConstants.IFA_LOCAL;
import static io.yaim.address.netlink.RtnetlinkConstants.IFA_PROTO;
import static io.yaim.address.netlink.RtnetlinkConstants.IFINFOMSG_SIZE;
import static io.yaim.address.netlink.RtnetlinkConstants.IFLA_ADDRESS;
import static io.yaim.address.netlink.RtnetlinkConstants.IFLA_AF_SPEC;
import static io.yaim.address.netlink.RtnetlinkConstants.IFLA_IFNAME;
import static io.yaim.address.netlink.RtnetlinkConstants.IFLA_INET_CONF;
import static io.yaim.address.netlink.RtnetlinkConstants.IFLA_INFO_SLAVE_KIND;
import static io.yaim.address.netlink.RtnetlinkConstants.IFLA_LINKINFO;
import static io.yaim.address.netlink.RtnetlinkConstants.IPV4_DEVCONF_PROMOTE_SECONDARIES;
import static io.yaim.address.netlink.RtnetlinkConstants.NDA_DST;
import static io.yaim.address.netlink.RtnetlinkConstants.NDA_LLADDR;
import static io.yaim.address.netlink.RtnetlinkConstants.NDMSG_SIZE;
import static io.yaim.address.netlink.RtnetlinkConstants.NLMSGERR_ATTR_MSG;
import static io.yaim.address.netlink.RtnetlinkConstants.NLM_F_ACK_TLVS;
import static io.yaim.address.netlink.RtnetlinkConstants.NLM_F_CAPPED;
import static io.yaim.address.netlink.RtnetlinkConstants.aligned;

import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/// Parses the messages of an rtnetlink datagram. Input is not trusted: messages that are truncated or have a wrong
/// length are skipped.
final class NetlinkParser {

    private NetlinkParser() {}

    /// Passes on the messages between the datagram's position and limit, in their order.
    static void read(ByteBuffer datagram, Consumer<NetlinkMessage> each) {
        int at = datagram.position();
        while (at + HEADER_SIZE <= datagram.limit()) {
            int length = datagram.order(ByteOrder.nativeOrder()).getInt(at);
            if (length < HEADER_SIZE || length > datagram.limit() - at) {
                return;
            }
            each.accept(message(datagram.slice(at, length).order(ByteOrder.nativeOrder())));
            at += aligned(length);
        }
    }

    private static NetlinkMessage message(ByteBuffer message) {
        var header = new NetlinkMessage.Header(
                message.getShort(4) & 0xffff, message.getShort(6) & 0xffff, message.getInt(8), message.getInt(12));
        int body = message.limit() - HEADER_SIZE;
        return switch (header.type()) {
            case RtnetlinkConstants.RTM_NEWADDR, RtnetlinkConstants.RTM_DELADDR ->
                body < IFADDRMSG_SIZE ? new NetlinkMessage.Other(header) : address(header, message);
            case RtnetlinkConstants.RTM_NEWLINK, RtnetlinkConstants.RTM_DELLINK ->
                body < IFINFOMSG_SIZE ? new NetlinkMessage.Other(header) : link(header, message);
            case RtnetlinkConstants.RTM_NEWNEIGH, RtnetlinkConstants.RTM_DELNEIGH ->
                body < NDMSG_SIZE ? new NetlinkMessage.Other(header) : neighbour(header, message);
            case RtnetlinkConstants.NLMSG_ERROR ->
                body < Integer.BYTES + HEADER_SIZE ? new NetlinkMessage.Other(header) : result(header, message);
            case RtnetlinkConstants.NLMSG_DONE ->
                new NetlinkMessage.DumpEnd(header, body < Integer.BYTES ? 0 : errno(message));
            default -> new NetlinkMessage.Other(header);
        };
    }

    /// A `struct ifaddrmsg` and its attributes.
    private static NetlinkMessage address(NetlinkMessage.Header header, ByteBuffer message) {
        int family = message.get(HEADER_SIZE) & 0xff;
        int prefix = message.get(HEADER_SIZE + 1) & 0xff;
        int index = message.getInt(HEADER_SIZE + 4);
        var netlinkAttributes = new NetlinkAttributes(message, HEADER_SIZE + IFADDRMSG_SIZE);
        byte[] bytes = netlinkAttributes.bytes(IFA_LOCAL);
        if (bytes.length == 0) {
            bytes = netlinkAttributes.bytes(IFA_ADDRESS);
        }
        int expected = family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
        if (expected == 0 || bytes.length != expected || prefix > expected * Byte.SIZE) {
            return new NetlinkMessage.Other(header);
        }
        String label = netlinkAttributes.text(IFA_LABEL);
        return new NetlinkMessage.Address(
                header,
                index,
                VirtualIp.of(bytes),
                prefix,
                label.isEmpty() ? Optional.empty() : Optional.of(label),
                netlinkAttributes.octet(IFA_PROTO, 0),
                netlinkAttributes.number(IFA_CACHEINFO, Integer.BYTES, BoundAddress.FOREVER));
    }

    /// A `struct ifinfomsg` and its attributes. Messages of other families are about bridge ports and the like.
    private static NetlinkMessage link(NetlinkMessage.Header header, ByteBuffer message) {
        var netlinkAttributes = new NetlinkAttributes(message, HEADER_SIZE + IFINFOMSG_SIZE);
        String name = netlinkAttributes.text(IFLA_IFNAME);
        if ((message.get(HEADER_SIZE) & 0xff) != AF_UNSPEC || name.isEmpty()) {
            return new NetlinkMessage.Other(header);
        }
        byte[] hardware = netlinkAttributes.bytes(IFLA_ADDRESS);
        return new NetlinkMessage.Interface(
                header,
                message.getInt(HEADER_SIZE + 4),
                name,
                message.getInt(HEADER_SIZE + 8),
                message.getShort(HEADER_SIZE + 2) & 0xffff,
                hardware.length == HardwareAddress.SIZE ? Optional.of(HardwareAddress.of(hardware)) : Optional.empty(),
                netlinkAttributes.nested(IFLA_LINKINFO).text(IFLA_INFO_SLAVE_KIND),
                netlinkAttributes
                                .nested(IFLA_AF_SPEC)
                                .nested(AF_INET)
                                .number(IFLA_INET_CONF, (IPV4_DEVCONF_PROMOTE_SECONDARIES - 1) * Integer.BYTES, 0)
                        != 0);
    }

    /// A `struct ndmsg` and its attributes. Messages of other families are about bridges.
    private static NetlinkMessage neighbour(NetlinkMessage.Header header, ByteBuffer message) {
        int family = message.get(HEADER_SIZE) & 0xff;
        var netlinkAttributes = new NetlinkAttributes(message, HEADER_SIZE + NDMSG_SIZE);
        byte[] ip = netlinkAttributes.bytes(NDA_DST);
        byte[] hardware = netlinkAttributes.bytes(NDA_LLADDR);
        int expected = family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
        if (expected == 0 || ip.length != expected || hardware.length != HardwareAddress.SIZE) {
            return new NetlinkMessage.Other(header);
        }
        return new NetlinkMessage.NeighbourEntry(
                header,
                message.getInt(HEADER_SIZE + 4),
                VirtualIp.of(ip),
                HardwareAddress.of(hardware),
                message.getShort(HEADER_SIZE + 8) & 0xffff);
    }

    /// A `struct nlmsgerr`: the error, the request (only its header if capped), and perhaps attributes.
    private static NetlinkMessage result(NetlinkMessage.Header header, ByteBuffer message) {
        String text = "";
        if ((header.flags() & NLM_F_ACK_TLVS) != 0) {
            int request = HEADER_SIZE + Integer.BYTES;
            int requestLength = (header.flags() & NLM_F_CAPPED) != 0 ? HEADER_SIZE : message.getInt(request);
            if (requestLength >= HEADER_SIZE && requestLength <= message.limit() - request) {
                text = new NetlinkAttributes(message, request + aligned(requestLength)).text(NLMSGERR_ATTR_MSG);
            }
        }
        return new NetlinkMessage.Acknowledgement(header, errno(message), text);
    }

    /// The kernel returns errors as negative numbers.
    private static int errno(ByteBuffer message) {
        return -message.getInt(HEADER_SIZE);
    }
}
