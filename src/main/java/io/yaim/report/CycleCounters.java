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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Counts what passes do, and how often what they see turns.
final class CycleCounters implements Consumer<Cycle> {

    private final MeterRegistry registry;
    private final Timer cycles;
    private final Counter claims;
    private final Counter handOvers;
    private final Counter binds;
    private final Counter drops;
    private final Counter announcements;
    private final Counter unicastAnnouncements;
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
        cycles = Timer.builder("yaim.pass.duration")
                .description("Time of a pass of the loop")
                .register(registry);
        claims = counter("yaim.claims", "Free entries that this node marked");
        handOvers = counter("yaim.hand.overs", "Marks that this node passed on");
        binds = counter("yaim.binds", "Addresses that this node bound");
        drops = counter("yaim.drops", "Addresses that this node dropped");
        announcements = counter("yaim.announcements", "Addresses announced, repeats included");
        unicastAnnouncements =
                counter("yaim.directed.announcements", "Frames that told a single neighbour of an address");
        leasesLost = counter("yaim.leases.lost", "Leases that ended before this node left");
        lateRenewals = counter(
                "yaim.late.renewals", "Renewals of the lease that were asked for when more than half of it was over");
        probes = counter("yaim.probes", "Addresses that the neighbours were asked for, repeats included");
        conflicts = counter("yaim.conflicts", "Times that somebody else began to use an address that is bound here");
        healthChanges = counter("yaim.health.changes", "Times that this node became healthy or unhealthy");
        gained = ownership("gained");
        lost = ownership("lost");
    }

    @Override
    public void accept(Cycle cycle) {
        cycles.record(cycle.ended().minus(cycle.started()));
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

    /// From one pass to the next, so that renewals within one long pass make one.
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
            case Event.UnicastAnnounced sent -> unicastAnnouncements.increment(sent.frames());
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
            case Event.Refreshed refreshed -> {}
            case Event.ChangeRejected changeRejected -> {}
            case Event.ProbeAnswered probeAnswered -> {}
            case Event.ConflictEnded conflict -> {}
        }
    }

    private void countFailure(String what) {
        Counter.builder("yaim.failures")
                .description("What a pass tried and failed at, by its first word")
                .tag("what", what)
                .register(registry)
                .increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter ownership(String change) {
        return Counter.builder("yaim.ownership.changes")
                .description("Entries that this node came to own, and ceased to own, by the store")
                .tag("change", change)
                .register(registry);
    }
}
