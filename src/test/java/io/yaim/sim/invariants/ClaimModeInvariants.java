package io.yaim.sim.invariants;

import io.yaim.model.FailureMode;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.PeerNetwork;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What must hold for entries of mode `claim`, which nodes hold and take without any proof:
///
/// - two nodes that receive each other's messages do not both have an entry for longer than until the next
///   announcement;
/// - two nodes that reach the store do not both have an entry: the mark decides at once;
/// - a node probes an entry before it takes it, and has received the answers and probes of the other nodes.
///
/// Time counts only while both nodes are undisturbed: they run, they receive each other's messages, and their kernels
/// work.
public final class ClaimModeInvariants {

    /// Until the next announcement, a probe after a message that came just after a bind, a cycle that waits for the
    /// store, and one that drops.
    public static final Duration RESOLVED_BY_PROBES = SimulatedNode.ANNOUNCE_PERIOD.plus(Duration.ofSeconds(3));

    /// A call that fails, a lease, a view.
    static final Duration RESOLVED_BY_MARK = Duration.ofSeconds(3);

    private static final Duration TICK = Duration.ofMillis(100);

    /// A node that learns that the store was restored obtains no lease for one ttl.
    private static final Duration WAITING = Duration.ofSeconds(11);

    private static final Duration IN_ORDER = Duration.ofSeconds(2);

    /// Three probes have been answered by then.
    private static final Duration ANSWERING = Duration.ofMillis(500);

    private static final Duration TOGETHER = Duration.ofMillis(250);

    private final EventQueue eventQueue;
    private final StoreServer storeServer;
    private final PeerNetwork peers;
    private final Tally tally;
    private final FailureMode mode;
    private final Map<Machine, Duration> troubled = new HashMap<>();
    private final Map<Machine, Duration> disconnected = new HashMap<>();
    private final Map<Machine, Duration> waitsUntil = new HashMap<>();

    /// A host that has an entry, and since when.
    private record ObservedPlace(Machine machine, Duration since) {}

    public ClaimModeInvariants(
            EventQueue eventQueue, StoreServer storeServer, PeerNetwork peers, Tally tally, FailureMode mode) {
        this.eventQueue = eventQueue;
        this.storeServer = storeServer;
        this.peers = peers;
        this.tally = tally;
        this.mode = mode;
    }

    /// Whether some of them could not reach each other at some time since. Only in this mode ARP is cut off too.
    boolean wereDisconnectedSince(Set<Machine> machines, Duration time) {
        return mode == FailureMode.CLAIM
                && machines.stream()
                        .anyMatch(one -> machines.stream()
                                .filter(other -> other != one)
                                .anyMatch(other -> peers.connectedSince(one.name(), other.name())
                                        .filter(since -> since.compareTo(time) < 0)
                                        .isEmpty()));
    }

    /// To be called once, before the first event.
    public void watch(List<Machine> machines, Invariants invariants) {
        if (mode == FailureMode.CLAIM) {
            observe(machines, invariants);
        }
    }

    private void observe(List<Machine> machines, Invariants invariants) {
        Duration now = eventQueue.now();
        boolean isStoreInOrder = !storeServer.isAway() && storeServer.slowness().isZero();
        for (Machine machine : machines) {
            if (!machine.isUndisturbed()) {
                troubled.put(machine, now);
            }
            if (machine.node
                    .filter(simulatedNode -> simulatedNode.epoch() != storeServer.epoch())
                    .isPresent()) {
                waitsUntil.put(machine, now.plus(WAITING));
            }
            boolean isWaiting = waitsUntil.getOrDefault(machine, Duration.ZERO).compareTo(now) > 0;
            if (!isStoreInOrder || isWaiting || !machine.isConnected()) {
                disconnected.put(machine, now);
            }
        }
        invariants.observedBindings().forEach((ip, there) -> {
            if (SimulationContext.isInClaimMode(mode, ip) && there.size() > 1) {
                check(ip, there);
            }
        });
        eventQueue.after(TICK, () -> observe(machines, invariants));
    }

    private void check(VirtualIp ip, Map<Machine, ObservedBinding> there) {
        tally.count("on two nodes in mode claim");
        var places = new ArrayList<ObservedPlace>();
        there.forEach((machine, observedBinding) -> {
            if (!observedBinding.isExtended()) {
                places.add(new ObservedPlace(machine, observedBinding.since()));
            }
        });
        for (int i = 0; i < places.size(); i++) {
            for (int j = i + 1; j < places.size(); j++) {
                checkPair(ip, places.get(i), places.get(j));
            }
        }
    }

    private void checkPair(VirtualIp ip, ObservedPlace here, ObservedPlace there) {
        Machine one = here.machine();
        Machine other = there.machine();
        Duration since = latest(here.since(), there.since(), troubledAt(one), troubledAt(other));
        peers.connectedSince(one.name(), other.name()).ifPresent(connected -> {
            within(RESOLVED_BY_PROBES, latest(since, connected), "two nodes that reach each other", ip, one, other);
        });
        Duration withStore = latest(since, disconnectedAt(one), disconnectedAt(other));
        within(RESOLVED_BY_MARK, withStore, "two nodes that reach the store", ip, one, other);
    }

    private void within(Duration bound, Duration since, String who, VirtualIp ip, Machine one, Machine other) {
        Duration time = eventQueue.now().minus(since);
        tally.recordLongest(who, time);
        if (time.compareTo(bound) > 0) {
            throw fault(ip + " is on " + one.name() + " and " + other.name() + ", " + who + ", for " + time);
        }
    }

    /// The incarnation takes an address that it did not have.
    void onTaken(SimulatedNode simulatedNode, VirtualIp ip, Map<Machine, ObservedBinding> others) {
        boolean isMarked = storeServer.actualView().marks().containsKey(ip)
                && simulatedNode
                        .currentLease()
                        .filter(storeServer.actualView().marks().get(ip)::isAttachedTo)
                        .isPresent();
        if (!simulatedNode.mayBindWithoutProof(ip) || isMarked) {
            return;
        }
        tally.count("taken without the store");
        Duration now = eventQueue.now();
        others.forEach((machine, observedBinding) -> {
            Duration time = now.minus(observedBinding.since());
            if (!observedBinding.isExtended() && areUndisturbed(simulatedNode.machine(), machine)) {
                if (time.compareTo(ANSWERING) > 0) {
                    throw fault(simulatedNode.machine().name() + " takes " + ip + ", for which " + machine.name()
                            + " answers");
                }
                if (time.compareTo(TOGETHER) < 0 && observedBinding.isUnproven()) {
                    throw fault(simulatedNode.machine().name() + " takes " + ip + " together with " + machine.name());
                }
            }
        });
    }

    /// Another program works on the addresses of the host.
    void onDisturbed(Machine machine) {
        troubled.put(machine, eventQueue.now());
    }

    private boolean areUndisturbed(Machine one, Machine other) {
        Duration since = eventQueue.now().minus(IN_ORDER);
        return peers.connectedSince(one.name(), other.name())
                        .filter(connected -> connected.compareTo(since) < 0)
                        .isPresent()
                && Stream.of(one, other)
                        .noneMatch(machine -> machine.wasUnreachableSince(since)
                                || troubledAt(machine).compareTo(since) > 0);
    }

    private Duration troubledAt(Machine machine) {
        return troubled.getOrDefault(machine, Duration.ZERO);
    }

    private Duration disconnectedAt(Machine machine) {
        return disconnected.getOrDefault(machine, Duration.ZERO);
    }

    private static Duration latest(Duration... times) {
        return Stream.of(times).max(Duration::compareTo).orElseThrow();
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + eventQueue.now().toMillis() + " ms: " + what);
    }
}
