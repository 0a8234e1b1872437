package io.yaim.sim.world;

import io.yaim.model.FailureMode;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What is asked of entries of mode `claim`, which nodes keep and take although nothing proves that they
/// may:
///
/// - two that hear each other do not both have one for longer than until the next announcement is heard;
/// - two that reach the store do not both have one: the mark decides at once;
/// - who takes one has asked before, and has heard whoever has it or asks at the same time.
///
/// Time counts only while both are in order: awake, heard, and with a kernel that does what it is asked.
public final class ClaimModeInvariants {

    /// The next announcement; what is heard just after a bind is only asked about; a pass that waits for
    /// the store, and one that drops.
    public static final Duration RESOLVED_BY_PROBES = SimulatedNode.ANNOUNCE_PERIOD.plus(Duration.ofSeconds(3));

    /// A call that fails, a lease, a view.
    static final Duration RESOLVED_BY_MARK = Duration.ofSeconds(3);

    private static final Duration TICK = Duration.ofMillis(100);

    /// Who learns that the store went back obtains no lease for one ttl.
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

    /// Where an entry is, and since when.
    private record ObservedPlace(Machine machine, Duration since) {}

    ClaimModeInvariants(
            EventQueue eventQueue, StoreServer storeServer, PeerNetwork peers, Tally tally, FailureMode mode) {
        this.eventQueue = eventQueue;
        this.storeServer = storeServer;
        this.peers = peers;
        this.tally = tally;
        this.mode = mode;
    }

    /// Whether the entry is of mode `claim`: most are where the cluster is.
    public boolean isInClaimMode(VirtualIp ip) {
        return mode == FailureMode.CLAIM && ip.bytes()[3] % 3 != 0;
    }

    /// Whether some of them could not hear each other at some time since. Only in this mode is the wire
    /// cut.
    boolean wereDisconnectedSince(Set<Machine> machines, Duration time) {
        return mode == FailureMode.CLAIM
                && machines.stream()
                        .anyMatch(one -> machines.stream()
                                .filter(other -> other != one)
                                .anyMatch(other -> peers.connectedSince(one.name(), other.name())
                                        .filter(since -> since.compareTo(time) < 0)
                                        .isEmpty()));
    }

    /// To be called once, before anything happens.
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
            if (isInClaimMode(ip) && there.size() > 1) {
                check(ip, there);
            }
        });
        eventQueue.after(TICK, () -> observe(machines, invariants));
    }

    private void check(VirtualIp ip, Map<Machine, ObservedBinding> there) {
        tally.count("two have it, in mode claim");
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
            within(RESOLVED_BY_PROBES, latest(since, connected), "two that hear each other", ip, one, other);
        });
        Duration withStore = latest(since, disconnectedAt(one), disconnectedAt(other));
        within(RESOLVED_BY_MARK, withStore, "two that reach the store", ip, one, other);
    }

    private void within(Duration bound, Duration since, String who, VirtualIp ip, Machine one, Machine other) {
        Duration time = eventQueue.now().minus(since);
        tally.recordLongest(who, time);
        if (time.compareTo(bound) > 0) {
            throw fault(ip + " is on " + one.name() + " and " + other.name() + ", " + who + ", for " + time);
        }
    }

    /// The life takes what it did not have.
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

    /// Somebody else works on its addresses.
    public void onDisturbed(Machine machine) {
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
