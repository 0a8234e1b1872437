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
import io.yaim.sim.invariants.MulticastInvariants;
import io.yaim.sim.multicast.SimulatedGroup;
import io.yaim.sim.multicast.SimulatedMulticastStore;
import io.yaim.sim.world.ClusterProfile;
import io.yaim.sim.world.PeerNetwork;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork;
import io.yaim.sim.world.StoreServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A cluster whose nodes store the state themselves, before its machines are added. The store server has
/// nothing to do.
record MulticastSetup(SimulationContext context, Invariants invariants, SimulatedGroup group) {

    /// Without a server a ttl need not be whole seconds.
    private static final List<Duration> TTLS =
            List.of(Duration.ofSeconds(9), Duration.ofMillis(9900), Duration.ofSeconds(5));

    static MulticastSetup of(long seed, boolean isTraced) {
        var eventQueue = new EventQueue();
        var dice = new Dice(seed);
        var trace = new Trace(eventQueue, isTraced);
        var tally = new Tally();
        var storeServer = new StoreServer(eventQueue, new DriftingClock(eventQueue, Duration.ofDays(1), 0), trace);
        var peers = new PeerNetwork(eventQueue, dice, tally);
        var segment = new FakeSegment();
        Duration ttl = dice.pick(TTLS);
        var group = new SimulatedGroup(eventQueue, dice, trace, tally, ttl);
        segment.setWays(group::isOpen);
        var claimModeInvariants = new ClaimModeInvariants(eventQueue, storeServer, peers, tally, FailureMode.RELEASE);
        var invariants = new Invariants(
                eventQueue,
                storeServer,
                tally,
                claimModeInvariants,
                Optional.of(new MulticastInvariants(group, tally)));
        var storeNetwork = new StoreNetwork(eventQueue, dice, storeServer, tally);
        boolean isProbing = dice.isOneIn(2);
        var context = new SimulationContext(
                new Engine(eventQueue, dice, trace, tally),
                new ClusterProfile(
                        ttl,
                        FailureMode.RELEASE,
                        ExpiryGuard.LIFETIME,
                        false,
                        isProbing,
                        ClusterProfile.hasFlappingLinks(seed)),
                storeServer,
                storeNetwork,
                peers,
                segment,
                invariants,
                (all, machine, node) -> new SimulatedMulticastStore(all, group, machine, node));
        return new MulticastSetup(context, invariants, group);
    }
}
