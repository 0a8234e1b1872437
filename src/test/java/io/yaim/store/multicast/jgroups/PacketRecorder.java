package io.yaim.store.multicast.jgroups;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An outsider who records what is sent to a group on the loopback device, and says it again.
final class PacketRecorder implements AutoCloseable {

    private final List<byte[]> packets = new CopyOnWriteArrayList<>();
    private final MulticastSocket socket;
    private final InetSocketAddress group;

    PacketRecorder(InetSocketAddress group) throws IOException {
        this.group = group;
        socket = new MulticastSocket(null);
        socket.setReuseAddress(true);
        socket.bind(group);
        socket.joinGroup(group, NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofPlatform().daemon().name("recorder").start(this::record);
    }

    private void record() {
        byte[] buffer = new byte[65536];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                packets.add(Arrays.copyOf(buffer, packet.getLength()));
            }
        } catch (SocketException e) {
            assert socket.isClosed() : e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    List<byte[]> packets() {
        return List.copyOf(packets);
    }

    /// Sends these to the group and to the port of its first member.
    void send(List<byte[]> all) throws IOException {
        try (var sender = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            for (byte[] packet : all) {
                sender.send(new DatagramPacket(packet, packet.length, group));
                sender.send(new DatagramPacket(
                        packet, packet.length, InetAddress.ofLiteral("127.0.0.1"), group.getPort() + 1));
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
