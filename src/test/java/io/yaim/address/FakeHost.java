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

/// The kernel of a host that exists in memory only: links, addresses, and lifetimes that run by the clock
/// handed in. It outlives the processes that change its addresses, each by [FakeAddresses] of its own. Used
/// by one thread.
///
/// A lifetime that has run out takes effect when the host is used next, or by [#expire()]; the observer is
/// told when it ran out.
public final class FakeHost {

    private final String name;
    private final Clock clock;
    private final Observer observer;
    private final Map<String, Link> links = new TreeMap<>();
    private final Map<Place, Held> addresses = new LinkedHashMap<>();
    private final Map<VirtualIp, String> refusals = new TreeMap<>();
    private final List<FakeAddresses> processes = new ArrayList<>();
    private final TreeSet<Neighbour> neighbours = new TreeSet<>();
    private final List<UnicastAnnouncement> unicastAnnouncements = new ArrayList<>();
    private final FakeSegment segment;
    private final HardwareAddress hardware;
    private Duration lateness = Duration.ZERO;
    private final Set<VirtualIp> gated = new TreeSet<>();
    private Duration openUntil = Duration.ZERO;

    /// A host with one link, `eth0`, that is up, and no neighbours.
    public FakeHost(String name, Clock clock, Observer observer) {
        this(name, clock, observer, new FakeSegment());
    }

    /// A host with one link, `eth0`, that is up. All its links lead to the segment.
    public FakeHost(String name, Clock clock, Observer observer, FakeSegment segment) {
        this.name = name;
        this.clock = clock;
        this.observer = observer;
        this.segment = segment;
        hardware = segment.plugIn(this);
        setLink("eth0", true);
    }

    String name() {
        return name;
    }

    /// Whether its neighbours hear it, on `eth0`.
    public boolean answersNeighbours() {
        return isUp("eth0");
    }

    /// Of all its links.
    public HardwareAddress hardware() {
        return hardware;
    }

    /// Adds the link, or changes its state.
    public void setLink(String link, boolean isUp) {
        Link old = links.get(link);
        links.put(link, new Link(link, old == null ? links.size() + 1 : old.index(), isUp));
        ringAll();
    }

    /// Takes the link away, with the addresses on it.
    public void removeLink(String link) {
        expire();
        links.remove(link);
        takeOff(place -> place.interfaceName().equals(link));
        ringAll();
    }

    /// How much later than due the kernel drops an address whose lifetime has run out; from the next bind
    /// on.
    public void setLateness(Duration lateness) {
        this.lateness = lateness;
    }

    /// From now on the kernel refuses to bind or to drop the address, for this reason.
    public void refuse(VirtualIp ip, String reason) {
        refusals.put(ip, reason);
    }

    /// Ends [#refuse].
    public void accept(VirtualIp ip) {
        refusals.remove(ip);
    }

    /// Somebody else puts an address on, for ever.
    public void bindAsAnother(VirtualIp ip, String link) {
        expire();
        put(new BoundAddress(ip, link, ip.hostPrefix(), Optional.empty(), false, BoundAddress.FOREVER));
        ringAll();
    }

    /// Somebody else takes the address off, wherever it is.
    public void dropAsAnother(VirtualIp ip) {
        expire();
        takeOff(place -> place.ip().equals(ip));
        ringAll();
    }

    /// Somebody else gives an address of ours another lifetime, if it is there.
    ///
    /// @return whether it was
    public boolean extendAsAnother(VirtualIp ip, long lifetimeSeconds) {
        expire();
        Optional<BoundAddress> present = addresses.values().stream()
                .map(Held::address)
                .filter(address -> address.ip().equals(ip) && address.isOurs())
                .findFirst();
        present.ifPresent(address -> put(new BoundAddress(
                ip, address.interfaceName(), address.prefix(), address.label(), true, lifetimeSeconds)));
        ringAll();
        return present.isPresent();
    }

    /// When the next lifetime runs out, if one does.
    public Optional<Duration> nextExpiry() {
        return addresses.values().stream().flatMap(held -> held.end().stream()).min(Comparator.naturalOrder());
    }

    /// When this host has the address no more, if nobody refreshes it; absent: never, or it has not got it.
    public Optional<Duration> endOf(VirtualIp ip) {
        return addresses.values().stream()
                .filter(held -> held.address().ip().equals(ip))
                .flatMap(held -> held.end().stream())
                .max(Comparator.naturalOrder());
    }

    /// Takes off the addresses whose lifetime has run out.
    public void expire() {
        Duration now = clock.now();
        Optional<Duration> next = nextExpiry().filter(end -> end.compareTo(now) <= 0);
        while (next.isPresent()) {
            takeOffAt(next.get());
            next = nextExpiry().filter(end -> end.compareTo(now) <= 0);
            ringAll();
        }
    }

    /// Whether this host has the address on any of its links.
    public boolean has(VirtualIp ip) {
        expire();
        return addresses.keySet().stream().anyMatch(place -> place.ip().equals(ip));
    }

    Host look() {
        expire();
        gated.removeIf(ip -> !has(ip));
        Duration now = clock.now();
        return new Host(
                new TreeMap<>(links),
                addresses.values().stream().map(held -> held.at(now)).toList());
    }

    /// Puts it on, or replaces what is known of it; or says why not.
    Optional<String> bind(FakeAddresses by, BoundAddress address) {
        expire();
        if (!links.containsKey(address.interfaceName())) {
            return Optional.of("there is no interface " + address.interfaceName());
        }
        if (refusals.containsKey(address.ip())) {
            return Optional.ofNullable(refusals.get(address.ip()));
        }
        put(address);
        ringAllBut(by);
        return Optional.empty();
    }

    /// Takes it off, if it is there; or says why not.
    Optional<String> drop(FakeAddresses by, BoundAddress address) {
        expire();
        if (refusals.containsKey(address.ip())) {
            return Optional.ofNullable(refusals.get(address.ip()));
        }
        takeOff(Place.of(address)::equals);
        ringAllBut(by);
        return Optional.empty();
    }

    /// Whether neighbours were told.
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

    /// From now on its table of neighbours has this one too.
    public void meet(Neighbour neighbour) {
        neighbours.removeIf(known ->
                known.ip().equals(neighbour.ip()) && known.interfaceName().equals(neighbour.interfaceName()));
        neighbours.add(neighbour);
    }

    /// Its table of neighbours is empty from now on.
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

    /// Whom it told alone of which address, in this order.
    public List<UnicastAnnouncement> unicastAnnouncements() {
        return List.copyOf(unicastAnnouncements);
    }

    /// Whether neighbours were told.
    boolean announceTo(Binding binding, List<Neighbour> whom) {
        Duration now = clock.now();
        whom.stream()
                .filter(neighbour -> neighbour.ip().isV6() == binding.ip().isV6())
                .filter(neighbour -> !neighbour.hardware().equals(hardware))
                .forEach(neighbour -> unicastAnnouncements.add(new UnicastAnnouncement(binding.ip(), neighbour, now)));
        return links.containsKey(binding.interfaceName());
    }

    /// That a neighbour was told alone where an address is.
    public record UnicastAnnouncement(VirtualIp ip, Neighbour neighbour, Duration at) {}

    /// Whether there is such a link to ask on.
    boolean probe(VirtualIp ip, String link) {
        if (isUp(link)) {
            segment.probe(this, ip);
        }
        return links.containsKey(link);
    }

    /// Puts what is ours into the gate's pool, and nothing else. Whether the gate is open stays.
    void takeOverGate() {
        gated.clear();
        addresses.values().stream()
                .map(Held::address)
                .filter(BoundAddress::isOurs)
                .forEach(address -> gated.add(address.ip()));
    }

    /// Before it is bound.
    void admit(VirtualIp ip) {
        gated.add(ip);
    }

    void removeGate() {
        gated.clear();
        openUntil = Duration.ZERO;
    }

    /// What is in the gate's pool answers for this long.
    void open(Duration time) {
        openUntil = clock.now().plus(time);
    }

    /// When the gate falls shut, or fell.
    public Duration openUntil() {
        return openUntil;
    }

    /// Whether the gate keeps the address silent, though it may be bound.
    public boolean isSilent(VirtualIp ip) {
        return gated.contains(ip) && clock.now().compareTo(openUntil) >= 0;
    }

    /// Whether it answers a neighbour that asks for the address.
    public boolean answers(VirtualIp ip) {
        expire();
        return !isSilent(ip)
                && addresses.keySet().stream().anyMatch(place -> place.ip().equals(ip) && isUp(place.interfaceName()));
    }

    /// What comes from its own hardware address has been reflected, and is not heard.
    void hear(VirtualIp ip, HardwareAddress by, AddressSighting.Kind kind) {
        if (!by.equals(hardware)) {
            List.copyOf(processes).forEach(process -> process.hear(ip, by, kind));
        }
    }

    boolean isUp(String link) {
        Link found = links.get(link);
        return found != null && found.isUp();
    }

    void enter(FakeAddresses process) {
        processes.add(process);
    }

    void leave(FakeAddresses process) {
        processes.remove(process);
    }

    private void put(BoundAddress address) {
        Duration now = clock.now();
        Optional<Duration> end = address.lifetimeSeconds() == BoundAddress.FOREVER
                ? Optional.empty()
                : Optional.of(now.plusSeconds(address.lifetimeSeconds()).plus(lateness));
        Held old = addresses.put(Place.of(address), new Held(address, end));
        if (old == null) {
            observer.bound(name, address.ip(), now);
        }
    }

    private void takeOff(Predicate<Place> condition) {
        addresses.keySet().stream().filter(condition).toList().forEach(place -> takeOff(place, clock.now()));
    }

    private void takeOffAt(Duration end) {
        var ended = new LinkedHashMap<>(addresses);
        ended.values().removeIf(held -> !held.end().equals(Optional.of(end)));
        ended.keySet().forEach(place -> takeOff(place, end));
    }

    private void takeOff(Place place, Duration at) {
        addresses.remove(place);
        observer.gone(name, place.ip(), at);
    }

    private void ringAll() {
        List.copyOf(processes).forEach(FakeAddresses::ring);
    }

    private void ringAllBut(FakeAddresses cause) {
        List.copyOf(processes).stream().filter(process -> process != cause).forEach(FakeAddresses::ring);
    }

    /// Is told what happens on hosts. One may watch several.
    public interface Observer {

        /// An address came to be on the host; not when it merely got another lifetime.
        void bound(String host, VirtualIp ip, Duration at);

        /// An address went, for whatever reason.
        void gone(String host, VirtualIp ip, Duration at);

        /// The neighbours of the host were told of the address.
        void announced(String host, VirtualIp ip, Duration at);

        /// Watches nothing.
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

    /// By what the kernel tells addresses apart.
    private record Place(String interfaceName, VirtualIp ip, int prefix) {

        static Place of(BoundAddress address) {
            return new Place(address.interfaceName(), address.ip(), address.prefix());
        }
    }

    /// An address as it was bound last, and when the kernel drops it.
    private record Held(BoundAddress address, Optional<Duration> end) {

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
