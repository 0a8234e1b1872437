package io.yaim.sim.world;

import io.yaim.model.LeaseId;
import io.yaim.sim.engine.DriftingClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Until when one incarnation may hold addresses by each of its leases. It is calculated by rule 2, without anything
/// that the loop says of itself: from when the requests left, from what was granted, and from whether the answer came
/// in time.
public final class ProofTracker {

    private static final Duration RATE_MARGIN = Duration.ofMillis(100);

    private final SimulationContext simulationContext;
    private final DriftingClock clock;
    private final Map<LeaseId, Duration> ends = new HashMap<>();
    private Optional<LeaseId> latest = Optional.empty();
    private final Predicate<LeaseId> hasConsents;
    private boolean isLookPlanned;

    /// @param isAgreed whether the node may hold addresses without a proof. Then an answer after the end of the
    ///     proof counts too, since a lease that can be renewed has never ended
    ProofTracker(SimulationContext simulationContext, DriftingClock clock, Predicate<LeaseId> isAgreed) {
        this.hasConsents = isAgreed;
        this.simulationContext = simulationContext;
        this.clock = clock;
    }

    /// A lease was granted.
    public void granted(LeaseId lease, Duration sent, Duration ttl) {
        latest = Optional.of(lease);
        recordEnd(lease, sent, ttl);
    }

    /// A keep-alive was answered.
    public void renewed(LeaseId lease, Duration sent, Duration ttl) {
        if (provesAt(lease, clock.now()) || hasConsents.test(lease)) {
            recordEnd(lease, sent, ttl);
        }
    }

    private void recordEnd(LeaseId lease, Duration sent, Duration ttl) {
        if (clock.now().minus(sent).compareTo(SimulationContext.STORE_TIMEOUT) <= 0) {
            ends.put(lease, sent.plus(ttl).minus(RATE_MARGIN));
            planCheck();
        }
    }

    public boolean provesAt(LeaseId lease, Duration now) {
        return Optional.ofNullable(ends.get(lease))
                .filter(end -> now.compareTo(end) < 0)
                .isPresent();
    }

    /// Whether the lease still proves something at this much later time.
    boolean provesFor(LeaseId lease, Duration time) {
        return provesAt(lease, clock.now().plus(time));
    }

    public boolean provesNow(LeaseId lease) {
        return provesAt(lease, clock.now());
    }

    /// Whether the lease was granted to this incarnation.
    public boolean isGranted(LeaseId lease) {
        return ends.containsKey(lease);
    }

    /// A description for error messages.
    public String describe(Optional<LeaseId> lease) {
        return lease.map(held -> "lease " + held + (provesNow(held) ? " proves" : " proved") + " until "
                        + ends.get(held) + ", now " + clock.now())
                .orElse("there is no lease");
    }

    /// The lease that was granted last.
    public Optional<LeaseId> latest() {
        return latest;
    }

    /// When a proof ends, no other event need cause a check.
    private void planCheck() {
        if (!isLookPlanned) {
            latest.map(ends::get).ifPresent(end -> {
                isLookPlanned = true;
                simulationContext.eventQueue().at(clock.timelineTime(end), this::check);
            });
        }
    }

    private void check() {
        isLookPlanned = false;
        simulationContext.observer().check();
        if (latest.filter(this::provesNow).isPresent()) {
            planCheck();
        }
    }
}
