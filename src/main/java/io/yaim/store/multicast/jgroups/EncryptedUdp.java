package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jgroups.protocols.UDP;
import org.jgroups.stack.IpAddress;

/// The UDP of JGroups with the packet filter around whole datagrams: also those of discovery, merges and heartbeats,
/// with their headers.
final class EncryptedUdp extends UDP {

    /// How long a member has to answer, so that the first discovery request is understood.
    private static final Duration GREETING = Duration.ofMillis(100);

    private final PacketFilter packetFilter;

    /// Where a new process announces itself; none: in the group.
    private final List<InetSocketAddress> hosts;

    EncryptedUdp(PacketFilter packetFilter, List<InetSocketAddress> hosts) {
        this.packetFilter = packetFilter;
        this.hosts = hosts;
    }

    @Override
    public void doSend(byte[] bytes, int offset, int length, Address to) throws Exception {
        byte[] packet = packetFilter.encrypt(Kind.DATAGRAM, bytes, offset, length);
        try {
            super.doSend(packet, 0, packet.length, to);
        } catch (IOException e) {
            log.debug("cannot send to %s: %s", to, e);
        }
    }

    @Override
    public void receive(Address sender, byte[] bytes, int offset, int length) {
        if (sender.equals(local_physical_addr) || !(sender instanceof IpAddress from)) {
            return;
        }
        packetFilter
                .filter(Kind.DATAGRAM, from.getIpAddress(), bytes, offset, length, packet -> reply(from, packet))
                .ifPresent(content -> super.receive(sender, content, 0, content.length));
    }

    /// Sends what is encrypted already.
    void reply(PhysicalAddress to, byte[] packet) {
        try {
            sendUnicast(to, packet, 0, packet.length);
        } catch (IOException e) {
            log.debug("cannot reply to %s: %s", to, e);
        } catch (Exception e) {
            throw new IllegalStateException("sending to " + to, e);
        }
    }

    @Override
    protected void handleConnect() throws Exception {
        super.handleConnect();
        byte[] hello = packetFilter.sessions().hello();
        if (hosts.isEmpty()) {
            sendHello(hello);
        }
        for (InetSocketAddress host : hosts) {
            InetAddress address = host.getAddress();
            reply(new IpAddress(address, host.getPort()), hello);
        }
        packetFilter.sessions().awaitFirstVerified(GREETING);
    }

    private void sendHello(byte[] hello) throws Exception {
        try {
            sendToAll(hello, 0, hello.length);
        } catch (IOException e) {
            throw new UncheckedIOException("say hello to " + mcast_addr + " from " + bind_addr + ": " + e, e);
        }
    }
}
