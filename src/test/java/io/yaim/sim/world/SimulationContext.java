package io.yaim.sim.world;

import io.yaim.address.FakeSegment;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.DriftingClock;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What all parts of one schedule share.
public record SimulationContext(
        EventQueue eventQueue,
        Dice dice,
        Trace trace,
        Tally tally,
        StoreServer storeServer,
        StoreNetwork storeNetwork,
        PeerNetwork peers,
        FakeSegment segment,
        Invariants invariants,
        ClaimModeInvariants claimModeInvariants,
        Duration ttl,
        FailureMode mode,
        ExpiryGuard expiryGuard,
        Optional<SimulatedGroup> group,
        boolean isProbing) {

    /// The clocks of two machines, of which one may be the store's, differ by twice this at most: by 90 ms
    /// in a ttl of 9 s, for which `Lease.RATE_MARGIN` leaves 100 ms.
    static final int MOST_PPM = 5000;

    /// Too short for lifetimes with this interval and timeout.
    static final Duration GATE_TTL = Duration.ofSeconds(3);

    /// How long an adapter waits for an answer.
    public static final Duration STORE_TIMEOUT = Duration.ofMillis(500);

    public static final Duration INTERVAL = Duration.ofSeconds(1);

    /// As likely as they are here.
    private static final List<FailureMode> MODES = List.of(
            FailureMode.RELEASE,
            FailureMode.RELEASE,
            FailureMode.RELEASE,
            FailureMode.FAILSAFE,
            FailureMode.FAILSAFE,
            FailureMode.CLAIM);

    /// Where nodes keep the store themselves, in which a lease may be of any length.
    private static final List<Duration> LEASES =
            List.of(Duration.ofSeconds(9), Duration.ofMillis(9900), Duration.ofSeconds(5));

    public static SimulationContext of(long seed, ExpiryGuard expiryGuard, boolean isTraced) {
        var eventQueue = new EventQueue();
        var dice = new Dice(seed);
        var trace = new Trace(eventQueue, isTraced);
        var tally = new Tally();
        int ppm = dice.isOneIn(2) ? MOST_PPM : dice.below(2 * MOST_PPM) - MOST_PPM;
        var storeServer = new StoreServer(eventQueue, new DriftingClock(eventQueue, Duration.ofDays(1), ppm), trace);
        FailureMode picked = dice.pick(MODES);
        FailureMode mode = expiryGuard == ExpiryGuard.GATE ? FailureMode.RELEASE : picked;
        var peers = new PeerNetwork(eventQueue, dice, tally);
        var segment = new FakeSegment();
        if (mode == FailureMode.CLAIM) {
            segment.setWays(peers::isOpen); // who is cut off from a node is not heard by it either
        }
        var claimModeInvariants = new ClaimModeInvariants(eventQueue, storeServer, peers, tally, mode);
        var invariants = new Invariants(eventQueue, storeServer, tally, claimModeInvariants);
        storeServer.cluster().listen(invariants::check);
        // etcd grants whole seconds: 9 s for both
        Duration plain = Duration.ofMillis(dice.isOneIn(4) ? 9900 : 9000);
        Duration ttl = expiryGuard == ExpiryGuard.GATE ? GATE_TTL : plain;
        return new SimulationContext(
                eventQueue,
                dice,
                trace,
                tally,
                storeServer,
                new StoreNetwork(eventQueue, dice, storeServer, tally),
                peers,
                segment,
                invariants,
                claimModeInvariants,
                ttl,
                mode,
                expiryGuard,
                Optional.empty(),
                true);
    }

    /// Of nodes that keep the store themselves; the store's server has nothing to do.
    public static SimulationContext ofMulticast(long seed, boolean isTraced) {
        var eventQueue = new EventQueue();
        var dice = new Dice(seed);
        var trace = new Trace(eventQueue, isTraced);
        var tally = new Tally();
        var storeServer = new StoreServer(eventQueue, new DriftingClock(eventQueue, Duration.ofDays(1), 0), trace);
        var peers = new PeerNetwork(eventQueue, dice, tally);
        var segment = new FakeSegment();
        Duration ttl = dice.pick(LEASES);
        var simulatedGroup = new SimulatedGroup(eventQueue, dice, trace, tally, ttl);
        segment.setWays(simulatedGroup::isOpen);
        var claimModeInvariants = new ClaimModeInvariants(eventQueue, storeServer, peers, tally, FailureMode.RELEASE);
        var invariants = new Invariants(
                eventQueue,
                storeServer,
                tally,
                claimModeInvariants,
                Optional.of(new MulticastInvariants(simulatedGroup, tally)));
        var storeNetwork = new StoreNetwork(eventQueue, dice, storeServer, tally);
        boolean isProbing = dice.isOneIn(2);
        return new SimulationContext(
                eventQueue,
                dice,
                trace,
                tally,
                storeServer,
                storeNetwork,
                peers,
                segment,
                invariants,
                claimModeInvariants,
                ttl,
                FailureMode.RELEASE,
                ExpiryGuard.LIFETIME,
                Optional.of(simulatedGroup),
                isProbing);
    }

    public void log(String who, String what) {
        trace.log(who, () -> what);
    }
}
