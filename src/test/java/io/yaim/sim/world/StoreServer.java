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

/// The store's real state, and the faults of the whole store. Its leases run by a clock of its own, and end to the
/// nanosecond. So no node gets extra time by accident.
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

    public StoreServer(EventQueue eventQueue, DriftingClock clock, Trace trace) {
        this.eventQueue = eventQueue;
        this.clock = clock;
        this.trace = trace;
        cluster = new MemoryCluster(clock::now);
        snapshot = cluster.snapshot();
    }

    public MemoryCluster cluster() {
        return cluster;
    }

    /// The state now. No fault changes or hides it.
    public View actualView() {
        return cluster.view();
    }

    public int epoch() {
        return cluster.epoch();
    }

    <T> T apply(Effect<T> effect) throws IOException {
        T result = effect.on(cluster);
        planTick();
        return result;
    }

    /// A restore may happen between the grant and its answer.
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

    /// Whether the store answers nobody.
    public boolean isAway() {
        return isAway || isLeaderless || isForcedAway;
    }

    public void setAway(boolean away) {
        isAway = away;
    }

    /// Whether the store is away regardless of its other faults.
    public void setForcedAway(boolean gone) {
        isForcedAway = gone;
    }

    /// The additional time of each answer.
    public Duration slowness() {
        return slowness;
    }

    public void setSlowness(Duration newSlowness) {
        slowness = newSlowness;
    }

    /// As in etcd: a new leader gives every lease its full time again.
    public void changeLeader() {
        cluster.beginLeasesAnew();
        isAway = false;
        trace.log("store", () -> "has a new leader: all leases begin anew");
    }

    /// From now on no lease ends, as in etcd without a leader.
    public void loseLeader() {
        isLeaderless = true;
        cluster.stop();
    }

    /// Ends [#loseLeader]: there is a leader again, and all leases get their full time again.
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

    /// When the store ended the lease early, if it did.
    public Optional<Duration> endedEarly(LeaseId lease) {
        return Optional.ofNullable(endedEarly.get(lease));
    }

    /// Whether the store has forgotten the state of the lease.
    public boolean wasRestoredSince(LeaseId lease) {
        return epochs.getOrDefault(lease, epoch()) != epoch();
    }

    /// The epoch of the store that granted the lease.
    public int epochOf(LeaseId lease) {
        return epochs.getOrDefault(lease, epoch());
    }

    /// Whether the store broke its promise about this lease: it ended the lease early, or forgot its state.
    public boolean hasBrokenPromise(LeaseId lease) {
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

    /// Whether a process that starts now could not know that leases were forgotten. docs/architecture.md says how
    /// long to wait before a start.
    public boolean wasJustRestored(Duration within) {
        return restoredAt
                .filter(at -> eventQueue.now().minus(at).compareTo(within) < 0)
                .isPresent();
    }
}
