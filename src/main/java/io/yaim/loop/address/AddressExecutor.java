package io.yaim.loop.address;

import io.yaim.address.Addresses;
import io.yaim.loop.announce.AnnouncementSchedule;
import io.yaim.loop.announce.KnownNeighbours;
import io.yaim.loop.announce.UnicastAnnouncer;
import io.yaim.loop.conflict.ConflictDetector;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.LeaseKeeper;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Proof;
import io.yaim.model.VirtualIp;
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

/// Carries out what a plan wants done to addresses, slice by slice, with the right to hold them checked
/// again at the moment of each effect.
public final class AddressExecutor {

    /// A refresh should take no more than this part of a lifetime.
    private static final int REFRESHES_PER_LIFETIME = 5;

    /// Two that both took an address find each other by nothing else than what they announce.
    private static final Duration REANNOUNCE_WITHIN = Duration.ofSeconds(10);

    /// What was bound is so this part of a ttl later: it was kept a moment before, for most of a ttl.
    private static final int OBSERVATIONS_PER_TTL = 3;

    private final Addresses addresses;
    private final Clock clock;
    private final LeaseKeeper leaseKeeper;
    private final LoopMemory loopMemory;
    private final AnnouncementSchedule announcementSchedule;
    private final ConflictDetector conflictDetector;
    private final UnicastAnnouncer unicastAnnouncer;
    private final Consumer<Event> events;
    private final BindBackoff bindBackoff;
    private final RefreshTime refreshTime;

    public AddressExecutor(
            Addresses addresses,
            Clock clock,
            LeaseKeeper leaseKeeper,
            LoopMemory loopMemory,
            AnnouncementSchedule announcementSchedule,
            ConflictDetector conflictDetector,
            KnownNeighbours knownNeighbours,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.leaseKeeper = leaseKeeper;
        this.loopMemory = loopMemory;
        this.announcementSchedule = announcementSchedule;
        this.conflictDetector = conflictDetector;
        bindBackoff = loopMemory.bindBackoff();
        refreshTime = loopMemory.refreshTime();
        unicastAnnouncer = new UnicastAnnouncer(addresses, clock, announcementSchedule, knownNeighbours, events);
        this.events = events;
    }

    public void drop(List<BoundAddress> bound, String reason) throws IOException {
        for (List<BoundAddress> slice : WorkSlices.of(bound)) {
            Map<VirtualIp, String> failures = addresses.drop(slice);
            failures.forEach((ip, why) -> events.accept(new Event.Failed("drop " + ip, why)));
            List<BoundAddress> dropped = slice.stream()
                    .filter(address -> !failures.containsKey(address.ip()))
                    .toList();
            announcementSchedule.forget(dropped.stream().map(BoundAddress::ip).toList());
            if (!dropped.isEmpty()) {
                events.accept(new Event.Dropped(dropped, reason));
            }
        }
    }

    public void bind(List<Binding> bindings) throws IOException {
        boolean isRenewed = true;
        for (List<Binding> slice : WorkSlices.of(bindings)) {
            isRenewed = isRenewed && renewLeaseIfDue();
            long lifetime = lifetime(leaseKeeper.proof(), bindings.size());
            if (lifetime < 1) {
                events.accept(new Event.Failed("bind addresses", tooShortReason(leaseKeeper.proof())));
                return;
            }
            Map<VirtualIp, String> failures = addresses.bind(slice, lifetime);
            List<Binding> bound = without(failures, slice);
            if (!isProven(leaseKeeper.proof())) {
                drop(asBound(bound), "the proof ended while they were bound");
                return;
            }
            Duration now = clock.now();
            failures.forEach((ip, why) -> {
                bindBackoff.failed(ip, why, now);
                events.accept(new Event.Failed("bind " + ip, why));
            });
            List<VirtualIp> ips = bound.stream().map(Binding::ip).toList();
            if (!ips.isEmpty()) {
                bindBackoff.succeeded(ips);
                events.accept(new Event.Bound(ips, lifetime));
                conflictDetector.bound(ips, now);
                announcementSchedule.startRounds(ips, now);
                List<VirtualIp> due = announcementSchedule.due(now);
                announce(bound.stream()
                        .filter(binding -> due.contains(binding.ip()))
                        .toList());
            }
        }
    }

    /// Refreshes the lifetimes of addresses that are bound.
    ///
    /// @param proof what the lifetimes are to be given by, asked for anew each time
    public void refresh(List<Binding> bindings, Supplier<Optional<Proof>> proof) throws IOException {
        Optional<Proof> provenBy = proof.get();
        Duration started = clock.now();
        boolean isRenewed = true;
        for (List<Binding> slice : WorkSlices.of(bindings)) {
            isRenewed = isRenewed && renewLeaseIfDue();
            long lifetime = lifetime(proof.get(), bindings.size());
            if (lifetime < 1) {
                drop(asBound(bindings), tooShortReason(proof.get()));
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
        provenBy.ifPresent(loopMemory::noteRefreshed);
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
    /// @param claimed not bound here yet
    /// @param granted what a lease would be granted
    /// @param lookedAt when it was seen what is bound here
    public void holdWithoutProof(List<Binding> held, List<Binding> claimed, Duration granted, Duration lookedAt)
            throws IOException {
        Duration now = clock.now();
        Duration age = now.minus(lookedAt);
        if (age.compareTo(granted.dividedBy(OBSERVATIONS_PER_TTL)) > 0) {
            throw new IOException("looked at them " + age.toMillis() + " ms ago, which is too long");
        }
        var all = new ArrayList<>(held);
        all.addAll(claimed);
        long given = Math.max(1, Proof.from(now, granted).lifetimeSeconds(now, refreshTime.estimate(all.size())));
        var bound = new ArrayList<Binding>();
        for (List<Binding> slice : WorkSlices.of(all)) {
            Map<VirtualIp, String> failures = addresses.bind(slice, given);
            failures.forEach((ip, why) -> events.accept(new Event.Failed("keep " + ip, why)));
            bound.addAll(without(failures, slice));
        }
        loopMemory.noteHeldWithoutProof(now);
        Set<Binding> wanted = Set.copyOf(claimed);
        List<VirtualIp> fresh =
                bound.stream().filter(wanted::contains).map(Binding::ip).toList();
        if (!fresh.isEmpty()) {
            events.accept(new Event.Bound(fresh, given));
            conflictDetector.bound(fresh, now);
            announcementSchedule.startRounds(fresh, now);
        }
        List<VirtualIp> due = announcementSchedule.due(now);
        List<Binding> announced =
                bound.stream().filter(binding -> due.contains(binding.ip())).toList();
        if (!announced.isEmpty()) {
            announcementSchedule.noteAnnounced(
                    announced.stream().map(Binding::ip).toList(), now);
            addresses.announce(announced);
            events.accept(new Event.Announced(announced.size()));
        }
        unicastAnnouncer.announce(dueForUnicast(bound), () -> true);
        announcementSchedule.announceWithin(bound.stream().map(Binding::ip).toList(), REANNOUNCE_WITHIN, now);
    }

    /// To all, or where it is their turn to single neighbours.
    public void announce(List<Binding> bindings) throws IOException {
        List<Binding> toAll = bindings.stream()
                .filter(binding -> !announcementSchedule.isUnicastTurn(binding.ip()))
                .toList();
        List<Binding> alone = dueForUnicast(bindings);
        if (!toAll.isEmpty() && isProven(leaseKeeper.proof())) {
            announcementSchedule.noteAnnounced(toAll.stream().map(Binding::ip).toList(), clock.now());
            addresses.announce(toAll);
            events.accept(new Event.Announced(toAll.size()));
        }
        unicastAnnouncer.announce(alone, () -> isProven(leaseKeeper.proof()));
    }

    private List<Binding> dueForUnicast(List<Binding> bindings) {
        return bindings.stream()
                .filter(binding -> announcementSchedule.isUnicastTurn(binding.ip()))
                .toList();
    }

    /// Renews the lease if it is time to. A store that is silent is told of, and not asked again for the
    /// rest of the work: what the proof still allows must not wait for it.
    private boolean renewLeaseIfDue() throws IOException {
        try {
            leaseKeeper.renewIfDue();
            return true;
        } catch (LeaseEndedException | StoreWentBackException e) {
            throw e;
        } catch (IOException e) {
            events.accept(new Event.Failed("renew the lease", String.valueOf(e.getMessage())));
            return false;
        }
    }

    private long lifetime(Optional<Proof> proof, int count) {
        return proof.map(present -> present.lifetimeSeconds(clock.now(), refreshTime.estimate(count)))
                .orElse(0L);
    }

    private String tooShortReason(Optional<Proof> proof) {
        return proof.map(present -> "the proof of ownership ends in "
                        + present.endsAt().minus(clock.now()).toMillis()
                        + " ms, too soon for a lifetime of a second")
                .orElse("nothing proves any more that they are this node's");
    }

    private boolean isProven(Optional<Proof> proof) {
        return proof.filter(present -> present.isValidAt(clock.now())).isPresent();
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
