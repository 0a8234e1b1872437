package io.yaim.loop.address;

import io.yaim.address.Addresses;
import io.yaim.loop.announce.Announcer;
import io.yaim.loop.conflict.ConflictDetector;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Proof;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Carries out the address actions of a plan, slice by slice. Checks the ground for a lifetime again at each
/// effect.
public final class AddressExecutor {

    /// A refresh should take at most this fraction of a lifetime.
    private static final int REFRESHES_PER_LIFETIME = 5;

    private final Addresses addresses;
    private final Clock clock;
    private final LoopMemory loopMemory;
    private final ConflictDetector conflictDetector;
    private final Announcer announcer;
    private final Consumer<Event> events;

    public AddressExecutor(
            Addresses addresses,
            Clock clock,
            LoopMemory loopMemory,
            ConflictDetector conflictDetector,
            Announcer announcer,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.loopMemory = loopMemory;
        this.conflictDetector = conflictDetector;
        this.announcer = announcer;
        this.events = events;
    }

    public void drop(List<BoundAddress> bound, String reason) throws IOException {
        for (List<BoundAddress> slice : WorkSlices.of(bound)) {
            Map<VirtualIp, String> failures = addresses.drop(slice);
            failures.forEach((ip, why) -> events.accept(new Event.Failed("drop " + ip, why)));
            List<BoundAddress> dropped = slice.stream()
                    .filter(address -> !failures.containsKey(address.ip()))
                    .toList();
            announcer.forget(dropped.stream().map(BoundAddress::ip).toList());
            if (!dropped.isEmpty()) {
                events.accept(new Event.Dropped(dropped, reason));
            }
        }
    }

    /// Binds addresses, and announces those that were bound.
    public void bind(List<Binding> bindings, LifetimeGround ground) throws IOException {
        Outcome outcome = giveLifetimes(bindings, ground, given -> {
            Duration now = clock.now();
            given.failures().forEach((ip, why) -> {
                loopMemory.bindBackoff().failed(ip, why, now);
                events.accept(new Event.Failed("bind " + ip, why));
            });
            loopMemory.bindBackoff().succeeded(ips(given.bound()));
            startUse(given.bound(), given.lifetimeSeconds(), ground, now);
        });
        switch (outcome) {
            case Outcome.Done _ -> {}
            case Outcome.TooShort(var reason) -> events.accept(new Event.Failed("bind addresses", reason));
            case Outcome.Ended(var bound) -> drop(asBound(bound), "the proof ended while they were bound");
        }
    }

    /// Refreshes the lifetimes of bound addresses.
    public void refresh(List<Binding> bindings, ProofGround ground) throws IOException {
        Optional<Proof> provenBy = ground.proof();
        Duration started = clock.now();
        Outcome outcome = giveLifetimes(
                bindings,
                ground,
                given -> given.failures().forEach((ip, why) -> events.accept(new Event.Failed("refresh " + ip, why))));
        switch (outcome) {
            case Outcome.Done _ -> {
                Duration took = clock.now().minus(started);
                loopMemory.refreshTime().measured(bindings.size(), took);
                provenBy.ifPresent(loopMemory::noteRefreshed);
                events.accept(new Event.Refreshed(bindings.size(), took));
                warnOfTooMany(ground.lifetimeSeconds(bindings.size()), bindings.size(), took);
            }
            case Outcome.TooShort(var reason) -> drop(asBound(bindings), reason);
            case Outcome.Ended _ -> drop(asBound(bindings), "the proof ended while they were refreshed");
        }
    }

    /// Gives addresses lifetimes without a proof.
    ///
    /// @param claimed the addresses that are not bound here yet
    public void holdWithoutProof(List<Binding> held, List<Binding> claimed, NoProofGround ground) throws IOException {
        Duration now = clock.now();
        var all = new ArrayList<>(held);
        all.addAll(claimed);
        Set<Binding> wanted = Set.copyOf(claimed);
        giveLifetimes(all, ground, given -> {
            given.failures().forEach((ip, why) -> events.accept(new Event.Failed("hold " + ip, why)));
            List<Binding> fresh =
                    given.bound().stream().filter(wanted::contains).toList();
            startUse(fresh, given.lifetimeSeconds(), ground, now);
            announcer.keepAnnouncing(ips(given.bound()), now);
        });
        loopMemory.noteHeldWithoutProof(now);
    }

    /// The only place where lifetimes are given. Ends as soon as the ground does not allow one.
    private Outcome giveLifetimes(List<Binding> bindings, LifetimeGround ground, SliceListener listener)
            throws IOException {
        for (List<Binding> slice : WorkSlices.of(bindings)) {
            ground.prepare();
            long lifetime = ground.lifetimeSeconds(bindings.size());
            if (lifetime < 1) {
                return new Outcome.TooShort(ground.shortfall());
            }
            Map<VirtualIp, String> failures = addresses.bind(slice, lifetime);
            List<Binding> bound = slice.stream()
                    .filter(binding -> !failures.containsKey(binding.ip()))
                    .toList();
            if (!ground.confirm()) {
                return new Outcome.Ended(bound);
            }
            listener.accept(new Given(bound, failures, lifetime));
        }
        return new Outcome.Done();
    }

    /// Reports and announces addresses that were not bound here before.
    private void startUse(List<Binding> bound, long lifetimeSeconds, LifetimeGround ground, Duration now)
            throws IOException {
        if (!bound.isEmpty()) {
            events.accept(new Event.Bound(ips(bound), lifetimeSeconds));
            conflictDetector.bound(ips(bound), now);
            announcer.announceBound(bound, now, ground::isValid);
        }
    }

    /// A slow refresh is still safe, because lifetimes are shortened by its duration. But little remains of them.
    private void warnOfTooMany(long lifetime, int count, Duration took) {
        Duration most = Duration.ofSeconds(lifetime).dividedBy(REFRESHES_PER_LIFETIME);
        if (took.compareTo(most) > 0) {
            events.accept(new Event.Failed(
                    "refresh addresses in time",
                    "it takes " + took.toMillis() + " ms for " + count + " addresses, and should take "
                            + most.toMillis() + " ms at most: this node has too many, or ttl is too short"));
        }
    }

    private static List<VirtualIp> ips(List<Binding> bindings) {
        return bindings.stream().map(Binding::ip).toList();
    }

    private static List<BoundAddress> asBound(List<Binding> bindings) {
        return bindings.stream()
                .map(binding -> new BoundAddress(
                        binding.ip(), binding.interfaceName(), binding.prefix(), binding.label(), true, 0))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /// A slice of addresses that were given a lifetime.
    private record Given(List<Binding> bound, Map<VirtualIp, String> failures, long lifetimeSeconds) {}

    private interface SliceListener {
        void accept(Given given) throws IOException;
    }

    /// The result of all slices.
    private sealed interface Outcome {

        record Done() implements Outcome {}

        /// The ground did not allow a lifetime for the next slice.
        record TooShort(String reason) implements Outcome {}

        /// The ground ended while these addresses were given a lifetime.
        record Ended(List<Binding> bound) implements Outcome {}
    }
}
