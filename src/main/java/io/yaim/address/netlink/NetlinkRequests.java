package io.yaim.address.netlink;

import static io.yaim.address.netlink.RtnetlinkConstants.*;

import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Requests to the kernel, one after the other in one buffer, to be sent as one datagram. Each bears the
/// sequence number after that of the one before. Those to rtnetlink are made here, those to nftables by
/// [GateRequests].
final class NetlinkRequests {

    /// Holds more than a thousand of them; below what a socket may send at once (net.core.wmem_default, 208
    /// KiB).
    private static final int CAPACITY = 128 * 1024;

    private static final int LONGEST = 128;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    private int nextSequence = 1;
    private int firstSequence = 1;
    private int lastStart;
    private int acknowledged;

    /// Whether there may be no room for another request.
    boolean isFull() {
        return buffer.remaining() < LONGEST;
    }

    boolean isEmpty() {
        return buffer.position() == 0;
    }

    /// The number of the first request since [#clear].
    int firstSequence() {
        return firstSequence;
    }

    /// The number of the request that was added last.
    int lastSequence() {
        return nextSequence - 1;
    }

    /// The number of the request that asked for an acknowledgement last.
    int acknowledgedSequence() {
        return acknowledged;
    }

    /// Puts an address on the interface, or sets the lifetime and the protocol number of the one that is there.
    ///
    /// @param validSeconds the valid lifetime; the preferred one is 0, so nothing chooses the address as its
    ///     source
    /// @param label at most 15 bytes; IPv6 has none
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

    /// Takes an address off the interface.
    void drop(int index, VirtualIp ip, int prefix) {
        begin(RTM_DELADDR, 0);
        putAddress(index, ip, prefix);
        end();
    }

    /// Asks for all interfaces, without their counters.
    void dumpLinks() {
        begin(RTM_GETLINK, NLM_F_DUMP);
        putZeros(IFINFOMSG_SIZE);
        skipCounters();
        end();
    }

    /// Asks for the interface of this name.
    void link(String name) {
        begin(RTM_GETLINK, 0);
        putZeros(IFINFOMSG_SIZE);
        putText(IFLA_IFNAME, name);
        skipCounters();
        end();
    }

    /// Asks for all addresses of both families.
    void dumpAddresses() {
        begin(RTM_GETADDR, NLM_F_DUMP);
        putZeros(IFADDRMSG_SIZE);
        end();
    }

    /// Asks for the neighbours on this interface, of both families.
    void dumpNeighbours(int index) {
        begin(RTM_GETNEIGH, NLM_F_DUMP);
        putZeros(NDMSG_SIZE);
        putAttribute(NDA_IFINDEX, Integer.BYTES);
        buffer.putInt(index);
        end();
    }

    /// Asks for nothing but the acknowledgement.
    void noop() {
        begin(NLMSG_NOOP, 0);
        end();
    }

    /// Closes the datagram and returns it. The last request asks for an acknowledgement, which says that the
    /// kernel is done with them all; errors come without being asked for. A dump needs none, its end is told.
    ByteBuffer finish(boolean withAcknowledgement) {
        if (withAcknowledgement) {
            askForAcknowledgement();
        }
        return buffer.flip();
    }

    /// Of the request that was added last.
    void askForAcknowledgement() {
        acknowledged = lastSequence();
        buffer.putShort(lastStart + 6, (short) (buffer.getShort(lastStart + 6) | NLM_F_ACK));
    }

    /// Forgets the requests, to take others.
    void clear() {
        buffer.clear();
        firstSequence = nextSequence;
    }

    /// Begins a request, to be filled and ended.
    void begin(int type, int flags) {
        lastStart = buffer.position();
        buffer.putInt(0).putShort((short) type).putShort((short) (flags | NLM_F_REQUEST));
        buffer.putInt(nextSequence++).putInt(0);
    }

    void end() {
        buffer.putInt(lastStart, buffer.position() - lastStart);
    }

    /// A `struct ifaddrmsg` of scope global, and the address in the two attributes that the kernel asks for.
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

    /// Bytes that no attribute holds, such as the header of a family of requests.
    void putPlain(byte... bytes) {
        buffer.put(bytes);
    }

    void putBytes(int type, byte... bytes) {
        putAttribute(type, bytes.length);
        buffer.put(bytes);
        pad();
    }

    /// A number as nftables wants them: of 32 bits, the highest first.
    void putNumber(int type, int number) {
        putAttribute(type, Integer.BYTES);
        buffer.putInt(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Integer.reverseBytes(number));
    }

    /// The same of 64 bits.
    void putNumber(int type, long number) {
        putAttribute(type, Long.BYTES);
        buffer.putLong(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Long.reverseBytes(number));
    }

    /// Begins an attribute that is made of attributes, and returns what [#unnest] wants.
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
