package io.yaim.address;

import io.yaim.loop.cycle.Clock;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Host;
import io.yaim.model.Link;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The kernel of a host in memory: links, addresses, and lifetimes by the given clock. It outlives the processes that
/// change its addresses; each has its own [FakeAddresses]. Used by one thread.
///
/// The end of a lifetime takes effect at the next use of the host, or at [#expire()]. The observer gets the time at
/// which it ended.
public final class FakeHost {

    private final String name;
    private final Clock clock;
    private final Observer observer;
    private final Map<String, Link> links = new TreeMap<>();
    private final Map<AddressKey, BoundEntry> addresses = new LinkedHashMap<>();
    private final Map<VirtualIp, String> rejected = new TreeMap<>();
    private final List<FakeAddresses> processes = new ArrayList<>();
    private final TreeSet<Neighbour> neighbours = new TreeSet<>();
    private final List<UnicastAnnouncement> unicastAnnouncements = new ArrayList<>();
    private final FakeSegment segment;
    private HardwareAddress hardware;
    private int lastIndex;
    private Duration lateness = Duration.ZERO;
    private final Set<VirtualIp> gated = new TreeSet<>();
    private Duration openUntil = Duration.ZERO;

    /// A host with one link, `eth0`, that is up, and without neighbours.
    public FakeHost(String name, Clock clock, Observer observer) {
        this(name, clock, observer, new FakeSegment());
    }

    /// A host with one link, `eth0`, that is up. All its links are connected to the segment.
    public FakeHost(String name, Clock clock, Observer observer, FakeSegment segment) {
        this.name = name;
        this.clock = clock;
        this.observer = observer;
        this.segment = segment;
        hardware = segment.connect(this);
        setLink("eth0", true);
    }

    String name() {
        return name;
    }

    /// Whether it is reachable from its neighbours, on `eth0`.
    public boolean answersNeighbours() {
        return isUp("eth0");
    }

    /// The hardware address of all its links.
    public HardwareAddress hardware() {
        return hardware;
    }

    /// All its links have another hardware address from now on.
    public void setHardware(HardwareAddress next) {
        hardware = next;
        links.replaceAll((name, link) -> new Link(
                name, link.index(), link.isUp(), Optional.of(next), link.portOf(), link.promotesSecondaries()));
        ringAll();
    }

    /// Adds the link, with an index that no link had before, or changes its state.
    public void setLink(String link, boolean isUp) {
        Link old = links.get(link);
        int index = old == null ? ++lastIndex : old.index();
        links.put(link, new Link(link, index, isUp, Optional.of(hardware), Optional.empty(), true));
        ringAll();
    }

    /// The index of the link, if it exists.
    public Optional<Integer> index(String link) {
        return Optional.ofNullable(links.get(link)).map(Link::index);
    }

    /// Makes the link a port of a device of this kind, or of none for an empty kind.
    public void setPortOf(String link, String kind) {
        links.computeIfPresent(
                link,
                (name, old) -> new Link(
                        name,
                        old.index(),
                        old.isUp(),
                        old.hardware(),
                        Optional.of(kind).filter(text -> !text.isEmpty()),
                        old.promotesSecondaries()));
        ringAll();
    }

    /// Removes the link and the addresses on it.
    public void removeLink(String link) {
        expire();
        links.remove(link);
        remove(key -> key.interfaceName().equals(link));
        ringAll();
    }

    /// Sets how late the kernel drops an address after the end of its lifetime. Takes effect from the next bind on.
    public void setLateness(Duration lateness) {
        this.lateness = lateness;
    }

    /// From now on the kernel rejects changes of the address, with this reason.
    public void refuse(VirtualIp ip, String reason) {
        rejected.put(ip, reason);
    }

    /// Reverts [#refuse].
    public void accept(VirtualIp ip) {
        rejected.remove(ip);
    }

    /// Another program binds an address, without expiry.
    public void bindAsAnother(VirtualIp ip, String link) {
        expire();
        put(new BoundAddress(ip, link, ip.hostPrefix(), Optional.empty(), false, BoundAddress.FOREVER));
        ringAll();
    }

    /// Another program binds an address with this prefix length, without expiry, as `ip address replace` does.
    public void bindAsAnother(VirtualIp ip, String link, int prefix) {
        expire();
        put(new BoundAddress(ip, link, prefix, Optional.empty(), false, BoundAddress.FOREVER));
        ringAll();
    }

    /// Another program drops the address, on any link.
    public void dropAsAnother(VirtualIp ip) {
        expire();
        remove(key -> key.ip().equals(ip));
        ringAll();
    }

    /// Another program changes the lifetime of one of yaim's addresses, if it is there.
    ///
    /// @return whether it was there
    public boolean extendAsAnother(VirtualIp ip, long lifetimeSeconds) {
        expire();
        Optional<BoundAddress> present = addresses.values().stream()
                .map(BoundEntry::address)
                .filter(address -> address.ip().equals(ip) && address.isOurs())
                .findFirst();
        present.ifPresent(address -> put(new BoundAddress(
                ip, address.interfaceName(), address.prefix(), address.label(), true, lifetimeSeconds)));
        ringAll();
        return present.isPresent();
    }

    /// When the next lifetime ends, if one does.
    public Optional<Duration> nextExpiry() {
        return addresses.values().stream()
                .flatMap(entry -> entry.end().stream())
                .min(Comparator.naturalOrder());
    }

    /// When this host loses the address if its lifetime is not refreshed. Absent: never, or the host does not have it.
    public Optional<Duration> endOf(VirtualIp ip) {
        return addresses.values().stream()
                .filter(entry -> entry.address().ip().equals(ip))
                .flatMap(entry -> entry.end().stream())
                .max(Comparator.naturalOrder());
    }

    /// Drops the addresses whose lifetime has ended.
    public void expire() {
        Duration now = clock.now();
        Optional<Duration> next = nextExpiry().filter(end -> end.compareTo(now) <= 0);
        while (next.isPresent()) {
            removeExpired(next.get());
            next = nextExpiry().filter(end -> end.compareTo(now) <= 0);
            ringAll();
        }
    }

    /// Whether this host has the address on any of its links.
    public boolean has(VirtualIp ip) {
        expire();
        return addresses.keySet().stream().anyMatch(key -> key.ip().equals(ip));
    }

    /// What is on this host now.
    public Host read() {
        expire();
        gated.removeIf(ip -> !has(ip));
        Duration now = clock.now();
        return new Host(
                new TreeMap<>(links),
                addresses.values().stream().map(entry -> entry.at(now)).toList());
    }

    /// Binds or replaces the address. Returns the reason if that fails.
    Optional<String> bind(FakeAddresses by, BoundAddress address) {
        expire();
        if (!links.containsKey(address.interfaceName())) {
            return Optional.of("there is no interface " + address.interfaceName());
        }
        if (rejected.containsKey(address.ip())) {
            return Optional.ofNullable(rejected.get(address.ip()));
        }
        put(address);
        ringAllBut(by);
        return Optional.empty();
    }

    /// Drops the address, if it is there. Returns the reason if that fails.
    Optional<String> drop(FakeAddresses by, BoundAddress address) {
        expire();
        if (rejected.containsKey(address.ip())) {
            return Optional.ofNullable(rejected.get(address.ip()));
        }
        remove(AddressKey.of(address)::equals);
        ringAllBut(by);
        return Optional.empty();
    }

    /// Announces the address. Returns whether the link exists.
    boolean announce(VirtualIp ip, String link) {
        if (!links.containsKey(link)) {
            return false;
        }
        observer.announced(name, ip, clock.now());
        if (isUp(link)) {
            segment.announce(this, ip);
        }
        return true;
    }

    /// Adds the neighbour to the neighbour table.
    public void meet(Neighbour neighbour) {
        neighbours.removeIf(known ->
                known.ip().equals(neighbour.ip()) && known.interfaceName().equals(neighbour.interfaceName()));
        neighbours.add(neighbour);
    }

    /// Clears the neighbour table.
    public void forgetNeighbours() {
        neighbours.clear();
    }

    List<Neighbour> neighbours(Set<String> interfaceNames) {
        return neighbours.stream()
                .filter(known ->
                        interfaceNames.contains(known.interfaceName()) && links.containsKey(known.interfaceName()))
                .limit(Addresses.MOST_NEIGHBOURS)
                .toList();
    }

    /// The unicast announcements that it has sent, in order.
    public List<UnicastAnnouncement> unicastAnnouncements() {
        return List.copyOf(unicastAnnouncements);
    }

    /// Announces the address. Returns whether the link exists.
    boolean announceTo(Binding binding, List<Neighbour> targets) {
        Duration now = clock.now();
        targets.stream()
                .filter(neighbour -> neighbour.ip().isV6() == binding.ip().isV6())
                .filter(neighbour -> !neighbour.hardware().equals(hardware))
                .forEach(neighbour -> unicastAnnouncements.add(new UnicastAnnouncement(binding.ip(), neighbour, now)));
        return links.containsKey(binding.interfaceName());
    }

    /// An announcement of an address to a single neighbour.
    public record UnicastAnnouncement(VirtualIp ip, Neighbour neighbour, Duration at) {}

    /// Probes for the address. Returns whether the link exists.
    boolean probe(VirtualIp ip, String link) {
        if (isUp(link)) {
            segment.probe(this, ip);
        }
        return links.containsKey(link);
    }

    /// Makes the gate contain exactly yaim's addresses. An open gate stays open.
    void takeOverGate() {
        gated.clear();
        addresses.values().stream()
                .map(BoundEntry::address)
                .filter(BoundAddress::isOurs)
                .forEach(address -> gated.add(address.ip()));
    }

    /// Adds an address to the gate, before it is bound.
    void addToGate(VirtualIp ip) {
        gated.add(ip);
    }

    void removeGate() {
        gated.clear();
        openUntil = Duration.ZERO;
    }

    /// Opens the gate for this time.
    void open(Duration time) {
        openUntil = clock.now().plus(time);
    }

    /// When the gate closes or has closed.
    public Duration openUntil() {
        return openUntil;
    }

    /// Whether the gate silences the address, which may be bound.
    public boolean isSilent(VirtualIp ip) {
        return gated.contains(ip) && clock.now().compareTo(openUntil) >= 0;
    }

    /// Whether it answers an ARP request or solicitation for the address.
    public boolean answers(VirtualIp ip) {
        expire();
        return !isSilent(ip)
                && addresses.keySet().stream().anyMatch(key -> key.ip().equals(ip) && isUp(key.interfaceName()));
    }

    /// Receives a message. A message from its own hardware address is a reflection and is ignored.
    void receive(VirtualIp ip, HardwareAddress by, AddressSighting.Kind kind) {
        if (!by.equals(hardware)) {
            List.copyOf(processes).forEach(process -> process.receive(ip, by, kind));
        }
    }

    boolean isUp(String link) {
        Link found = links.get(link);
        return found != null && found.isUp();
    }

    void register(FakeAddresses process) {
        processes.add(process);
    }

    void unregister(FakeAddresses process) {
        processes.remove(process);
    }

    private void put(BoundAddress address) {
        Duration now = clock.now();
        Optional<Duration> end = address.lifetimeSeconds() == BoundAddress.FOREVER
                ? Optional.empty()
                : Optional.of(now.plusSeconds(address.lifetimeSeconds()).plus(lateness));
        BoundEntry old = addresses.put(AddressKey.of(address), new BoundEntry(address, end));
        if (old == null) {
            observer.bound(name, address.ip(), now);
        }
    }

    private void remove(Predicate<AddressKey> condition) {
        addresses.keySet().stream().filter(condition).toList().forEach(key -> remove(key, clock.now()));
    }

    private void removeExpired(Duration end) {
        var ended = new LinkedHashMap<>(addresses);
        ended.values().removeIf(entry -> !entry.end().equals(Optional.of(end)));
        ended.keySet().forEach(key -> remove(key, end));
    }

    private void remove(AddressKey key, Duration at) {
        addresses.remove(key);
        observer.gone(name, key.ip(), at);
    }

    private void ringAll() {
        List.copyOf(processes).forEach(FakeAddresses::ring);
    }

    private void ringAllBut(FakeAddresses cause) {
        List.copyOf(processes).stream().filter(process -> process != cause).forEach(FakeAddresses::ring);
    }

    /// Observes one or several hosts.
    public interface Observer {

        /// An address was bound. Not called for a new lifetime.
        void bound(String host, VirtualIp ip, Duration at);

        /// An address was dropped, for any reason.
        void gone(String host, VirtualIp ip, Duration at);

        /// The host announced the address.
        void announced(String host, VirtualIp ip, Duration at);

        /// An observer that does nothing.
        static Observer none() {
            return new Observer() {
                @Override
                public void bound(String host, VirtualIp ip, Duration at) {}

                @Override
                public void gone(String host, VirtualIp ip, Duration at) {}

                @Override
                public void announced(String host, VirtualIp ip, Duration at) {}
            };
        }
    }

    /// What identifies an address in the kernel.
    private record AddressKey(String interfaceName, VirtualIp ip, int prefix) {

        static AddressKey of(BoundAddress address) {
            return new AddressKey(address.interfaceName(), address.ip(), address.prefix());
        }
    }

    /// An address as it was bound last, and when the kernel drops it.
    private record BoundEntry(BoundAddress address, Optional<Duration> end) {

        BoundAddress at(Duration now) {
            long left = end.map(then -> then.minus(now).toSeconds()).orElse(BoundAddress.FOREVER);
            return new BoundAddress(
                    address.ip(),
                    address.interfaceName(),
                    address.prefix(),
                    address.label(),
                    address.isOurs(),
                    Math.min(left, address.lifetimeSeconds()));
        }
    }
}
