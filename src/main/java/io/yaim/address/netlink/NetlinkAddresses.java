package io.yaim.address.netlink;

import static java.util.stream.Collectors.toSet;

import io.yaim.address.Addresses;
import io.yaim.linux.Errno;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.Link;
import io.yaim.model.Neighbour;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.io.IOException;
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

    private final Kernel kernel;
    private final Announcer announcer;
    private final Listener listener;
    private final AddressEvents events;
    private List<Message.Interface> links = List.of();

    private NetlinkAddresses(Kernel kernel, Announcer announcer, Listener listener, AddressEvents events) {
        this.kernel = kernel;
        this.announcer = announcer;
        this.listener = listener;
        this.events = events;
    }

    /// Opens the sockets, and checks that kernel and privileges allow what is to be done.
    ///
    /// @param changed run on a thread of its own whenever somebody else changes an address or a link, and
    ///     whenever a lifetime runs out
    public static NetlinkAddresses open(Runnable changed) throws IOException {
        Kernel kernel = Kernel.open();
        try {
            Message.Result probe = kernel.probe();
            require(Prerequisites.privilegeProblem(probe.errno() != Errno.EPERM, PacketSocket.isAllowed()));
            boolean keepsProtocol = kernel.addresses().stream().anyMatch(address -> address.protocol() != 0);
            require(Prerequisites.kernelProblem(System.getProperty("os.version", ""), keepsProtocol));
            return open(kernel, probe.header().port(), changed);
        } catch (IOException e) {
            try (kernel) {
                throw e;
            }
        }
    }

    private static NetlinkAddresses open(Kernel kernel, int ownPort, Runnable changed) throws IOException {
        Announcer announcer = Announcer.open(kernel);
        try {
            Listener listener = Listener.open(changed);
            try {
                return new NetlinkAddresses(kernel, announcer, listener, AddressEvents.start(kernel, ownPort, changed));
            } catch (IOException e) {
                try (listener) {
                    throw e;
                }
            }
        } catch (IOException e) {
            try (announcer) {
                throw e;
            }
        }
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
        try (Kernel kernel = Kernel.open()) {
            names = kernel.links().stream()
                    .map(Message.Interface::name)
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

    /// As [Addresses#look()], but for the link-local addresses of IPv6.
    @Override
    public Host look() throws IOException {
        var present = new TreeMap<String, Link>();
        var names = new HashMap<Integer, String>();
        links = kernel.links();
        for (Message.Interface link : links) {
            present.put(link.name(), new Link(link.name(), link.index(), link.isUp()));
            names.put(link.index(), link.name());
        }
        var addresses = new ArrayList<BoundAddress>();
        for (Message.Address address : kernel.addresses()) {
            String name = names.get(address.index());
            if (name != null && !address.isLinkLocal()) {
                addresses.add(bound(address, name));
            }
        }
        return new Host(present, addresses);
    }

    private static BoundAddress bound(Message.Address address, String interfaceName) {
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
        var batch =
                new Batch(kernel, bindings.stream().map(Binding::interfaceName).collect(toSet()), Set.of());
        for (Binding binding : bindings) {
            VirtualIp ip = binding.ip();
            Optional<String> label = ip.isV6() ? Optional.empty() : binding.label();
            Optional<Integer> index = batch.index(binding.interfaceName());
            Optional<String> problem = label.flatMap(Prerequisites::labelProblem);
            if (index.isEmpty()) {
                batch.refuse(ip, "there is no interface " + binding.interfaceName());
            } else if (problem.isPresent()) {
                batch.refuse(ip, problem.get());
            } else {
                batch.bind(index.get(), ip, binding.prefix(), label, lifetimeSeconds);
            }
        }
        return batch.finish();
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> addresses) throws IOException {
        var batch = new Batch(
                kernel, addresses.stream().map(BoundAddress::interfaceName).collect(toSet()), GONE);
        var homeless = new TreeSet<VirtualIp>();
        for (BoundAddress address : addresses) {
            Optional<Integer> index = batch.index(address.interfaceName());
            if (index.isPresent()) {
                batch.drop(index.get(), address.ip(), address.prefix());
            } else {
                homeless.add(address.ip());
            }
        }
        Map<VirtualIp, String> refused = batch.finish();
        if (!homeless.isEmpty()) {
            refused.putAll(elsewhere(homeless));
        }
        return refused;
    }

    /// An interface that is not found may have gone with its addresses, or have been given another name.
    private Map<VirtualIp, String> elsewhere(Set<VirtualIp> ips) throws IOException {
        var found = new TreeMap<VirtualIp, String>();
        for (BoundAddress address : look().ours()) {
            if (ips.contains(address.ip())) {
                found.put(address.ip(), "its interface has gone, but " + address.interfaceName() + " has it");
            }
        }
        return found;
    }

    @Override
    public void announce(List<Binding> bindings) throws IOException {
        announcer.announce(bindings);
    }

    @Override
    public void announceTo(Binding binding, List<Neighbour> neighbours) throws IOException {
        announcer.announceTo(binding, neighbours);
    }

    @Override
    public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
        var found = new ArrayList<Neighbour>();
        for (String name : new TreeSet<>(interfaceNames)) {
            Optional<Message.Interface> link = kernel.link(name).filter(Message.Interface::hasNeighbours);
            if (link.isPresent()) {
                kernel.neighbours(link.get().index()).stream()
                        .filter(Message.Known::isHost)
                        .map(known -> new Neighbour(name, known.ip(), known.hardware()))
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
    public List<Sighting> listen(Collection<Binding> bindings) throws IOException {
        events.requireAlive();
        listener.requireAlive();
        if (links.isEmpty()) {
            links = kernel.links();
        }
        List<Sighting> heard = listener.heard();
        listener.listen(bindings, links);
        return heard;
    }

    @Override
    public void close() {
        try (kernel;
                announcer;
                listener;
                events) {
            // closes them all, the last named first
        }
    }
}
