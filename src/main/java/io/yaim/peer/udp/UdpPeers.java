package io.yaim.peer.udp;

import io.yaim.peer.PeerMessage;
import io.yaim.peer.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Messages by UDP, on one socket. Datagrams that are no messages of this cluster are left out without a
/// word: anyone can send them.
public final class UdpPeers implements Peers {

    /// What the loop has not asked for yet; more is left out, and asked again by who cares.
    private static final int MOST_WAITING = 1000;

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[0-9.]{7,15}):([0-9]{1,5})");

    private final DatagramChannel channel;
    private final PeerMessageCodec outgoing;
    private final PeerMessageCodec incoming;
    private final BlockingQueue<Received> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Runnable bell;
    private final Thread receiver;

    /// Listens, and begins to receive.
    ///
    /// @param cluster what the keys of this cluster begin with
    /// @param bell run whenever there is something to receive
    /// @throws IOException the address cannot be listened at
    public UdpPeers(InetSocketAddress listen, byte[] secret, String cluster, Runnable bell) throws IOException {
        outgoing = new PeerMessageCodec(secret, cluster);
        incoming = new PeerMessageCodec(secret, cluster);
        this.bell = bell;
        channel = DatagramChannel.open();
        try {
            channel.bind(listen);
        } catch (IOException e) {
            channel.close();
            throw new IOException("listen at " + listen + " (UDP): " + e.getMessage(), e);
        }
        receiver = Thread.ofPlatform().name("yaim-peers").daemon().start(this::run);
    }

    @Override
    public void send(String to, PeerMessage peerMessage) throws IOException {
        InetSocketAddress address = parse(to)
                .orElseThrow(() -> new IOException(
                        "send to " + to + ": expected an address and a port, such as 10.0.0.1:1314 or [fd00::1]:1314"));
        try {
            channel.send(ByteBuffer.wrap(outgoing.encode(peerMessage)), address);
        } catch (IOException e) {
            throw new IOException("send to " + to + ": " + e.getMessage(), e);
        }
    }

    /// @throws IllegalStateException nobody receives any more, for a reason that the thread has told
    @Override
    public List<Received> receive() {
        if (channel.isOpen() && !receiver.isAlive()) {
            throw new IllegalStateException("the thread '" + receiver.getName() + "' has ended");
        }
        var received = new ArrayList<Received>();
        waiting.drainTo(received);
        return received;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a datagram socket that cannot be closed", e);
        }
        receiver.interrupt();
    }

    /// Literals only: DNS is never asked.
    static Optional<InetSocketAddress> parse(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        String host = parts.group(1).replaceAll("[\\[\\]]", "");
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// As a member key tells it.
    public static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /// That an earlier datagram met a closed port is no error here: the socket is connected to nobody.
    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(2048);
        try {
            while (true) {
                buffer.clear();
                if (channel.receive(buffer) instanceof InetSocketAddress from) {
                    enqueue(from, Arrays.copyOf(buffer.array(), buffer.position()));
                }
            }
        } catch (ClosedChannelException e) {
            return; // by close()
        } catch (IOException e) {
            throw new UncheckedIOException("receive from the other nodes", e);
        }
    }

    private void enqueue(InetSocketAddress from, byte[] datagram) {
        Optional<PeerMessage> peerMessage = incoming.decode(datagram);
        if (peerMessage.isPresent() && waiting.offer(new Received(format(from), peerMessage.get()))) {
            bell.run();
        }
    }
}
