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

/// Messages over UDP, on one socket. Datagrams that are not messages of this cluster are ignored without a log
/// entry, because any host can send them.
public final class UdpPeers implements Peers {

    /// The maximum number of messages that the loop has not taken yet. Further ones are dropped. The sender
    /// repeats its question if it needs an answer.
    private static final int MAX_WAITING = 1000;

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[0-9.]{7,15}):([0-9]{1,5})");

    private final DatagramChannel channel;
    private final PeerMessageCodec outgoing;
    private final PeerMessageCodec incoming;
    private final BlockingQueue<Received> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Runnable bell;
    private final Thread receiver;

    /// Opens the socket and starts to receive.
    ///
    /// @param cluster the prefix of this cluster's keys
    /// @param bell is run whenever there is something to receive
    /// @throws IOException the socket cannot be bound to the address
    public UdpPeers(InetSocketAddress listen, byte[] secret, String cluster, Runnable bell) throws IOException {
        outgoing = new PeerMessageCodec(secret, cluster);
        incoming = new PeerMessageCodec(secret, cluster);
        this.bell = bell;
        channel = DatagramChannel.open();
        try {
            channel.bind(listen);
        } catch (IOException e) {
            channel.close();
            throw new IOException("listen on " + listen + " (UDP): " + e.getMessage(), e);
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

    /// @throws IllegalStateException the receiving thread has ended, for a reason that it has logged
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
            throw new IllegalStateException("cannot close the UDP socket", e);
        }
        receiver.interrupt();
    }

    /// Parses `address:port`. Accepts literal addresses only, so it never uses DNS.
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

    /// The form that a member key contains: `address:port`.
    public static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /// The socket is not connected, so an earlier datagram to a closed port causes no error here.
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
            throw new UncheckedIOException("receive peer messages", e);
        }
    }

    private void enqueue(InetSocketAddress from, byte[] datagram) {
        Optional<PeerMessage> peerMessage = incoming.decode(datagram);
        if (peerMessage.isPresent() && waiting.offer(new Received(format(from), peerMessage.get()))) {
            bell.run();
        }
    }
}
