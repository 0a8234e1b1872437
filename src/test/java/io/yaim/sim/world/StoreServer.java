package io.yaim.sim.world;

import io.yaim.model.LeaseId;
import io.yaim.model.View;
import io.yaim.sim.engine.DriftingClock;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Trace;
import io.yaim.store.MemoryCluster;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The store as it truly is, with what befalls the whole of it. Its leases run by a clock of its own, and
/// end to the nanosecond: nobody is given time by accident.
public final class StoreServer {

    private final EventQueue eventQueue;
    private final DriftingClock clock;
    private final Trace trace;
    private final MemoryCluster cluster;
    private Optional<Duration> tick = Optional.empty();
    private MemoryCluster.Snapshot snapshot;
    private Optional<Duration> restoredAt = Optional.empty();
    private final Map<LeaseId, Integer> epochs = new HashMap<>();
    private final Map<LeaseId, Duration> endedEarly = new HashMap<>();
    private boolean isAway;
    private boolean isForcedAway;
    private boolean isLeaderless;
    private Duration slowness = Duration.ZERO;

    /// What a request does to the store.
    interface Effect<T> {
        T on(MemoryCluster cluster) throws IOException;
    }

    StoreServer(EventQueue eventQueue, DriftingClock clock, Trace trace) {
        this.eventQueue = eventQueue;
        this.clock = clock;
        this.trace = trace;
        cluster = new MemoryCluster(clock::now);
        snapshot = cluster.snapshot();
    }

    public MemoryCluster cluster() {
        return cluster;
    }

    /// What is in it now, as no fault can hide it.
    public View actualView() {
        return cluster.view();
    }

    int epoch() {
        return cluster.epoch();
    }

    <T> T apply(Effect<T> effect) throws IOException {
        T result = effect.on(cluster);
        planTick();
        return result;
    }

    /// A restore may come between the grant and its answer.
    Effect<Store.Granted> grant(Duration ttl) {
        return store -> {
            Store.Granted granted = store.grant(ttl);
            epochs.put(granted.id(), epoch());
            return granted;
        };
    }

    private void planTick() {
        if (isLeaderless) {
            return;
        }
        cluster.nextExpiry().map(clock::timelineTime).ifPresent(next -> {
            if (tick.filter(planned -> planned.compareTo(next) <= 0).isEmpty()) {
                tick = Optional.of(next);
                eventQueue.at(next, () -> tick(next));
            }
        });
    }

    private void tick(Duration planned) {
        tick = tick.filter(present -> !present.equals(planned));
        cluster.tick();
        planTick();
    }

    /// Whether it answers nobody.
    public boolean isAway() {
        return isAway || isLeaderless || isForcedAway;
    }

    public void setAway(boolean away) {
        isAway = away;
    }

    /// Whether it is away whatever else is to happen to it.
    public void setForcedAway(boolean gone) {
        isForcedAway = gone;
    }

    /// What each answer takes on top.
    Duration slowness() {
        return slowness;
    }

    public void setSlowness(Duration newSlowness) {
        slowness = newSlowness;
    }

    /// As etcd does it: whoever becomes leader lets every lease begin anew.
    public void changeLeader() {
        cluster.beginLeasesAnew();
        isAway = false;
        trace.log("store", () -> "has a new leader: all leases begin anew");
    }

    /// From now on no lease ends, as while nobody leads.
    public void loseLeader() {
        isLeaderless = true;
        cluster.stop();
    }

    /// Ends [#loseLeader]: somebody leads again, and all leases begin anew.
    public void regainLeader() {
        if (isLeaderless) {
            isLeaderless = false;
            cluster.resume();
            planTick();
            trace.log("store", () -> "has a leader again: all leases begin anew");
        }
    }

    public void endEarly(LeaseId lease) {
        endedEarly.putIfAbsent(lease, eventQueue.now());
        cluster.end(lease);
    }

    /// When it ended the lease before its time, if it did.
    Optional<Duration> endedEarly(LeaseId lease) {
        return Optional.ofNullable(endedEarly.get(lease));
    }

    /// Whether it has forgotten how the lease was.
    boolean wasRestoredSince(LeaseId lease) {
        return epochs.getOrDefault(lease, epoch()) != epoch();
    }

    /// Which store granted the lease.
    int epochOf(LeaseId lease) {
        return epochs.getOrDefault(lease, epoch());
    }

    /// Whether the store broke its promise about this lease, by ending it early or by forgetting what it
    /// was.
    boolean hasBrokenPromise(LeaseId lease) {
        return endedEarly.containsKey(lease) || wasRestoredSince(lease);
    }

    public void takeSnapshot() {
        snapshot = cluster.snapshot();
    }

    public void restore() {
        cluster.restore(snapshot);
        restoredAt = Optional.of(eventQueue.now());
        planTick();
    }

    /// Whether a process that starts now could not know that leases were forgotten: docs/architecture.md
    /// says how long to wait with a start.
    public boolean wasJustRestored(Duration within) {
        return restoredAt
                .filter(at -> eventQueue.now().minus(at).compareTo(within) < 0)
                .isPresent();
    }
}
