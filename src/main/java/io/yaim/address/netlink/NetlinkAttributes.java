package io.yaim.address.netlink;

import static io.yaim.address.netlink.RtnetlinkConstants.ATTRIBUTE_HEADER_SIZE;
import static io.yaim.address.netlink.RtnetlinkConstants.NLA_TYPE_MASK;
import static io.yaim.address.netlink.RtnetlinkConstants.aligned;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The attributes of a message, from an offset to its end. Reading stops at an attribute that is longer than the rest.
/// An attribute that is absent or too short reads as the default.
record NetlinkAttributes(ByteBuffer message, int from) {

    private static final int ABSENT = -1;

    /// The bytes of the attribute; none if it is absent.
    byte[] bytes(int type) {
        int at = find(type);
        if (at == ABSENT) {
            return new byte[0];
        }
        var bytes = new byte[length(at)];
        message.get(at + ATTRIBUTE_HEADER_SIZE, bytes);
        return bytes;
    }

    /// The text of the attribute up to its first NUL; empty if it is absent.
    String text(int type) {
        byte[] bytes = bytes(type);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /// The attributes within the attribute; none if it is absent.
    NetlinkAttributes nested(int type) {
        return new NetlinkAttributes(ByteBuffer.wrap(bytes(type)).order(ByteOrder.nativeOrder()), 0);
    }

    int octet(int type, int absent) {
        int at = find(type);
        return at == ABSENT || length(at) < 1 ? absent : message.get(at + ATTRIBUTE_HEADER_SIZE) & 0xff;
    }

    /// The unsigned 32-bit number at this offset in the attribute.
    long number(int type, int offset, long absent) {
        int at = find(type);
        return at == ABSENT || length(at) < offset + Integer.BYTES
                ? absent
                : Integer.toUnsignedLong(message.getInt(at + ATTRIBUTE_HEADER_SIZE + offset));
    }

    private int find(int type) {
        int at = from;
        while (at + ATTRIBUTE_HEADER_SIZE <= message.limit()) {
            int length = length(at);
            if (length < 0 || at + ATTRIBUTE_HEADER_SIZE + length > message.limit()) {
                return ABSENT;
            }
            if ((message.getShort(at + 2) & NLA_TYPE_MASK) == type) {
                return at;
            }
            at += ATTRIBUTE_HEADER_SIZE + aligned(length);
        }
        return ABSENT;
    }

    /// The length of the value, without the header; negative if the attribute is malformed.
    private int length(int at) {
        return (message.getShort(at) & 0xffff) - ATTRIBUTE_HEADER_SIZE;
    }
}
