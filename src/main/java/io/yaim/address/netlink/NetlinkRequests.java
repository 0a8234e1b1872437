package io.yaim.address.netlink;

import static io.yaim.address.netlink.RtnetlinkConstants.*;

import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A buffer of requests to the kernel, which are sent as one datagram. Their sequence numbers are consecutive. The
/// rtnetlink requests are built here, those of nftables by [GateRequests].
final class NetlinkRequests {

    /// Enough for more than a thousand requests, and below what a socket may send at once (net.core.wmem_default, 208
    /// KiB).
    private static final int CAPACITY = 128 * 1024;

    private static final int MAX_REQUEST_SIZE = 128;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    private int nextSequence = 1;
    private int firstSequence = 1;
    private int lastStart;
    private int acknowledged;

    /// Whether there may be no room for one more request.
    boolean isFull() {
        return buffer.remaining() < MAX_REQUEST_SIZE;
    }

    boolean isEmpty() {
        return buffer.position() == 0;
    }

    /// The sequence number of the first request since [#clear].
    int firstSequence() {
        return firstSequence;
    }

    /// The sequence number of the last request.
    int lastSequence() {
        return nextSequence - 1;
    }

    /// The sequence number of the last request with an acknowledgement.
    int acknowledgedSequence() {
        return acknowledged;
    }

    /// Adds an address to the interface. If it exists, sets its lifetime and protocol number.
    ///
    /// @param validSeconds the valid lifetime; the preferred lifetime is 0, so the address is not used as a
    ///     source by default
    /// @param label at most 15 bytes; not used for IPv6
    void bind(int index, VirtualIp ip, int prefix, Optional<String> label, long validSeconds) {
        int flags = ip.isV6() ? IFA_F_NODAD | IFA_F_NOPREFIXROUTE : 0;
        begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
        putAddress(index, ip, prefix);
        if (flags != 0) {
            putAttribute(IFA_FLAGS, Integer.BYTES);
            buffer.putInt(flags);
        }
        if (label.isPresent() && !ip.isV6()) {
            putText(IFA_LABEL, label.get());
        }
        putAttribute(IFA_PROTO, 1);
        buffer.put((byte) PROTOCOL_YAIM);
        pad();
        putAttribute(IFA_CACHEINFO, CACHEINFO_SIZE);
        buffer.putInt(0).putInt((int) validSeconds).putInt(0).putInt(0);
        end();
    }

    /// Removes an address from the interface.
    void drop(int index, VirtualIp ip, int prefix) {
        begin(RTM_DELADDR, 0);
        putAddress(index, ip, prefix);
        end();
    }

    /// Requests all interfaces, without their counters.
    void dumpLinks() {
        begin(RTM_GETLINK, NLM_F_DUMP);
        putZeros(IFINFOMSG_SIZE);
        skipCounters();
        end();
    }

    /// Requests the interface with this name.
    void link(String name) {
        begin(RTM_GETLINK, 0);
        putZeros(IFINFOMSG_SIZE);
        putText(IFLA_IFNAME, name);
        skipCounters();
        end();
    }

    /// Requests all addresses of both families.
    void dumpAddresses() {
        begin(RTM_GETADDR, NLM_F_DUMP);
        putZeros(IFADDRMSG_SIZE);
        end();
    }

    /// Requests the neighbours on this interface, of both families.
    void dumpNeighbours(int index) {
        begin(RTM_GETNEIGH, NLM_F_DUMP);
        putZeros(NDMSG_SIZE);
        putAttribute(NDA_IFINDEX, Integer.BYTES);
        buffer.putInt(index);
        end();
    }

    /// Requests only an acknowledgement.
    void noop() {
        begin(NLMSG_NOOP, 0);
        end();
    }

    /// Ends the datagram and returns it.
    ///
    /// @param withAcknowledgement whether the last request gets an acknowledgement, after which all requests
    ///     are done; errors are reported in any case, and a dump needs none because it has an end message
    ByteBuffer finish(boolean withAcknowledgement) {
        if (withAcknowledgement) {
            requestAcknowledgement();
        }
        return buffer.flip();
    }

    /// Requests an acknowledgement of the last request.
    void requestAcknowledgement() {
        acknowledged = lastSequence();
        buffer.putShort(lastStart + 6, (short) (buffer.getShort(lastStart + 6) | NLM_F_ACK));
    }

    /// Discards the requests, so that the buffer can be reused.
    void clear() {
        buffer.clear();
        firstSequence = nextSequence;
    }

    /// Begins a request. The caller fills it and calls [#end].
    void begin(int type, int flags) {
        lastStart = buffer.position();
        buffer.putInt(0).putShort((short) type).putShort((short) (flags | NLM_F_REQUEST));
        buffer.putInt(nextSequence++).putInt(0);
    }

    void end() {
        buffer.putInt(lastStart, buffer.position() - lastStart);
    }

    /// A `struct ifaddrmsg` with global scope, and the address in the two attributes that the kernel requires.
    private void putAddress(int index, VirtualIp ip, int prefix) {
        byte[] bytes = ip.bytes();
        buffer.put((byte) (ip.isV6() ? AF_INET6 : AF_INET))
                .put((byte) prefix)
                .put((byte) 0)
                .put((byte) 0);
        buffer.putInt(index);
        putAttribute(IFA_LOCAL, bytes.length);
        buffer.put(bytes);
        putAttribute(IFA_ADDRESS, bytes.length);
        buffer.put(bytes);
    }

    void putText(int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putAttribute(type, bytes.length + 1);
        buffer.put(bytes).put((byte) 0);
        pad();
    }

    /// Bytes outside of an attribute, such as the header of a family of requests.
    void putRaw(byte... bytes) {
        buffer.put(bytes);
    }

    void putBytes(int type, byte... bytes) {
        putAttribute(type, bytes.length);
        buffer.put(bytes);
        pad();
    }

    /// A 32-bit number in network order, as nftables requires.
    void putNumber(int type, int number) {
        putAttribute(type, Integer.BYTES);
        buffer.putInt(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Integer.reverseBytes(number));
    }

    /// A 64-bit number in network order.
    void putNumber(int type, long number) {
        putAttribute(type, Long.BYTES);
        buffer.putLong(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Long.reverseBytes(number));
    }

    /// Begins an attribute that contains attributes, and returns the argument of [#unnest].
    int nest(int type) {
        int start = buffer.position();
        putAttribute(type | NLA_F_NESTED, 0);
        return start;
    }

    void unnest(int start) {
        buffer.putShort(start, (short) (buffer.position() - start));
    }

    private void skipCounters() {
        putAttribute(IFLA_EXT_MASK, Integer.BYTES);
        buffer.putInt(RTEXT_FILTER_SKIP_STATS);
    }

    private void putAttribute(int type, int length) {
        buffer.putShort((short) (ATTRIBUTE_HEADER_SIZE + length)).putShort((short) type);
    }

    private void putZeros(int count) {
        buffer.put(new byte[count]);
    }

    private void pad() {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
    }
}
