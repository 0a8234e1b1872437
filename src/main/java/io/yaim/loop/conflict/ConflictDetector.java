package io.yaim.loop.conflict;

import io.yaim.address.Addresses;
import io.yaim.loop.announce.AnnouncementSchedule;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.ProbeStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Detects other hosts that have an address which is bound here, or which this node is about to bind.
public final class ConflictDetector {

    /// The number of probes in one cycle. The rest follows in the next cycle, at most 100 ms later. The rate of
    /// announcements does not limit probes, because an entry is not bound until they are done.
    static final int MAX_PROBES_PER_CYCLE = 1000;

    private final Addresses addresses;
    private final Clock clock;
    private final AnnouncementSchedule announcementSchedule;
    private final OrphanedEntries orphanedEntries;
    private final Consumer<Event> events;
    private final AddressConflicts addressConflicts = new AddressConflicts();
    private final ClaimProbing claimProbing = new ClaimProbing();
    private Map<VirtualIp, Binding> bound = Map.of();

    public ConflictDetector(
            Addresses addresses,
            Clock clock,
            AnnouncementSchedule announcementSchedule,
            OrphanedEntries orphanedEntries,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.announcementSchedule = announcementSchedule;
        this.orphanedEntries = orphanedEntries;
        this.events = events;
    }

    /// Must be called with each view that was read under a lease.
    public void updateFrom(View view, NodeName me, LeaseId lease, Duration now) {
        orphanedEntries.updateFrom(view, me, lease, now);
        claimProbing.clear();
    }

    public void setProbing(boolean isProbing) {
        orphanedEntries.setProbing(isProbing);
    }

    /// The addresses that were bound at the last observation.
    public List<VirtualIp> bound() {
        return List.copyOf(bound.keySet());
    }

    /// Evaluates the messages since the last call.
    ///
    /// @param ours the bound addresses of this node
    public void listen(List<BoundAddress> ours, Duration now) {
        bound = ours.stream().collect(Collectors.toMap(BoundAddress::ip, BoundAddress::binding, (one, _) -> one));
        addressConflicts.forgetAllBut(bound.keySet());
        receive(now);
        // these were answered until the end of the wait, and are bound now
        orphanedEntries
                .removeResolved(now)
                .forEach(ip -> addressConflicts.scheduleProbe(ip, now.plus(AddressConflicts.SETTLE_TIME)));
        announcementSchedule.announceAgain(addressConflicts.dueForDefence(now), now);
        for (AddressSighting last : addressConflicts.removeResolved(now)) {
            events.accept(new Event.ConflictEnded(last));
            announcementSchedule.startRounds(List.of(last.ip()), now);
        }
    }

    /// If listening fails, silence proves nothing, so earlier probes are discarded.
    ///
    /// @return whether listening succeeded
    private boolean receive(Duration now) {
        var wanted = new ArrayList<>(orphanedEntries.probed());
        wanted.addAll(claimProbing.probed());
        wanted.addAll(bound.values());
        List<AddressSighting> sightings;
        try {
            sightings = addresses.listen(wanted);
        } catch (IOException e) {
            events.accept(new Event.Failed("listen to the wire", String.valueOf(e.getMessage())));
            orphanedEntries.listeningFailed();
            claimProbing.listeningFailed();
            return false;
        }
        for (AddressSighting addressSighting : sightings) {
            if (bound.containsKey(addressSighting.ip())) {
                emitIf(addressConflicts.heard(addressSighting, now), new Event.ConflictBegan(addressSighting));
            } else {
                emitIf(orphanedEntries.heard(addressSighting, now), new Event.ProbeAnswered(addressSighting));
                claimProbing.heard(addressSighting, now);
            }
        }
        return true;
    }

    private void emitIf(boolean isNews, Event event) {
        if (isNews) {
            events.accept(event);
        }
    }

    public ProbeStatus probeStatus(Duration now) {
        var due = new HashSet<>(orphanedEntries.dueForProbe(now));
        due.addAll(addressConflicts.dueForProbe(now));
        due.addAll(claimProbing.dueForProbe(now));
        return new ProbeStatus(
                orphanedEntries.possiblyBoundElsewhere(),
                orphanedEntries.newEntries(),
                orphanedEntries.occupied(),
                due,
                addressConflicts.active(),
                claimProbing.candidates(),
                claimProbing.unanswered(now));
    }

    /// Starts probing for entries that no host has.
    public void startClaimProbing(SortedMap<VirtualIp, Integer> ranks) {
        claimProbing.start(ranks, clock.now());
    }

    public void bound(List<VirtualIp> ips, Duration now) {
        claimProbing.forget(ips);
        addressConflicts.bound(ips, now);
    }

    /// When something must be done without an event.
    public Optional<Duration> nextDue(Duration now) {
        return Stream.of(orphanedEntries.nextDue(now), addressConflicts.nextDue(now), claimProbing.nextDue(now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    /// Probes these addresses, and listens before that. Each interface is probed separately, so a broken one does
    /// not affect the others.
    public void probe(List<Binding> bindings) {
        Duration now = clock.now();
        List<Binding> some = bindings.subList(0, Math.min(MAX_PROBES_PER_CYCLE, bindings.size()));
        orphanedEntries.probed(some, false, now);
        claimProbing.probed(some, false, now);
        addressConflicts.probed(some.stream().map(Binding::ip).toList(), now);
        if (!receive(now)) {
            return;
        }
        var byInterface = new TreeMap<String, List<Binding>>();
        some.forEach(binding -> byInterface
                .computeIfAbsent(binding.interfaceName(), _ -> new ArrayList<>())
                .add(binding));
        byInterface.values().forEach(each -> sendProbes(each, now));
    }

    private void sendProbes(List<Binding> bindings, Duration now) {
        try {
            addresses.probe(bindings);
            orphanedEntries.probed(bindings, true, now);
            claimProbing.probed(bindings, true, now);
            events.accept(new Event.Probed(bindings.size()));
        } catch (IOException e) {
            events.accept(new Event.Failed("probe addresses", String.valueOf(e.getMessage())));
        }
    }
}
