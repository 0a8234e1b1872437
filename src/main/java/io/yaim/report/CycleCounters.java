package io.yaim.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Lease;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Counts what cycles do, and how often the things that they observe change.
final class CycleCounters implements Consumer<Cycle> {

    private final MeterRegistry registry;
    private final Timer cycles;
    private final Timer cyclesByOldName;
    private final Counter claims;
    private final Counter handOvers;
    private final Counter binds;
    private final Counter drops;
    private final Counter announcements;
    private final Counter unicastAnnouncements;
    private final Counter unicastAnnouncementsByOldName;
    private final Counter leasesLost;
    private final Counter lateRenewals;
    private final Counter probes;
    private final Counter conflicts;
    private final Counter healthChanges;
    private final Counter gained;
    private final Counter lost;
    private Optional<Boolean> wasHealthy = Optional.empty();
    private Optional<Lease> lease = Optional.empty();
    private long revision = -1;
    private Set<VirtualIp> owned = Set.of();

    CycleCounters(MeterRegistry registry) {
        this.registry = registry;
        cycles = timer("yaim.cycle.duration", "Duration of a cycle of the loop");
        cyclesByOldName = timer("yaim.pass.duration", "Deprecated: use yaim_cycle_duration_seconds");
        claims = counter("yaim.claims", "Free entries that this node claimed");
        handOvers = counter("yaim.hand.overs", "Marks that this node handed over to another node");
        binds = counter("yaim.binds", "Addresses that this node bound");
        drops = counter("yaim.drops", "Addresses that this node dropped");
        announcements = counter("yaim.announcements", "Addresses announced, including repeats");
        unicastAnnouncements = counter("yaim.unicast.announcements", "Announcement frames sent to a single neighbour");
        unicastAnnouncementsByOldName =
                counter("yaim.directed.announcements", "Deprecated: use yaim_unicast_announcements_total");
        leasesLost = counter("yaim.leases.lost", "Leases that ended before this node released them");
        lateRenewals =
                counter("yaim.late.renewals", "Lease renewals sent after more than half of the lease had passed");
        probes = counter("yaim.probes", "Addresses probed before they were bound, including repeats");
        conflicts = counter("yaim.conflicts", "Times that another host began to use an address that is bound here");
        healthChanges = counter("yaim.health.changes", "Times that this node became healthy or unhealthy");
        gained = ownership("gained");
        lost = ownership("lost");
    }

    @Override
    public void accept(Cycle cycle) {
        Duration took = cycle.ended().minus(cycle.started());
        cycles.record(took);
        cyclesByOldName.record(took);
        cycle.observation().ifPresent(this::countChanges);
        cycle.events().forEach(this::count);
    }

    private void countChanges(Observation seen) {
        boolean isHealthy = seen.health().isHealthy();
        if (wasHealthy.filter(was -> was != isHealthy).isPresent()) {
            healthChanges.increment();
        }
        wasHealthy = Optional.of(isHealthy);
        if (isLate(seen.lease())) {
            lateRenewals.increment();
        }
        lease = seen.lease();
        seen.view().filter(view -> view.revision() != revision).ifPresent(view -> countOwnership(seen, view));
    }

    /// Compares two consecutive cycles. Several renewals within one long cycle count as one.
    private boolean isLate(Optional<Lease> next) {
        return lease.isPresent()
                && next.filter(later -> later.id().equals(lease.get().id()))
                        .map(later -> later.sentAt().minus(lease.get().sentAt()))
                        .filter(apart ->
                                apart.multipliedBy(2).compareTo(lease.get().grantedTtl()) > 0)
                        .isPresent();
    }

    private void countOwnership(Observation seen, View view) {
        Set<VirtualIp> before = owned;
        owned = CycleGauges.owned(seen, view);
        revision = view.revision();
        gained.increment(countOf(owned, ip -> !before.contains(ip)));
        lost.increment(countOf(before, ip -> !owned.contains(ip)));
    }

    private static int countOf(Set<VirtualIp> ips, Predicate<VirtualIp> which) {
        return (int) ips.stream().filter(which).count();
    }

    private void count(Event event) {
        switch (event) {
            case Event.Bound bound -> binds.increment(bound.ips().size());
            case Event.Dropped dropped -> drops.increment(dropped.addresses().size());
            case Event.Announced announced -> announcements.increment(announced.count());
            case Event.UnicastAnnounced sent -> {
                unicastAnnouncements.increment(sent.frames());
                unicastAnnouncementsByOldName.increment(sent.frames());
            }
            case Event.LeaseLost lost -> leasesLost.increment();
            case Event.Probed probed -> probes.increment(probed.count());
            case Event.ConflictBegan conflict -> conflicts.increment();
            case Event.Failed failed -> countFailure(failed.what().split(" ", 2)[0]);
            case Event.ChangeApplied(StoreChange storeChange) -> {
                if (storeChange instanceof StoreChange.Claim) {
                    claims.increment();
                } else if (storeChange instanceof StoreChange.HandOver) {
                    handOvers.increment();
                }
            }
            case Event.LeaseObtained leaseObtained -> {}
            case Event.LeaseReleased leaseReleased -> {}
            case Event.AddressesRetained addressesRetained -> {}
            case Event.HardwareChanged hardwareChanged -> {}
            case Event.Refreshed refreshed -> {}
            case Event.ChangeRejected changeRejected -> {}
            case Event.ProbeAnswered probeAnswered -> {}
            case Event.ConflictEnded conflict -> {}
        }
    }

    private void countFailure(String what) {
        Counter.builder("yaim.failures")
                .description("Failed actions of cycles, by the first word of the action")
                .tag("what", what)
                .register(registry)
                .increment();
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter ownership(String change) {
        return Counter.builder("yaim.ownership.changes")
                .description("Entries that this node began or ceased to own, as the store shows it")
                .tag("change", change)
                .register(registry);
    }
}
