package io.yaim.lab;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Room to receive datagrams in, one after the other: a `struct msghdr` with all that it points to.
final class DatagramBuffer {

    private static final int MSG_TRUNC = 0x20;
    private static final int SENDER_SIZE = 28; // struct sockaddr_in6, the largest in use here
    private static final int CONTROL_SIZE = 64;

    private final MemorySegment header;
    private final MemorySegment sender;
    private final MemorySegment data;
    private final MemorySegment control;
    private int size;

    DatagramBuffer(Arena arena, int largest) {
        header = arena.allocate(56, 8);
        sender = arena.allocate(SENDER_SIZE, 8);
        data = arena.allocate(largest, 8);
        control = arena.allocate(CONTROL_SIZE, 8);
        MemorySegment vector = arena.allocate(16, 8);
        vector.set(ADDRESS, 0, data);
        vector.set(JAVA_LONG, 8, data.byteSize());
        header.set(ADDRESS, 0, sender);
        header.set(ADDRESS, 16, vector);
        header.set(JAVA_LONG, 24, 1);
        header.set(ADDRESS, 32, control);
    }

    /// Receives the next datagram, without waiting; false when there is none.
    boolean receive(int fd) throws IOException {
        header.set(JAVA_INT, 8, SENDER_SIZE);
        header.set(JAVA_LONG, 40, CONTROL_SIZE);
        try {
            size = (int) Libc.receive(fd, header);
        } catch (Libc.Errno e) {
            if (e.number() == Libc.EAGAIN) {
                return false;
            }
            throw e;
        }
        if ((header.get(JAVA_INT, 48) & MSG_TRUNC) != 0) {
            throw new IOException("a datagram of more than " + data.byteSize() + " bytes");
        }
        return true;
    }

    /// What was received, in this machine's byte order; overwritten by the next [#receive].
    ByteBuffer bytes() {
        return data.asByteBuffer().limit(size).order(ByteOrder.nativeOrder());
    }

    /// The sender's `struct sockaddr`.
    ByteBuffer sender() {
        return sender.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /// The `int` of the one control message that came with it, or `absent`.
    int control(int level, int type, int absent) {
        boolean isThere = header.get(JAVA_LONG, 40) >= 20
                && control.get(JAVA_INT, 8) == level
                && control.get(JAVA_INT, 12) == type;
        return isThere ? control.get(JAVA_INT, 16) : absent;
    }
}
