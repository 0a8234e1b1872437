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

/// The addresses of the network namespace of the thread that opens and uses it, by rtnetlink and packet
/// sockets.
///
/// What is bound bears protocol number 0x79 (IFA_PROTO), and by it is known as ours. Binding an address
/// that somebody else put there, with the same prefix on the same interface, makes it ours without a word
/// from the kernel: whoever binds has looked before. Addresses of many are sent in datagrams of about a
/// thousand requests.
public final class NetlinkAddresses implements Addresses {

    /// Errors of a drop that mean that the address is gone, by itself or with its interface.
    private static final Set<Integer> GONE = Set.of(Errno.EADDRNOTAVAIL, Errno.ENODEV);

    private final RtnetlinkClient rtnetlinkClient;
    private final GateControl gateControl;
    private final Announcer announcer;
    private final ArpNdListener arpNdListener;
    private final AddressEvents events;
    private List<NetlinkMessage.Interface> links = List.of();

    private NetlinkAddresses(
            RtnetlinkClient rtnetlinkClient,
            GateControl gateControl,
            Announcer announcer,
            ArpNdListener arpNdListener,
            AddressEvents events) {
        this.rtnetlinkClient = rtnetlinkClient;
        this.gateControl = gateControl;
        this.announcer = announcer;
        this.arpNdListener = arpNdListener;
        this.events = events;
    }

    /// Opens the sockets, guarded by lifetimes.
    public static NetlinkAddresses open(Runnable changed) throws IOException {
        return open(changed, ExpiryGuard.LIFETIME);
    }

    /// Opens the sockets, and checks that kernel and privileges allow what is to be done. A gate that an
    /// earlier life left is taken over, or removed as soon as addresses are bound without one or none is.
    ///
    /// @param changed run on a thread of its own whenever somebody else changes an address or a link, and
    ///     whenever a lifetime runs out
    public static NetlinkAddresses open(Runnable changed, ExpiryGuard expiryGuard) throws IOException {
        RtnetlinkClient rtnetlinkClient = RtnetlinkClient.open();
        try {
            NetlinkMessage.Acknowledgement probe = rtnetlinkClient.probe();
            require(Prerequisites.privilegeProblem(probe.errno() != Errno.EPERM, PacketSocket.isAllowed()));
            List<NetlinkMessage.Address> present = rtnetlinkClient.addresses();
            boolean keepsProtocol = present.stream().anyMatch(address -> address.protocol() != 0);
            require(Prerequisites.kernelProblem(System.getProperty("os.version", ""), keepsProtocol));
            GateControl gateControl = GateControl.open(expiryGuard, ours(present));
            try {
                return open(rtnetlinkClient, gateControl, probe.header().port(), changed);
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
        Announcer announcer = Announcer.open(rtnetlinkClient);
        try {
            ArpNdListener arpNdListener = ArpNdListener.open(changed);
            try {
                AddressEvents events = AddressEvents.start(rtnetlinkClient, ownPort, changed);
                return new NetlinkAddresses(rtnetlinkClient, gateControl, announcer, arpNdListener, events);
            } catch (IOException e) {
                try (arpNdListener) {
                    throw e;
                }
            }
        } catch (IOException e) {
            try (announcer) {
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

    /// What stands in the way of binding addresses so; each problem with its remedy. Empty when nothing
    /// does. Asks by a socket of its own, so that it may be called from any thread.
    ///
    /// @param prefix the prefix length of IPv4 addresses
    /// @param label the whole IPv4 label, such as `eth0:vip`
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

    /// What keeps this host from guarding addresses by the gate; empty when nothing does. Nothing is
    /// changed, and a gate that is there is not disturbed.
    public static Optional<String> gateProblem() throws IOException {
        return GateControl.problem();
    }

    /// As [Addresses#readHost()], but for the link-local addresses of IPv6.
    @Override
    public Host readHost() throws IOException {
        var present = new TreeMap<String, Link>();
        var names = new HashMap<Integer, String>();
        links = rtnetlinkClient.links();
        for (NetlinkMessage.Interface link : links) {
            present.put(link.name(), new Link(link.name(), link.index(), link.isUp()));
            names.put(link.index(), link.name());
        }
        var addresses = new ArrayList<BoundAddress>();
        List<NetlinkMessage.Address> found = rtnetlinkClient.addresses();
        for (NetlinkMessage.Address address : found) {
            String name = names.get(address.index());
            if (name != null && !address.isLinkLocal()) {
                addresses.add(bound(address, name));
            }
        }
        gateControl.updateBound(ours(found));
        return new Host(present, addresses);
    }

    private static BoundAddress bound(NetlinkMessage.Address address, String interfaceName) {
        return new BoundAddress(
                address.ip(),
                interfaceName,
                address.prefix(),
                address.label().filter(label -> !label.equals(interfaceName)),
                address.isOurs(),
                address.validSeconds());
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
                addressBatch.refuse(ip, "there is no interface " + binding.interfaceName());
            } else if (problem.isPresent()) {
                addressBatch.refuse(ip, problem.get());
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
                GONE);
        var homeless = new TreeSet<VirtualIp>();
        for (BoundAddress address : addresses) {
            Optional<Integer> index = addressBatch.index(address.interfaceName());
            if (index.isPresent()) {
                addressBatch.drop(index.get(), address.ip(), address.prefix());
            } else {
                homeless.add(address.ip());
            }
        }
        Map<VirtualIp, String> refused = addressBatch.finish();
        if (!homeless.isEmpty()) {
            refused.putAll(elsewhere(homeless));
        }
        return refused;
    }

    /// An interface that is not found may have gone with its addresses, or have been given another name.
    private Map<VirtualIp, String> elsewhere(Set<VirtualIp> ips) throws IOException {
        var found = new TreeMap<VirtualIp, String>();
        for (BoundAddress address : readHost().ours()) {
            if (ips.contains(address.ip())) {
                found.put(address.ip(), "its interface has gone, but " + address.interfaceName() + " has it");
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
        announcer.announce(bindings);
    }

    @Override
    public void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
        announcer.announceUnicast(binding, neighbours);
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
        announcer.probe(bindings);
    }

    /// On the interfaces that were there at the last look.
    ///
    /// @throws IllegalStateException a thread that listens has ended; looking and dropping go on, to clear
    ///     up
    @Override
    public List<AddressSighting> listen(Collection<Binding> bindings) throws IOException {
        events.requireAlive();
        arpNdListener.requireAlive();
        if (links.isEmpty()) {
            links = rtnetlinkClient.links();
        }
        List<AddressSighting> heard = arpNdListener.takeSightings();
        arpNdListener.listen(bindings, links);
        return heard;
    }

    @Override
    public void close() {
        try (rtnetlinkClient;
                gateControl;
                announcer;
                arpNdListener;
                events) {
            // closes them all, the last named first
        }
    }
}
