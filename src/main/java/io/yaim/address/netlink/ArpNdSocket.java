package io.yaim.address.netlink;

import io.yaim.linux.Errno;
import io.yaim.linux.Libc;
import io.yaim.linux.LinuxException;
import io.yaim.model.HardwareAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/// A packet socket that receives ARP or neighbour discovery from other hosts, on one interface. It never blocks. It
/// belongs to the network namespace of the thread that opened it.
final class ArpNdSocket implements AutoCloseable {

    private static final int SOCK_NONBLOCK = 0x800; // include/uapi/asm-generic/fcntl.h
    private static final int SOL_PACKET = 263; // include/linux/socket.h
    private static final int PACKET_IGNORE_OUTGOING = 23; // include/uapi/linux/if_packet.h
    private static final int ADDRESS_SIZE = 20; // struct sockaddr_ll

    /// Nothing to read, or the interface is down or gone.
    private static final Set<Integer> NOTHING_TO_READ = Set.of(Errno.EAGAIN, Errno.ENETDOWN, Errno.ENODEV);

    private final int fd;

    private ArpNdSocket(int fd) {
        this.fd = fd;
    }

    /// Opens the socket. The filter is set before the protocol, so no unfiltered frame is received.
    ///
    /// @param index the index of the interface
    /// @param own the hardware address of the interface, whose own frames are ignored
    /// @param isV6 whether to receive neighbour discovery; otherwise ARP
    static ArpNdSocket open(int index, HardwareAddress own, boolean isV6) throws IOException {
        ByteBuffer filter = isV6 ? ArpNdFilter.neighbourDiscovery(own) : ArpNdFilter.arp(own);
        int etherType = isV6 ? NeighbourDiscoveryFrame.ETHERTYPE : ArpFrame.ETHERTYPE;
        var arpNdSocket = new ArpNdSocket(Libc.socket(
                PacketSocket.AF_PACKET, PacketSocket.SOCK_RAW | PacketSocket.SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        try {
            Libc.attachFilter(arpNdSocket.fd, filter);
            Libc.setOption(arpNdSocket.fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
            var address = ByteBuffer.allocateDirect(ADDRESS_SIZE);
            address.putShort(2, (short) etherType); // in network order
            address.order(ByteOrder.nativeOrder()).putShort(0, (short) PacketSocket.AF_PACKET);
            Libc.bind(arpNdSocket.fd, address.putInt(4, index));
            return arpNdSocket;
        } catch (IOException e) {
            try (arpNdSocket) {
                throw e;
            }
        }
    }

    int fd() {
        return fd;
    }

    /// The statement in the next frame, if there is a frame with one.
    ///
    /// @param frame the buffer to receive into
    Optional<ArpNdMessage> next(ByteBuffer frame) throws IOException {
        try {
            int length = Libc.read(fd, frame.clear());
            return ArpNdMessage.parse(frame.limit(length));
        } catch (LinuxException e) {
            if (NOTHING_TO_READ.contains(e.errno())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
