package io.yaim.sim;

import io.yaim.address.FakeSegment;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.DriftingClock;
import io.yaim.sim.engine.Engine;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;
import io.yaim.sim.invariants.ClaimModeInvariants;
import io.yaim.sim.invariants.Invariants;
import io.yaim.sim.world.ClusterProfile;
import io.yaim.sim.world.PeerNetwork;
import io.yaim.sim.world.SimulatedStore;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork;
import io.yaim.sim.world.StoreServer;
import java.time.Duration;
import java.util.List;

/// A cluster with a store server, before its machines are added.
record SimulationSetup(SimulationContext context, Invariants invariants, ClaimModeInvariants claimModeInvariants) {

    /// Too short for lifetimes with this interval and timeout.
    private static final Duration GATE_TTL = Duration.ofSeconds(3);

    /// Each mode is as likely as it is frequent here.
    private static final List<FailureMode> MODES = List.of(
            FailureMode.RELEASE,
            FailureMode.RELEASE,
            FailureMode.RELEASE,
            FailureMode.FAILSAFE,
            FailureMode.FAILSAFE,
            FailureMode.CLAIM);

    static SimulationSetup of(long seed, ExpiryGuard expiryGuard, boolean isTraced) {
        var eventQueue = new EventQueue();
        var dice = new Dice(seed);
        var trace = new Trace(eventQueue, isTraced);
        var tally = new Tally();
        int most = SimulationContext.MOST_PPM;
        int ppm = dice.isOneIn(2) ? most : dice.below(2 * most) - most;
        var storeServer = new StoreServer(eventQueue, new DriftingClock(eventQueue, Duration.ofDays(1), ppm), trace);
        FailureMode picked = dice.pick(MODES);
        FailureMode mode = expiryGuard == ExpiryGuard.GATE ? FailureMode.RELEASE : picked;
        var peers = new PeerNetwork(eventQueue, dice, tally);
        var segment = new FakeSegment();
        if (mode == FailureMode.CLAIM) {
            segment.setWays(peers::isOpen); // a node that is cut off from another does not receive its ARP either
        }
        var claimModeInvariants = new ClaimModeInvariants(eventQueue, storeServer, peers, tally, mode);
        var invariants = new Invariants(eventQueue, storeServer, tally, claimModeInvariants);
        storeServer.cluster().listen(invariants::check);
        // etcd grants whole seconds: 9 s for both
        Duration plain = Duration.ofMillis(dice.isOneIn(4) ? 9900 : 9000);
        Duration ttl = expiryGuard == ExpiryGuard.GATE ? GATE_TTL : plain;
        var context = new SimulationContext(
                new Engine(eventQueue, dice, trace, tally),
                new ClusterProfile(ttl, mode, expiryGuard, true, true, ClusterProfile.hasFlappingLinks(seed)),
                storeServer,
                new StoreNetwork(eventQueue, dice, storeServer, tally),
                peers,
                segment,
                invariants,
                SimulatedStore::new);
        return new SimulationSetup(context, invariants, claimModeInvariants);
    }
}
