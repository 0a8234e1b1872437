package io.yaim.address.netlink;

import static io.yaim.address.netlink.Rtnetlink.AF_INET;
import static io.yaim.address.netlink.Rtnetlink.AF_INET6;
import static io.yaim.address.netlink.Rtnetlink.AF_UNSPEC;
import static io.yaim.address.netlink.Rtnetlink.HEADER_SIZE;
import static io.yaim.address.netlink.Rtnetlink.IFADDRMSG_SIZE;
import static io.yaim.address.netlink.Rtnetlink.IFA_ADDRESS;
import static io.yaim.address.netlink.Rtnetlink.IFA_CACHEINFO;
import static io.yaim.address.netlink.Rtnetlink.IFA_LABEL;
import static io.yaim.address.netlink.Rtnetlink.IFA_LOCAL;
import static io.yaim.address.netlink.Rtnetlink.IFA_PROTO;
import static io.yaim.address.netlink.Rtnetlink.IFINFOMSG_SIZE;
import static io.yaim.address.netlink.Rtnetlink.IFLA_ADDRESS;
import static io.yaim.address.netlink.Rtnetlink.IFLA_IFNAME;
import static io.yaim.address.netlink.Rtnetlink.NDA_DST;
import static io.yaim.address.netlink.Rtnetlink.NDA_LLADDR;
import static io.yaim.address.netlink.Rtnetlink.NDMSG_SIZE;
import static io.yaim.address.netlink.Rtnetlink.NLMSGERR_ATTR_MSG;
import static io.yaim.address.netlink.Rtnetlink.NLM_F_ACK_TLVS;
import static io.yaim.address.netlink.Rtnetlink.NLM_F_CAPPED;
import static io.yaim.address.netlink.Rtnetlink.aligned;

import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the messages in a datagram of rtnetlink. Takes nothing on trust: what is cut short, or claims more
/// than there is, is passed over.
final class Messages {

    private Messages() {}

    /// Hands over the messages between the datagram's position and its limit, in their order.
    static void read(ByteBuffer datagram, Consumer<Message> each) {
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

    private static Message message(ByteBuffer message) {
        var header = new Message.Header(
                message.getShort(4) & 0xffff, message.getShort(6) & 0xffff, message.getInt(8), message.getInt(12));
        int body = message.limit() - HEADER_SIZE;
        return switch (header.type()) {
            case Rtnetlink.RTM_NEWADDR, Rtnetlink.RTM_DELADDR ->
                body < IFADDRMSG_SIZE ? new Message.Other(header) : address(header, message);
            case Rtnetlink.RTM_NEWLINK, Rtnetlink.RTM_DELLINK ->
                body < IFINFOMSG_SIZE ? new Message.Other(header) : link(header, message);
            case Rtnetlink.RTM_NEWNEIGH, Rtnetlink.RTM_DELNEIGH ->
                body < NDMSG_SIZE ? new Message.Other(header) : neighbour(header, message);
            case Rtnetlink.NLMSG_ERROR ->
                body < Integer.BYTES + HEADER_SIZE ? new Message.Other(header) : result(header, message);
            case Rtnetlink.NLMSG_DONE -> new Message.Done(header, body < Integer.BYTES ? 0 : errno(message));
            default -> new Message.Other(header);
        };
    }

    /// A `struct ifaddrmsg` and its attributes.
    private static Message address(Message.Header header, ByteBuffer message) {
        int family = message.get(HEADER_SIZE) & 0xff;
        int prefix = message.get(HEADER_SIZE + 1) & 0xff;
        int index = message.getInt(HEADER_SIZE + 4);
        var attributes = new Attributes(message, HEADER_SIZE + IFADDRMSG_SIZE);
        byte[] bytes = attributes.bytes(IFA_LOCAL);
        if (bytes.length == 0) {
            bytes = attributes.bytes(IFA_ADDRESS);
        }
        int expected = family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
        if (expected == 0 || bytes.length != expected || prefix > expected * Byte.SIZE) {
            return new Message.Other(header);
        }
        String label = attributes.text(IFA_LABEL);
        return new Message.Address(
                header,
                index,
                VirtualIp.of(bytes),
                prefix,
                label.isEmpty() ? Optional.empty() : Optional.of(label),
                attributes.octet(IFA_PROTO, 0),
                attributes.number(IFA_CACHEINFO, Integer.BYTES, BoundAddress.FOREVER));
    }

    /// A `struct ifinfomsg` and its attributes. Those of another family tell of bridge ports and the like.
    private static Message link(Message.Header header, ByteBuffer message) {
        var attributes = new Attributes(message, HEADER_SIZE + IFINFOMSG_SIZE);
        String name = attributes.text(IFLA_IFNAME);
        if ((message.get(HEADER_SIZE) & 0xff) != AF_UNSPEC || name.isEmpty()) {
            return new Message.Other(header);
        }
        byte[] hardware = attributes.bytes(IFLA_ADDRESS);
        return new Message.Interface(
                header,
                message.getInt(HEADER_SIZE + 4),
                name,
                message.getInt(HEADER_SIZE + 8),
                message.getShort(HEADER_SIZE + 2) & 0xffff,
                hardware.length == HardwareAddress.SIZE ? Optional.of(HardwareAddress.of(hardware)) : Optional.empty());
    }

    /// A `struct ndmsg` and its attributes. Those of another family tell of bridges.
    private static Message neighbour(Message.Header header, ByteBuffer message) {
        int family = message.get(HEADER_SIZE) & 0xff;
        var attributes = new Attributes(message, HEADER_SIZE + NDMSG_SIZE);
        byte[] ip = attributes.bytes(NDA_DST);
        byte[] hardware = attributes.bytes(NDA_LLADDR);
        int expected = family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
        if (expected == 0 || ip.length != expected || hardware.length != HardwareAddress.SIZE) {
            return new Message.Other(header);
        }
        return new Message.Known(
                header,
                message.getInt(HEADER_SIZE + 4),
                VirtualIp.of(ip),
                HardwareAddress.of(hardware),
                message.getShort(HEADER_SIZE + 8) & 0xffff);
    }

    /// A `struct nlmsgerr`: the error, the request (its header alone if capped), and perhaps attributes.
    private static Message result(Message.Header header, ByteBuffer message) {
        String text = "";
        if ((header.flags() & NLM_F_ACK_TLVS) != 0) {
            int request = HEADER_SIZE + Integer.BYTES;
            int requestLength = (header.flags() & NLM_F_CAPPED) != 0 ? HEADER_SIZE : message.getInt(request);
            if (requestLength >= HEADER_SIZE && requestLength <= message.limit() - request) {
                text = new Attributes(message, request + aligned(requestLength)).text(NLMSGERR_ATTR_MSG);
            }
        }
        return new Message.Result(header, errno(message), text);
    }

    /// The kernel writes errors as negative numbers.
    private static int errno(ByteBuffer message) {
        return -message.getInt(HEADER_SIZE);
    }
}
