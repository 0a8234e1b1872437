package io.yaim.address.netlink;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.yaim.model.Binding;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Tells the neighbours on each interface where addresses are, and asks them whether somebody has one. Used
/// by one thread.
final class Announcer implements AutoCloseable {

    /// Even, so that both forms of an ARP announcement find room.
    private static final int FRAMES_AT_ONCE = 64;

    private final Kernel kernel;
    private final PacketSocket packets;
    private final ByteBuffer frames = ByteBuffer.allocateDirect(FRAMES_AT_ONCE * NeighbourFrame.ADVERTISEMENT_SIZE);

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
        onEach("announce on ", bindings, this::announce);
    }

    /// Asks for each address once whether somebody has it. An interface where that fails does not keep the
    /// others back.
    void probe(List<Binding> bindings) throws IOException {
        onEach("probe on ", bindings, this::probe);
    }

    private void onEach(String what, List<Binding> bindings, Sending sending) throws IOException {
        var failures = new ArrayList<IOException>();
        var byInterface = bindings.stream()
                .collect(groupingBy(Binding::interfaceName, LinkedHashMap::new, mapping(Binding::ip, toList())));
        for (var each : byInterface.entrySet()) {
            try {
                Message.Interface link =
                        kernel.link(each.getKey()).orElseThrow(() -> new IOException("there is no such interface"));
                if (link.hasNeighbours()) {
                    frames.clear();
                    sending.send(link, link.hardware().orElseThrow(), each.getValue());
                }
            } catch (IOException e) {
                failures.add(new IOException(what + each.getKey() + ": " + e.getMessage(), e));
            }
        }
        if (!failures.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void announce(Message.Interface link, HardwareAddress hardware, List<VirtualIp> ips) throws IOException {
        for (VirtualIp ip : ips) {
            if (!ip.isV6()) {
                ArpFrame.putRequest(frames, hardware, ip);
                ArpFrame.putReply(frames, hardware, ip);
                sendIfFull(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
            }
        }
        send(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
        for (VirtualIp ip : ips) {
            if (ip.isV6()) {
                NeighbourFrame.putAdvertisement(frames, hardware, ip);
                sendIfFull(link, NeighbourFrame.ETHERTYPE, NeighbourFrame.ADVERTISEMENT_SIZE);
            }
        }
        send(link, NeighbourFrame.ETHERTYPE, NeighbourFrame.ADVERTISEMENT_SIZE);
    }

    private void probe(Message.Interface link, HardwareAddress hardware, List<VirtualIp> ips) throws IOException {
        for (VirtualIp ip : ips) {
            if (!ip.isV6()) {
                ArpFrame.putProbe(frames, hardware, ip);
                sendIfFull(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
            }
        }
        send(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
        for (VirtualIp ip : ips) {
            if (ip.isV6()) {
                NeighbourFrame.putProbe(frames, hardware, ip);
                sendIfFull(link, NeighbourFrame.ETHERTYPE, NeighbourFrame.PROBE_SIZE);
            }
        }
        send(link, NeighbourFrame.ETHERTYPE, NeighbourFrame.PROBE_SIZE);
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

    private interface Sending {
        void send(Message.Interface link, HardwareAddress hardware, List<VirtualIp> ips) throws IOException;
    }
}
