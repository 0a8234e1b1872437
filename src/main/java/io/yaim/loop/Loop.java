package io.yaim.loop;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.restart.GracefulRestart;
import io.yaim.model.Lease;
import io.yaim.model.LeaseTiming;
import io.yaim.model.PreviousTenancy;
import io.yaim.plan.Action;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Observes, plans, carries out. A cycle waits for answers only and never retries. It knows earlier cycles only by
/// what the loop remembers. The next cycle sees what failed.
public final class Loop {

    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(3);

    private final Clock clock;
    private final LoopParts parts;
    private final Observer observer;
    private final PlanExecutor planExecutor;
    private final LoopPacing loopPacing;
    private final GracefulRestart gracefulRestart = new GracefulRestart();
    private final List<Event> events = new ArrayList<>();
    private Optional<Duration> leavingSince = Optional.empty();
    private volatile LoopSettings requestedSettings;
    private volatile boolean isLeaving;

    /// @param previousTenancy the previous incarnation on this host, if it did not end its lease. The loop ends
    ///     that lease first, unless that incarnation retained addresses
    public Loop(
            LoopSettings loopSettings,
            LoopPorts ports,
            LeaseTiming leaseTiming,
            Optional<PreviousTenancy> previousTenancy) {
        requestedSettings = loopSettings;
        clock = ports.clock();
        parts = new LoopParts(loopSettings, ports, leaseTiming, previousTenancy, events::add);
        observer = new Observer(ports, parts, events::add);
        planExecutor = new PlanExecutor(ports, parts, leaseTiming.ttl(), events::add);
        loopPacing = new LoopPacing(leaseTiming.retryPause(), leaseTiming.interval());
    }

    /// Makes the following cycles drop all addresses, hand over the entries, and leave. May be called from any
    /// thread.
    public void leave() {
        isLeaving = true;
    }

    /// Makes the next cycle with a fresh keep-alive the last one. Addresses that firmly belong to this node stay
    /// bound until the proof of that keep-alive ends, for a restart. If there are none, the loop leaves. May be
    /// called from any thread.
    public void stopForRestart() {
        gracefulRestart.request();
    }

    /// Applies these settings from the start of the next cycle. May be called from any thread.
    public void reconfigure(LoopSettings next) {
        requestedSettings = next.requireSuccessorOf(requestedSettings.self());
    }

    public Cycle runCycle() {
        events.clear();
        Duration started = clock.now();
        parts.apply(requestedSettings, started);
        beginToStop(started);
        parts.storeAccess.beginCycle();
        Optional<Observation> seen = observer.observe(leavingSince.isPresent());
        boolean isStoppingForRestart =
                seen.filter(gracefulRestart::hasFreshRenewal).isPresent();
        List<Action> plan = seen.map(isStoppingForRestart ? Planner::planRestart : Planner::plan)
                .orElse(List.of());
        planExecutor.execute(plan, observer.hostReadAt());
        letLeaseExpireWithoutAccess();
        boolean hasStoppedForRestart = isStoppingForRestart && hasRetainedAddresses(plan);
        return new Cycle(
                seen, plan, events, started, clock.now(), pause(), hasStoppedForRestart || hasFinishedLeaving(seen));
    }

    private void letLeaseExpireWithoutAccess() {
        Duration now = clock.now();
        Optional<Lease> proven = parts.leaseKeeper.lease().filter(lease -> lease.provesAt(now));
        parts.leaseKeeper.letExpire(parts.storeAccess.endCycle(proven, now));
    }

    private void beginToStop(Duration now) {
        if (gracefulRestart.startIfRequested(now)) {
            parts.leaseKeeper.makeRenewalDue();
        }
        if (gracefulRestart.isOverdue(now)) {
            isLeaving = true;
        }
        if (isLeaving && leavingSince.isEmpty()) {
            leavingSince = Optional.of(clock.now());
        }
    }

    private boolean hasRetainedAddresses(List<Action> plan) {
        Optional<Event> retained = GracefulRestart.retainedEvent(plan, events, parts.leaseKeeper.lease());
        retained.ifPresent(events::add);
        if (retained.isEmpty()) {
            isLeaving = true;
        }
        return retained.isPresent();
    }

    private Duration pause() {
        Duration now = clock.now();
        return loopPacing.pauseAfter(events, parts.nextDue(now), now);
    }

    private boolean hasFinishedLeaving(Optional<Observation> seen) {
        if (leavingSince.isEmpty()) {
            return false;
        }
        boolean isGone = parts.leaseKeeper.lease().isEmpty()
                && seen.filter(observation -> Planner.ours(observation).isEmpty())
                        .isPresent();
        return isGone || clock.now().minus(leavingSince.get()).compareTo(LEAVE_TIMEOUT) > 0;
    }
}
