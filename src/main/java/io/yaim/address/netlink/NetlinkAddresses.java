package io.yaim.address.netlink;

import static java.util.stream.Collectors.toSet;

import io.yaim.address.Addresses;
import io.yaim.linux.Errno;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Host;
import io.yaim.model.Link;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The addresses of the network namespace of the thread that opens and uses it, over rtnetlink and packet sockets.
///
/// Bound addresses have protocol number 0x79 (IFA_PROTO), by which yaim recognizes its own. If another program has
/// already bound an address with the same prefix on the same interface, a bind takes it over, and the kernel does not
/// report that. So the caller must look before it binds. One datagram contains about a thousand requests.
public final class NetlinkAddresses implements Addresses {

    /// Errors of a drop that mean that the address is already gone, by itself or with its interface.
    private static final Set<Integer> ALREADY_GONE = Set.of(Errno.EADDRNOTAVAIL, Errno.ENODEV);

    private final RtnetlinkClient rtnetlinkClient;
    private final GateControl gateControl;
    private final AnnouncementSender announcementSender;
    private final ArpNdListener arpNdListener;
    private final AddressEvents events;
    private List<NetlinkMessage.Interface> links = List.of();

    private NetlinkAddresses(
            RtnetlinkClient rtnetlinkClient,
            GateControl gateControl,
            AnnouncementSender announcementSender,
            ArpNdListener arpNdListener,
            AddressEvents events) {
        this.rtnetlinkClient = rtnetlinkClient;
        this.gateControl = gateControl;
        this.announcementSender = announcementSender;
        this.arpNdListener = arpNdListener;
        this.events = events;
    }

    /// Opens the sockets, with lifetimes as expiry guard.
    public static NetlinkAddresses open(Runnable changed) throws IOException {
        return open(changed, ExpiryGuard.LIFETIME);
    }

    /// Opens the sockets, and checks that kernel and privileges are sufficient. A gate that a previous
    /// incarnation left is taken over. If the gate is not the expiry guard, it is removed before the next bind,
    /// or as soon as no address is bound.
    ///
    /// @param changed is run on another thread whenever another program changes an address or a link, and
    ///     whenever a lifetime ends
    public static NetlinkAddresses open(Runnable changed, ExpiryGuard expiryGuard) throws IOException {
        RtnetlinkClient rtnetlinkClient = RtnetlinkClient.open();
        try {
            NetlinkMessage.Acknowledgement answer = rtnetlinkClient.testChange();
            require(Prerequisites.privilegeProblem(answer.errno() != Errno.EPERM, PacketSocket.isAllowed()));
            List<NetlinkMessage.Address> present = rtnetlinkClient.addresses();
            boolean storesProtocol = present.stream().anyMatch(address -> address.protocol() != 0);
            require(Prerequisites.kernelProblem(System.getProperty("os.version", ""), storesProtocol));
            GateControl gateControl = GateControl.open(expiryGuard, ours(present));
            try {
                return open(rtnetlinkClient, gateControl, answer.header().port(), changed);
            } catch (IOException e) {
                try (gateControl) {
                    throw e;
                }
            }
        } catch (IOException e) {
            try (rtnetlinkClient) {
                throw e;
            }
        }
    }

    private static NetlinkAddresses open(
            RtnetlinkClient rtnetlinkClient, GateControl gateControl, int ownPort, Runnable changed)
            throws IOException {
        AnnouncementSender announcementSender = AnnouncementSender.open(rtnetlinkClient);
        try {
            ArpNdListener arpNdListener = ArpNdListener.open(changed);
            try {
                AddressEvents events = AddressEvents.start(rtnetlinkClient, ownPort, changed);
                return new NetlinkAddresses(rtnetlinkClient, gateControl, announcementSender, arpNdListener, events);
            } catch (IOException e) {
                try (arpNdListener) {
                    throw e;
                }
            }
        } catch (IOException e) {
            try (announcementSender) {
                throw e;
            }
        }
    }

    private static Set<VirtualIp> ours(List<NetlinkMessage.Address> present) {
        return present.stream()
                .filter(NetlinkMessage.Address::isOurs)
                .map(NetlinkMessage.Address::ip)
                .collect(toSet());
    }

    private static void require(Optional<String> problem) throws IOException {
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
    }

    /// What prevents a bind with these settings: each problem with its remedy. Empty if nothing does. Uses a socket of
    /// its own, so any thread may call it.
    ///
    /// @param prefix the prefix length of IPv4 addresses
    /// @param label the complete IPv4 label, such as `eth0:vip`
    public static List<String> problems(String interfaceName, int prefix, Optional<String> label) throws IOException {
        List<String> names;
        try (RtnetlinkClient rtnetlinkClient = RtnetlinkClient.open()) {
            names = rtnetlinkClient.links().stream()
                    .map(NetlinkMessage.Interface::name)
                    .sorted()
                    .toList();
        }
        return Stream.of(
                        Prerequisites.interfaceProblem(interfaceName, names),
                        label.flatMap(Prerequisites::labelProblem),
                        Prerequisites.promoteSecondariesProblem(interfaceName, prefix))
                .flatMap(Optional::stream)
                .toList();
    }

    /// Why this host cannot use the gate as expiry guard; empty if it can. Changes nothing, and does not disturb an
    /// existing gate.
    public static Optional<String> gateProblem() throws IOException {
        return GateControl.problem();
    }

    /// As [Addresses#readHost()], without IPv6 link-local addresses.
    @Override
    public Host readHost() throws IOException {
        var present = new TreeMap<String, Link>();
        var names = new HashMap<Integer, String>();
        links = rtnetlinkClient.links();
        boolean allPromote = links.stream().allMatch(NetlinkMessage.Interface::promotesSecondaries)
                || Prerequisites.promotesSecondaries("all");
        for (NetlinkMessage.Interface link : links) {
            present.put(link.name(), link.toLink(allPromote));
            names.put(link.index(), link.name());
        }
        var addresses = new ArrayList<BoundAddress>();
        List<NetlinkMessage.Address> found = rtnetlinkClient.addresses();
        for (NetlinkMessage.Address address : found) {
            String name = names.get(address.index());
            if (name != null && !address.isLinkLocal()) {
                addresses.add(address.on(name));
            }
        }
        gateControl.updateBound(ours(found));
        return new Host(present, addresses);
    }

    @Override
    public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
        if (lifetimeSeconds < 1 || lifetimeSeconds > BoundAddress.FOREVER) {
            throw new IllegalArgumentException("a lifetime of " + lifetimeSeconds + " s: expected 1 or more");
        }
        gateControl.beforeBind(bindings.stream().map(Binding::ip).toList());
        var addressBatch = new AddressBatch(
                rtnetlinkClient, bindings.stream().map(Binding::interfaceName).collect(toSet()), Set.of());
        for (Binding binding : bindings) {
            VirtualIp ip = binding.ip();
            Optional<String> label = ip.isV6() ? Optional.empty() : binding.label();
            Optional<Integer> index = addressBatch.index(binding.interfaceName());
            Optional<String> problem = label.flatMap(Prerequisites::labelProblem);
            if (index.isEmpty()) {
                addressBatch.fail(ip, "there is no interface " + binding.interfaceName());
            } else if (problem.isPresent()) {
                addressBatch.fail(ip, problem.get());
            } else {
                addressBatch.bind(index.get(), ip, binding.prefix(), label, lifetimeSeconds);
            }
        }
        return addressBatch.finish();
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> addresses) throws IOException {
        var addressBatch = new AddressBatch(
                rtnetlinkClient,
                addresses.stream().map(BoundAddress::interfaceName).collect(toSet()),
                ALREADY_GONE);
        var withoutInterface = new TreeSet<VirtualIp>();
        for (BoundAddress address : addresses) {
            Optional<Integer> index = addressBatch.index(address.interfaceName());
            if (index.isPresent()) {
                addressBatch.drop(index.get(), address.ip(), address.prefix());
            } else {
                withoutInterface.add(address.ip());
            }
        }
        Map<VirtualIp, String> failed = addressBatch.finish();
        if (!withoutInterface.isEmpty()) {
            failed.putAll(boundElsewhere(withoutInterface));
        }
        return failed;
    }

    /// If an interface is not found, it is gone with its addresses, or it was renamed.
    private Map<VirtualIp, String> boundElsewhere(Set<VirtualIp> ips) throws IOException {
        var found = new TreeMap<VirtualIp, String>();
        for (BoundAddress address : readHost().ours()) {
            if (ips.contains(address.ip())) {
                found.put(address.ip(), "its interface is gone, but " + address.interfaceName() + " has the address");
            }
        }
        return found;
    }

    @Override
    public void openGate(Duration time) throws IOException {
        gateControl.openFor(time);
    }

    @Override
    public void announce(List<Binding> bindings) throws IOException {
        announcementSender.announce(bindings);
    }

    @Override
    public void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
        announcementSender.announceUnicast(binding, neighbours);
    }

    @Override
    public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
        var found = new ArrayList<Neighbour>();
        for (String name : new TreeSet<>(interfaceNames)) {
            Optional<NetlinkMessage.Interface> link =
                    rtnetlinkClient.link(name).filter(NetlinkMessage.Interface::hasNeighbours);
            if (link.isPresent()) {
                rtnetlinkClient.neighbours(link.get().index()).stream()
                        .filter(NetlinkMessage.NeighbourEntry::isHost)
                        .map(neighbourEntry -> new Neighbour(name, neighbourEntry.ip(), neighbourEntry.hardware()))
                        .sorted()
                        .limit(MOST_NEIGHBOURS)
                        .forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void probe(List<Binding> bindings) throws IOException {
        announcementSender.probe(bindings);
    }

    /// Listens on the interfaces of the last [#readHost()].
    ///
    /// @throws IllegalStateException a listening thread has ended; reading and dropping still work, for the cleanup
    @Override
    public List<AddressSighting> listen(Collection<Binding> bindings) throws IOException {
        events.requireAlive();
        arpNdListener.requireAlive();
        if (links.isEmpty()) {
            links = rtnetlinkClient.links();
        }
        List<AddressSighting> sightings = arpNdListener.takeSightings();
        arpNdListener.listen(bindings, links);
        return sightings;
    }

    @Override
    public void close() {
        try (rtnetlinkClient;
                gateControl;
                announcementSender;
                arpNdListener;
                events) {
            // closes all of them, the last one first
        }
    }
}
