package io.yaim.address.netlink;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.yaim.model.Binding;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Tells the neighbours on each interface where addresses are. Used by one thread.
final class Announcer implements AutoCloseable {

    /// Even, so that both forms of an ARP announcement find room.
    private static final int FRAMES_AT_ONCE = 64;

    private final Kernel kernel;
    private final PacketSocket packets;
    private final ByteBuffer frames = ByteBuffer.allocateDirect(FRAMES_AT_ONCE * NeighbourAdvertisement.SIZE);

    private Announcer(Kernel kernel, PacketSocket packets) {
        this.kernel = kernel;
        this.packets = packets;
    }

    /// @param kernel to ask for interfaces; stays the caller's
    static Announcer open(Kernel kernel) throws IOException {
        return new Announcer(kernel, PacketSocket.open());
    }

    /// Announces each address once. An interface where that fails does not keep the others back.
    void announce(List<Binding> bindings) throws IOException {
        var failures = new ArrayList<IOException>();
        var byInterface = bindings.stream()
                .collect(groupingBy(Binding::interfaceName, LinkedHashMap::new, mapping(Binding::ip, toList())));
        for (var each : byInterface.entrySet()) {
            try {
                announce(each.getKey(), each.getValue());
            } catch (IOException e) {
                failures.add(new IOException("announce on " + each.getKey() + ": " + e.getMessage(), e));
            }
        }
        if (!failures.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void announce(String interfaceName, List<VirtualIp> ips) throws IOException {
        Message.Interface link =
                kernel.link(interfaceName).orElseThrow(() -> new IOException("there is no such interface"));
        if (!link.hasNeighbours()) {
            return;
        }
        HardwareAddress hardware = link.hardware().orElseThrow();
        frames.clear();
        for (VirtualIp ip : ips) {
            if (!ip.isV6()) {
                ArpAnnouncement.putRequest(frames, hardware, ip);
                ArpAnnouncement.putReply(frames, hardware, ip);
                sendIfFull(link, ArpAnnouncement.ETHERTYPE, ArpAnnouncement.SIZE);
            }
        }
        send(link, ArpAnnouncement.ETHERTYPE, ArpAnnouncement.SIZE);
        for (VirtualIp ip : ips) {
            if (ip.isV6()) {
                NeighbourAdvertisement.put(frames, hardware, ip);
                sendIfFull(link, NeighbourAdvertisement.ETHERTYPE, NeighbourAdvertisement.SIZE);
            }
        }
        send(link, NeighbourAdvertisement.ETHERTYPE, NeighbourAdvertisement.SIZE);
    }

    private void sendIfFull(Message.Interface link, int etherType, int size) throws IOException {
        if (frames.position() == FRAMES_AT_ONCE * size) {
            send(link, etherType, size);
        }
    }

    private void send(Message.Interface link, int etherType, int size) throws IOException {
        packets.send(link.index(), etherType, size, frames.flip());
        frames.clear();
    }

    @Override
    public void close() {
        packets.close();
    }
}
