package io.yaim.address.netlink;

import io.yaim.linux.Errno;
import io.yaim.linux.Libc;
import io.yaim.linux.LinuxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/// Sends Ethernet frames on any interface, in the network namespace of the thread that opened it. It receives none.
/// Used by one thread.
final class PacketSocket implements AutoCloseable {

    static final int AF_PACKET = 17; // include/linux/socket.h
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    private static final int RECEIVE_NOTHING = 0; // as the protocol, packet(7)
    private static final int SOL_SOCKET = 1; // include/uapi/asm-generic/socket.h
    private static final int SO_SNDTIMEO = 21;
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final int fd;

    /// A `struct sockaddr_ll`. A raw socket that sends uses only protocol and index.
    private final ByteBuffer address = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());

    private PacketSocket(int fd) {
        this.fd = fd;
        address.putShort(0, (short) AF_PACKET);
    }

    /// Whether this process may open such a socket (CAP_NET_RAW).
    static boolean isAllowed() throws IOException {
        try (var _ = open()) {
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EPERM) {
                return false;
            }
            throw e;
        }
    }

    static PacketSocket open() throws IOException {
        var socket = new PacketSocket(Libc.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, RECEIVE_NOTHING));
        try {
            Libc.setOption(socket.fd, SOL_SOCKET, SO_SNDTIMEO, TIMEOUT);
            return socket;
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    /// Sends the frames between the buffer's position and limit, each of `size` bytes. Advances the position past the
    /// frames that were sent.
    void send(int index, int etherType, int size, ByteBuffer frames) throws IOException {
        address.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) etherType);
        address.order(ByteOrder.nativeOrder()).putInt(4, index);
        while (frames.remaining() >= size) {
            int sent = Libc.sendEach(fd, frames, size, address);
            frames.position(frames.position() + sent * size);
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
