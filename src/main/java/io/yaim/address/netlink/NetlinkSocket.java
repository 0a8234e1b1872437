package io.yaim.address.netlink;

import io.yaim.linux.Errno;
import io.yaim.linux.Libc;
import io.yaim.linux.LinuxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Consumer;

/// A socket to rtnetlink or nfnetlink, in the network namespace of the thread that opened it. One thread receives. Any
/// thread may send.
final class NetlinkSocket implements AutoCloseable {

    private static final int AF_NETLINK = 16; // include/linux/socket.h
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    static final int NETLINK_ROUTE = 0; // include/uapi/linux/netlink.h
    static final int NETLINK_NETFILTER = 12;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int SOL_SOCKET = 1; // include/uapi/asm-generic/socket.h
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int ADDRESS_SIZE = 12; // struct sockaddr_nl

    /// Room for the errors of a thousand requests, or for the events of ten thousand addresses, at 0.8 KiB each.
    private static final int RECEIVE_QUEUE = 8 * 1024 * 1024;

    /// The kernel returns at most 32 KiB at a time (net/netlink/af_netlink.c).
    private static final int DATAGRAM = 64 * 1024;

    private final int fd;
    private final ByteBuffer received = ByteBuffer.allocateDirect(DATAGRAM).order(ByteOrder.nativeOrder());

    private NetlinkSocket(int fd) {
        this.fd = fd;
    }

    /// Opens a socket for requests.
    ///
    /// @param protocol [#NETLINK_ROUTE] or [#NETLINK_NETFILTER]
    /// @param timeout the time after which [#receive] and [#answers] give up
    static NetlinkSocket forRequests(int protocol, Duration timeout) throws IOException {
        NetlinkSocket socket = open(protocol, 0);
        try {
            Libc.setOption(socket.fd, SOL_SOCKET, SO_RCVTIMEO, timeout);
            return socket;
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    /// Opens a socket that receives the events of these groups. It waits for them without a time limit.
    ///
    /// @param groups the RTMGRP bits
    static NetlinkSocket forEvents(int groups) throws IOException {
        return open(NETLINK_ROUTE, groups);
    }

    private static NetlinkSocket open(int protocol, int groups) throws IOException {
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
        var socket = new NetlinkSocket(fd);
        try {
            Libc.setOption(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
            Libc.setOption(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
            growQueue(fd);
            var address = ByteBuffer.allocateDirect(ADDRESS_SIZE).order(ByteOrder.nativeOrder());
            address.putShort(0, (short) AF_NETLINK).putInt(8, groups);
            Libc.bind(fd, address);
            return socket;
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    /// Without CAP_NET_ADMIN the queue is at most net.core.rmem_max long. That is enough to find out what is missing.
    private static void growQueue(int fd) throws IOException {
        try {
            Libc.setOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_QUEUE);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            Libc.setOption(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE_QUEUE);
        }
    }

    /// The descriptor, for waiting on several descriptors at once.
    int fd() {
        return fd;
    }

    /// Sends the requests. The kernel carries them out before this returns.
    void send(ByteBuffer requests) throws IOException {
        int length = requests.remaining();
        int sent = Libc.write(fd, requests);
        if (sent != length) {
            throw new IOException("netlink accepted " + sent + " of " + length + " bytes");
        }
    }

    /// Waits for a datagram and passes on its messages.
    ///
    /// @throws LinuxException with [Errno#EAGAIN] if none came in time, with [Errno#ENOBUFS] if messages were lost
    void receive(Consumer<NetlinkMessage> each) throws IOException {
        int length = Libc.read(fd, received.clear());
        NetlinkParser.read(received.limit(length), each);
    }

    /// As [#receive], for the answer to a request. If none came in time, the error says so.
    void answers(Consumer<NetlinkMessage> each) throws IOException {
        try {
            receive(each);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EAGAIN) {
                throw new IOException("the kernel did not answer by netlink in time", e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
