package io.yaim.address.netlink;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.yaim.model.Binding;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Sends announcements and probes on each interface. Used by one thread.
final class AnnouncementSender implements AutoCloseable {

    /// An even number, so that both forms of an ARP announcement fit.
    private static final int FRAMES_AT_ONCE = 64;

    private final RtnetlinkClient rtnetlinkClient;
    private final PacketSocket packets;
    private final ByteBuffer frames =
            ByteBuffer.allocateDirect(FRAMES_AT_ONCE * NeighbourDiscoveryFrame.ADVERTISEMENT_SIZE);

    private AnnouncementSender(RtnetlinkClient rtnetlinkClient, PacketSocket packets) {
        this.rtnetlinkClient = rtnetlinkClient;
        this.packets = packets;
    }

    /// @param rtnetlinkClient looks up interfaces; the caller closes it
    static AnnouncementSender open(RtnetlinkClient rtnetlinkClient) throws IOException {
        return new AnnouncementSender(rtnetlinkClient, PacketSocket.open());
    }

    /// Announces each address once. An error on one interface does not affect the others.
    void announce(List<Binding> bindings) throws IOException {
        onEach("announce on ", bindings, this::announce);
    }

    /// Probes each address once. An error on one interface does not affect the others.
    void probe(List<Binding> bindings) throws IOException {
        onEach("probe on ", bindings, this::probe);
    }

    /// Announces the address to single neighbours; see [io.yaim.address.Addresses#announceUnicast].
    void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
        try {
            NetlinkMessage.Interface link = rtnetlinkClient
                    .link(binding.interfaceName())
                    .orElseThrow(() -> new IOException("there is no such interface"));
            if (link.hasNeighbours()) {
                HardwareAddress hardware = link.hardware().orElseThrow();
                frames.clear();
                announceUnicast(
                        link,
                        binding.ip(),
                        neighbours.stream()
                                .filter(neighbour ->
                                        neighbour.ip().isV6() == binding.ip().isV6())
                                .filter(neighbour -> !neighbour.hardware().equals(hardware))
                                .toList());
            }
        } catch (IOException e) {
            throw new IOException("announce on " + binding.interfaceName() + ": " + e.getMessage(), e);
        }
    }

    private void announceUnicast(NetlinkMessage.Interface link, VirtualIp ip, List<Neighbour> neighbours)
            throws IOException {
        HardwareAddress hardware = link.hardware().orElseThrow();
        int etherType = ip.isV6() ? NeighbourDiscoveryFrame.ETHERTYPE : ArpFrame.ETHERTYPE;
        int size = ip.isV6() ? NeighbourDiscoveryFrame.ADVERTISEMENT_SIZE : ArpFrame.SIZE;
        for (Neighbour neighbour : neighbours) {
            if (ip.isV6()) {
                NeighbourDiscoveryFrame.putUnicastAdvertisement(frames, hardware, ip, neighbour);
            } else if (neighbour.hardware().equals(Neighbour.BROADCAST)) {
                ArpFrame.putAddressRequest(frames, hardware, ip, neighbour.ip());
            } else {
                ArpFrame.putUnicastReply(frames, hardware, ip, neighbour.hardware());
            }
            sendIfFull(link, etherType, size);
        }
        send(link, etherType, size);
    }

    private void onEach(String operation, List<Binding> bindings, FrameSender sender) throws IOException {
        var failures = new ArrayList<IOException>();
        var byInterface = bindings.stream()
                .collect(groupingBy(Binding::interfaceName, LinkedHashMap::new, mapping(Binding::ip, toList())));
        for (var each : byInterface.entrySet()) {
            try {
                NetlinkMessage.Interface link = rtnetlinkClient
                        .link(each.getKey())
                        .orElseThrow(() -> new IOException("there is no such interface"));
                if (link.hasNeighbours()) {
                    frames.clear();
                    sender.send(link, link.hardware().orElseThrow(), each.getValue());
                }
            } catch (IOException e) {
                failures.add(new IOException(operation + each.getKey() + ": " + e.getMessage(), e));
            }
        }
        if (!failures.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void announce(NetlinkMessage.Interface link, HardwareAddress hardware, List<VirtualIp> ips)
            throws IOException {
        for (VirtualIp ip : ips) {
            if (!ip.isV6()) {
                ArpFrame.putAnnouncementRequest(frames, hardware, ip);
                ArpFrame.putAnnouncementReply(frames, hardware, ip);
                sendIfFull(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
            }
        }
        send(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
        for (VirtualIp ip : ips) {
            if (ip.isV6()) {
                NeighbourDiscoveryFrame.putAdvertisement(frames, hardware, ip);
                sendIfFull(link, NeighbourDiscoveryFrame.ETHERTYPE, NeighbourDiscoveryFrame.ADVERTISEMENT_SIZE);
            }
        }
        send(link, NeighbourDiscoveryFrame.ETHERTYPE, NeighbourDiscoveryFrame.ADVERTISEMENT_SIZE);
    }

    private void probe(NetlinkMessage.Interface link, HardwareAddress hardware, List<VirtualIp> ips)
            throws IOException {
        for (VirtualIp ip : ips) {
            if (!ip.isV6()) {
                ArpFrame.putProbe(frames, hardware, ip);
                sendIfFull(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
            }
        }
        send(link, ArpFrame.ETHERTYPE, ArpFrame.SIZE);
        for (VirtualIp ip : ips) {
            if (ip.isV6()) {
                NeighbourDiscoveryFrame.putProbe(frames, hardware, ip);
                sendIfFull(link, NeighbourDiscoveryFrame.ETHERTYPE, NeighbourDiscoveryFrame.PROBE_SIZE);
            }
        }
        send(link, NeighbourDiscoveryFrame.ETHERTYPE, NeighbourDiscoveryFrame.PROBE_SIZE);
    }

    private void sendIfFull(NetlinkMessage.Interface link, int etherType, int size) throws IOException {
        if (frames.position() == FRAMES_AT_ONCE * size) {
            send(link, etherType, size);
        }
    }

    private void send(NetlinkMessage.Interface link, int etherType, int size) throws IOException {
        packets.send(link.index(), etherType, size, frames.flip());
        frames.clear();
    }

    @Override
    public void close() {
        packets.close();
    }

    private interface FrameSender {
        void send(NetlinkMessage.Interface link, HardwareAddress hardware, List<VirtualIp> ips) throws IOException;
    }
}
