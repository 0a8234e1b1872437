package io.yaim.address.netlink;

import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The statement about an address in a received Ethernet frame. Input is not trusted: a frame that is truncated, has a
/// wrong length or breaks a rule of its protocol contains no statement.
///
/// @param frameSource the source address of the frame, which may differ from `senderHardware`
record ArpNdMessage(
        VirtualIp ip, HardwareAddress frameSource, HardwareAddress senderHardware, AddressSighting.Kind kind) {

    /// The part of a frame that is read, in bytes. RFC 4861 messages with a few options fit.
    static final int LONGEST = 256;

    private static final int ETHERNET_SIZE = 14;
    private static final int IEEE_802 = 6; // on Ethernet, Linux accepts both (arp_process in net/ipv4/arp.c)
    private static final int NEIGHBOUR_MESSAGE_SIZE = 24; // without options: RFC 4861, sections 4.3 and 4.4
    private static final int OPTION_UNIT = 8;

    /// @param frame a frame without VLAN tag, from position to limit, in network order
    static Optional<ArpNdMessage> parse(ByteBuffer frame) {
        ByteBuffer bytes = frame.slice(); // big-endian, whatever the frame's order
        if (bytes.limit() < ETHERNET_SIZE) {
            return Optional.empty();
        }
        return switch (bytes.getShort(12) & 0xffff) {
            case ArpFrame.ETHERTYPE -> parseArp(bytes);
            case NeighbourDiscoveryFrame.ETHERTYPE -> parseNeighbourDiscovery(bytes);
            default -> Optional.empty();
        };
    }

    private static Optional<ArpNdMessage> parseArp(ByteBuffer frame) {
        if (frame.limit() < ArpFrame.SIZE) {
            return Optional.empty();
        }
        int hardware = frame.getShort(14) & 0xffff;
        int operation = frame.getShort(20) & 0xffff;
        boolean isEthernet = hardware == ArpFrame.ETHERNET || hardware == IEEE_802;
        boolean isIpv4 = (frame.getShort(16) & 0xffff) == ArpFrame.IPV4;
        boolean hasSizes = frame.get(18) == HardwareAddress.SIZE && frame.get(19) == 4;
        if (!isEthernet || !isIpv4 || !hasSizes) {
            return Optional.empty();
        }
        HardwareAddress senderHardware = hardware(frame, 22);
        byte[] sender = bytes(frame, 28, 4);
        boolean isRequest = operation == ArpFrame.REQUEST;
        if (!isRequest && operation != ArpFrame.REPLY) {
            return Optional.empty();
        }
        if (!isUnspecified(sender)) {
            return message(frame, sender, senderHardware, AddressSighting.Kind.IN_USE);
        }
        return isRequest
                ? message(frame, bytes(frame, 38, 4), senderHardware, AddressSighting.Kind.PROBES)
                : Optional.empty();
    }

    private static Optional<ArpNdMessage> parseNeighbourDiscovery(ByteBuffer frame) {
        int start = NeighbourDiscoveryFrame.HEADERS_SIZE;
        if (frame.limit() < start + NEIGHBOUR_MESSAGE_SIZE) {
            return Optional.empty();
        }
        int length = frame.getShort(18) & 0xffff;
        boolean isMessage = (frame.get(14) & 0xf0) == 0x60
                && frame.get(20) == NeighbourDiscoveryFrame.ICMPV6
                && (frame.get(21) & 0xff) == NeighbourDiscoveryFrame.HOP_LIMIT
                && frame.get(start + 1) == 0
                && length >= NEIGHBOUR_MESSAGE_SIZE
                && length <= frame.limit() - start;
        if (!isMessage || NeighbourDiscoveryFrame.checksum(frame, 0, start + length) != 0) {
            return Optional.empty();
        }
        byte[] source = bytes(frame, 22, 16);
        byte[] target = bytes(frame, start + 8, 16);
        HardwareAddress sender = hardware(frame, HardwareAddress.SIZE);
        return switch (frame.get(start) & 0xff) {
            case NeighbourDiscoveryFrame.SOLICITATION ->
                isUnspecified(source)
                        ? message(frame, target, sender, AddressSighting.Kind.PROBES)
                        : message(frame, source, sender, AddressSighting.Kind.IN_USE);
            case NeighbourDiscoveryFrame.ADVERTISEMENT ->
                message(
                        frame,
                        target,
                        linkLayerAddress(frame, start + length).orElse(sender),
                        AddressSighting.Kind.IN_USE);
            default -> Optional.empty();
        };
    }

    /// The target link-layer address option of RFC 4861, section 4.6.1. Reading stops at a malformed option.
    private static Optional<HardwareAddress> linkLayerAddress(ByteBuffer frame, int end) {
        int at = NeighbourDiscoveryFrame.HEADERS_SIZE + NEIGHBOUR_MESSAGE_SIZE;
        while (at + OPTION_UNIT <= end) {
            int length = (frame.get(at + 1) & 0xff) * OPTION_UNIT;
            if (length == 0 || length > end - at) {
                return Optional.empty();
            }
            if (frame.get(at) == NeighbourDiscoveryFrame.TARGET_LINK_LAYER_ADDRESS && length == OPTION_UNIT) {
                return Optional.of(hardware(frame, at + 2));
            }
            at += length;
        }
        return Optional.empty();
    }

    private static Optional<ArpNdMessage> message(
            ByteBuffer frame, byte[] ip, HardwareAddress senderHardware, AddressSighting.Kind kind) {
        VirtualIp address = VirtualIp.of(ip);
        boolean isMapped = ip.length > 4 && !address.isV6(); // neighbour discovery is not for IPv4
        return isMapped
                ? Optional.empty()
                : Optional.of(new ArpNdMessage(address, hardware(frame, HardwareAddress.SIZE), senderHardware, kind));
    }

    private static HardwareAddress hardware(ByteBuffer frame, int at) {
        return HardwareAddress.of(bytes(frame, at, HardwareAddress.SIZE));
    }

    private static byte[] bytes(ByteBuffer frame, int at, int count) {
        var bytes = new byte[count];
        frame.get(at, bytes);
        return bytes;
    }

    private static boolean isUnspecified(byte[] ip) {
        return Arrays.equals(ip, new byte[ip.length]);
    }
}
