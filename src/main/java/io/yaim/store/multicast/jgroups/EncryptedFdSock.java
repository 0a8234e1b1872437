package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jgroups.Address;
import org.jgroups.blocks.cs.NioServer;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.ThreadFactory;
import org.jgroups.util.Util;

/// The FD_SOCK2 of JGroups, which notices a killed process by its connection, with the packet filter around what is
/// sent there.
final class EncryptedFdSock extends FD_SOCK2 {

    private static final int LONGEST_MESSAGE = 16 * 1024;

    /// A node needs connections to two neighbours. More than these are refused, so that no peer can fill the memory.
    private static final int MOST_CONNECTIONS = 128;

    private final PacketFilter packetFilter;
    private final EncryptedUdp udp;

    /// @param patience how long a neighbour has to answer a connection
    EncryptedFdSock(PacketFilter packetFilter, EncryptedUdp udp, InetAddress local, Duration patience) {
        this.packetFilter = packetFilter;
        this.udp = udp;
        setId(ClassConfigurator.getProtocolId(FD_SOCK2.class));
        setBindAddress(local);
        setOffset(0); // the same number as the UDP port, which no other process has
        setPortRange(0);
        connect_timeout = (int) patience.toMillis();
        suspect_msg_interval = patience.toMillis();
    }

    @Override
    protected NioServer createServer(int[] ports) {
        try {
            var server = new EncryptedServer(getThreadFactory(), getSocketFactory(), bind_addr, ports[0]);
            server.setMaxLength(LONGEST_MESSAGE);
            return server;
        } catch (Exception e) {
            throw new IllegalStateException("listen on " + bind_addr + " port " + ports[0] + ", TCP: " + e, e);
        }
    }

    @Override
    public void receive(Address sender, ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        receive(sender, bytes, 0, bytes.length);
    }

    @Override
    public void receive(Address sender, byte[] bytes, int offset, int length) {
        if (sender instanceof IpAddress from) {
            packetFilter
                    .filter(
                            Kind.CONNECTION,
                            from.getIpAddress(),
                            bytes,
                            offset,
                            length,
                            packet -> udp.reply(from, packet))
                    .ifPresent(content -> deliver(sender, content));
        }
    }

    private void deliver(Address sender, byte[] content) {
        try {
            receive(sender, new ByteArrayDataInputStream(content), content.length);
        } catch (Exception e) {
            throw new IllegalStateException("a member's message that cannot be read, from " + sender, e);
        }
    }

    private final class EncryptedServer extends NioServer {

        EncryptedServer(ThreadFactory threads, SocketFactory sockets, InetAddress local, int port) throws Exception {
            super(threads, sockets, local, port, port, null, 0, 0, "yaim.tripwire");
        }

        @Override
        public void send(Address to, byte[] bytes, int offset, int length) throws Exception {
            byte[] packet = packetFilter.encrypt(Kind.CONNECTION, bytes, offset, length);
            super.send(to, packet, 0, packet.length);
        }

        @Override
        protected void handleAccept(SelectionKey key) throws Exception {
            if (selector.keys().size() > MOST_CONNECTIONS) {
                Util.close(channel.accept());
            } else {
                super.handleAccept(key);
            }
        }
    }
}
