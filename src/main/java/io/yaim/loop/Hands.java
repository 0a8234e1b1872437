package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Former;
import io.yaim.model.Host;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Memory;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Carries out what a plan wants done to addresses, slice by slice, with the right to hold them checked
/// again at the moment of each effect.
final class Hands {

    /// A refresh should take no more than this part of a lifetime.
    private static final int REFRESHES_PER_LIFETIME = 5;

    /// Two that both took an address find each other by nothing else than what they announce.
    private static final Duration REMINDER = Duration.ofSeconds(10);

    /// What was bound is so this part of a ttl later: it was kept a moment before, for most of a ttl.
    private static final int LOOKS_PER_TTL = 3;

    private final Addresses addresses;
    private final Clock clock;
    private final Tenure tenure;
    private final Notebook notebook;
    private final Announcements announcements;
    private final Lookout lookout;
    private final Neighbourhood neighbourhood;
    private final Directed directed;
    private final Consumer<Event> events;
    private final Refusals refusals = new Refusals();
    private final RefreshTime refreshTime = new RefreshTime();

    Hands(
            Addresses addresses,
            Clock clock,
            Tenure tenure,
            Notebook notebook,
            Announcements announcements,
            Lookout lookout,
            Neighbourhood neighbourhood,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.tenure = tenure;
        this.notebook = notebook;
        this.announcements = announcements;
        this.lookout = lookout;
        this.neighbourhood = neighbourhood;
        directed = new Directed(addresses, clock, announcements, neighbourhood, events);
        this.events = events;
    }

    Memory memory(Host host, Set<Tenancy> refused, Optional<Former> former, Duration now) {
        announcements.retain(host.ours().stream().map(BoundAddress::ip).collect(Collectors.toSet()));
        return notebook.memory(refusals, announcements, lookout.wire(now), refused, former, now);
    }

    void listen(Host host, Duration now) {
        lookout.listen(host.ours(), now);
    }

    /// What refreshing all of this host's own addresses takes. Where none is bound, none is refreshed and
    /// measured anew: then the last measure is forgotten all the same, or a slow one could keep this node
    /// from binding for ever.
    Duration refreshTime(Host host) {
        int count = host.ours().size();
        if (count == 0) {
            refreshTime.forget();
        }
        return refreshTime.of(count);
    }

    /// What is bound already is announced from time to time as well, if all is from now on.
    void become(Announcing announcing, Duration now) {
        announcements.become(announcing, now);
        lookout.setProbing(announcing.isProbing());
        neighbourhood.become(announcing.notifying());
        announcing.period().ifPresent(time -> announcements.remind(lookout.bound(), time, now));
    }

    /// When there is something to do again that no event will tell of.
    Optional<Duration> next(Duration now) {
        return Stream.of(announcements.next(now), refusals.next(now), lookout.next(now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    void drop(List<BoundAddress> bound, String reason) throws IOException {
        for (List<BoundAddress> slice : Slices.of(bound)) {
            Map<VirtualIp, String> failures = addresses.drop(slice);
            failures.forEach((ip, why) -> events.accept(new Event.Failed("drop " + ip, why)));
            List<BoundAddress> dropped = slice.stream()
                    .filter(address -> !failures.containsKey(address.ip()))
                    .toList();
            announcements.forget(dropped.stream().map(BoundAddress::ip).toList());
            if (!dropped.isEmpty()) {
                events.accept(new Event.Dropped(dropped, reason));
            }
        }
    }

    void bind(List<Binding> bindings) throws IOException {
        boolean isRenewed = true;
        for (List<Binding> slice : Slices.of(bindings)) {
            isRenewed = isRenewed && renew();
            long lifetime = lifetime(tenure.proof(), bindings.size());
            if (lifetime < 1) {
                events.accept(new Event.Failed("bind addresses", tooShort(tenure.proof())));
                return;
            }
            Map<VirtualIp, String> failures = addresses.bind(slice, lifetime);
            List<Binding> bound = without(failures, slice);
            if (!isProven(tenure.proof())) {
                drop(asBound(bound), "the proof ended while they were bound");
                return;
            }
            Duration now = clock.now();
            failures.forEach((ip, why) -> {
                refusals.failed(ip, why, now);
                events.accept(new Event.Failed("bind " + ip, why));
            });
            List<VirtualIp> ips = bound.stream().map(Binding::ip).toList();
            if (!ips.isEmpty()) {
                refusals.succeeded(ips);
                events.accept(new Event.Bound(ips, lifetime));
                lookout.bound(ips, now);
                announcements.begin(ips, now);
                List<VirtualIp> due = announcements.due(now);
                announce(bound.stream()
                        .filter(binding -> due.contains(binding.ip()))
                        .toList());
            }
        }
    }

    /// @param proof what the lifetimes are to be given by, asked for anew each time
    void refresh(List<Binding> bindings, Supplier<Optional<Proof>> proof) throws IOException {
        Optional<Proof> provenBy = proof.get();
        Duration started = clock.now();
        boolean isRenewed = true;
        for (List<Binding> slice : Slices.of(bindings)) {
            isRenewed = isRenewed && renew();
            long lifetime = lifetime(proof.get(), bindings.size());
            if (lifetime < 1) {
                drop(asBound(bindings), tooShort(proof.get()));
                return;
            }
            Map<VirtualIp, String> failures = addresses.bind(slice, lifetime);
            if (!isProven(proof.get())) {
                drop(asBound(bindings), "the proof ended while they were refreshed");
                return;
            }
            failures.forEach((ip, why) -> events.accept(new Event.Failed("refresh " + ip, why)));
        }
        Duration took = clock.now().minus(started);
        refreshTime.measured(bindings.size(), took);
        provenBy.ifPresent(notebook::refreshed);
        events.accept(new Event.Refreshed(bindings.size(), took));
        warnOfTooMany(lifetime(proof.get(), bindings.size()), bindings.size(), took);
    }

    /// Safe all the same, since lifetimes are shortened by what the refresh takes; but little is left of
    /// them.
    private void warnOfTooMany(long lifetime, int count, Duration took) {
        Duration most = Duration.ofSeconds(lifetime).dividedBy(REFRESHES_PER_LIFETIME);
        if (took.compareTo(most) > 0) {
            events.accept(new Event.Failed(
                    "refresh addresses in time",
                    "it takes " + took.toMillis() + " ms for " + count + " addresses, and should take "
                            + most.toMillis() + " ms at most: this node has too many, or ttl is too short"));
        }
    }

    /// Without a proof: the lifetimes are what they would be just after a keep-alive, so that those of a
    /// process that hangs end all the same. If it was stopped meanwhile, others may have taken what it saw.
    ///
    /// @param taken not bound here yet
    /// @param granted what a lease would be granted
    /// @param lookedAt when it was seen what is bound here
    void keep(List<Binding> kept, List<Binding> taken, Duration granted, Duration lookedAt) throws IOException {
        Duration now = clock.now();
        Duration age = now.minus(lookedAt);
        if (age.compareTo(granted.dividedBy(LOOKS_PER_TTL)) > 0) {
            throw new IOException("looked at them " + age.toMillis() + " ms ago, which is too long");
        }
        var all = new ArrayList<>(kept);
        all.addAll(taken);
        long given = Math.max(1, Proof.from(now, granted).lifetimeSeconds(now, refreshTime.of(all.size())));
        var bound = new ArrayList<Binding>();
        for (List<Binding> slice : Slices.of(all)) {
            Map<VirtualIp, String> failures = addresses.bind(slice, given);
            failures.forEach((ip, why) -> events.accept(new Event.Failed("keep " + ip, why)));
            bound.addAll(without(failures, slice));
        }
        notebook.kept(now);
        Set<Binding> wanted = Set.copyOf(taken);
        List<VirtualIp> fresh =
                bound.stream().filter(wanted::contains).map(Binding::ip).toList();
        if (!fresh.isEmpty()) {
            events.accept(new Event.Bound(fresh, given));
            lookout.bound(fresh, now);
            announcements.begin(fresh, now);
        }
        List<VirtualIp> due = announcements.due(now);
        List<Binding> announced =
                bound.stream().filter(binding -> due.contains(binding.ip())).toList();
        if (!announced.isEmpty()) {
            announcements.announced(announced.stream().map(Binding::ip).toList(), now);
            addresses.announce(announced);
            events.accept(new Event.Announced(announced.size()));
        }
        directed.tell(directed(bound), () -> true);
        announcements.remind(bound.stream().map(Binding::ip).toList(), REMINDER, now);
    }

    /// To all, or where it is their turn to single neighbours.
    void announce(List<Binding> bindings) throws IOException {
        List<Binding> toAll = bindings.stream()
                .filter(binding -> !announcements.isDirected(binding.ip()))
                .toList();
        List<Binding> alone = directed(bindings);
        if (!toAll.isEmpty() && isProven(tenure.proof())) {
            announcements.announced(toAll.stream().map(Binding::ip).toList(), clock.now());
            addresses.announce(toAll);
            events.accept(new Event.Announced(toAll.size()));
        }
        directed.tell(alone, () -> isProven(tenure.proof()));
    }

    private List<Binding> directed(List<Binding> bindings) {
        return bindings.stream()
                .filter(binding -> announcements.isDirected(binding.ip()))
                .toList();
    }

    /// Renews the lease if it is time to. A store that is silent is told of, and not asked again for the
    /// rest of the work: what the proof still allows must not wait for it.
    private boolean renew() throws IOException {
        try {
            tenure.keep();
            return true;
        } catch (LeaseEndedException | StoreWentBackException e) {
            throw e;
        } catch (IOException e) {
            events.accept(new Event.Failed("renew the lease", String.valueOf(e.getMessage())));
            return false;
        }
    }

    private long lifetime(Optional<Proof> proof, int count) {
        return proof.map(present -> present.lifetimeSeconds(clock.now(), refreshTime.of(count)))
                .orElse(0L);
    }

    private String tooShort(Optional<Proof> proof) {
        return proof.map(present -> "the proof of ownership ends in "
                        + present.ends().minus(clock.now()).toMillis()
                        + " ms, too soon for a lifetime of a second")
                .orElse("nothing proves any more that they are this node's");
    }

    private boolean isProven(Optional<Proof> proof) {
        return proof.filter(present -> present.holdsAt(clock.now())).isPresent();
    }

    private static List<Binding> without(Map<VirtualIp, String> failures, List<Binding> bindings) {
        return bindings.stream()
                .filter(binding -> !failures.containsKey(binding.ip()))
                .toList();
    }

    private static List<BoundAddress> asBound(List<Binding> bindings) {
        return bindings.stream()
                .map(binding -> new BoundAddress(
                        binding.ip(), binding.interfaceName(), binding.prefix(), binding.label(), true, 0))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
