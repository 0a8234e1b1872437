package io.yaim.status;

import io.yaim.check.CheckResults;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Lease;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryStates;
import io.yaim.plan.Observation;
import io.yaim.plan.Placement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Tracks the status of the running node and of the cluster. It receives each cycle on the loop's thread. Any
/// thread may read.
public final class StatusTracker implements Consumer<Cycle> {

    private final Clock clock;
    private final InstantSource wallClock;
    private final Supplier<CheckResults> checks;
    private final EntryStateTracker entryStateTracker;
    private final Timeline timeline = new Timeline();
    private final TimelineBuilder timelineBuilder = new TimelineBuilder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Map<VirtualIp, OwnedSince> since = Map.of();
    private Optional<String> storeError = Optional.empty();
    private volatile Optional<LatestCycle> latest = Optional.empty();

    /// The owner of an entry, and since when.
    private record OwnedSince(NodeName owner, Instant time) {}

    /// The state after the latest cycle.
    private record LatestCycle(
            Observation seen,
            Optional<View> view,
            Duration viewedAt,
            Optional<String> storeError,
            EntryStates states,
            Map<VirtualIp, OwnedSince> since) {}

    /// @param wall the wall clock, for times that people read
    /// @param entryStateTracker receives each cycle before this class does
    public StatusTracker(
            Clock clock, InstantSource wall, Supplier<CheckResults> checks, EntryStateTracker entryStateTracker) {
        this.entryStateTracker = entryStateTracker;
        this.clock = clock;
        this.wallClock = wall;
        this.checks = checks;
    }

    /// Returns the recent events.
    public Timeline timeline() {
        return timeline;
    }

    /// Returns the present status. It has no view until the store was read once, and no node until a cycle has
    /// ended.
    public StatusSnapshot snapshot() {
        return latest.map(this::snapshot)
                .orElseGet(() ->
                        new StatusSnapshot(wallClock.instant(), Duration.ZERO, Optional.empty(), Optional.empty()));
    }

    /// Waits until the view matches, or until the timeout.
    public void await(Predicate<View> shown, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (left > 0 && latest.flatMap(LatestCycle::view).filter(shown).isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Adds an event that does not come from a cycle. Any thread may call.
    public void addEvent(TimelineEvent.Kind kind, String text) {
        synchronized (timelineBuilder) {
            timeline.add(List.of(timelineBuilder.collect(kind, text, wallClock.instant())));
        }
    }

    @Override
    public void accept(Cycle cycle) {
        Instant now = wallClock.instant();
        synchronized (timelineBuilder) {
            timeline.add(timelineBuilder.collect(cycle, entryStateTracker.transitions(), now));
        }
        if (cycle.observation().isPresent()) {
            LatestCycle next = latestCycle(cycle.observation().get(), cycle, now);
            lock.lock();
            try {
                latest = Optional.of(next);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private LatestCycle latestCycle(Observation seen, Cycle cycle, Instant now) {
        Optional<LatestCycle> before = latest;
        Optional<View> view = seen.view()
                .or(() -> before.flatMap(LatestCycle::view))
                .or(() -> seen.remembered().lastView());
        Duration viewedAt = seen.view().isPresent()
                ? seen.now()
                : before.map(LatestCycle::viewedAt).orElse(seen.now());
        if (seen.view().isPresent()) {
            storeError = Optional.empty();
            if (before.flatMap(LatestCycle::view).filter(view.get()::equals).isEmpty()) {
                updateOwners(view.get(), now);
            }
        } else {
            storeError = reason(cycle).or(() -> storeError).or(() -> Optional.of("not read yet"));
        }
        return new LatestCycle(seen, view, viewedAt, storeError, entryStateTracker.states(), since);
    }

    private static Optional<String> reason(Cycle cycle) {
        return cycle.events().stream()
                .filter(Event.Failed.class::isInstance)
                .map(event -> ((Event.Failed) event).reason())
                .reduce((first, second) -> second);
    }

    private void updateOwners(View view, Instant now) {
        var next = new HashMap<VirtualIp, OwnedSince>();
        Placement.owners(view).forEach((ip, owner) -> {
            OwnedSince known = since.get(ip);
            next.put(ip, known != null && known.owner().equals(owner) ? known : new OwnedSince(owner, now));
        });
        since = Map.copyOf(next);
    }

    private StatusSnapshot snapshot(LatestCycle latestCycle) {
        Duration now = clock.now();
        Observation seen = latestCycle.seen();
        Optional<Duration> proofEnd = seen.lease().map(Lease::proof).map(Proof::endsAt);
        Optional<Duration> probationEnd = seen.localHost().probations().endAt();
        var ownedSince = new HashMap<VirtualIp, Instant>();
        latestCycle.since().forEach((ip, owned) -> ownedSince.put(ip, owned.time()));
        var own = new StatusSnapshot.LocalNode(
                seen,
                latestCycle.storeError(),
                latestCycle.states().byIp(),
                ownedSince,
                left(proofEnd, now),
                left(probationEnd, now),
                checks.get());
        return new StatusSnapshot(
                wallClock.instant(), now.minus(latestCycle.viewedAt()), latestCycle.view(), Optional.of(own));
    }

    private static Duration left(Optional<Duration> end, Duration now) {
        return end.map(at -> at.minus(now)).filter(Duration::isPositive).orElse(Duration.ZERO);
    }
}
