package io.yaim.sim.fault;

import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// A host that is no yaim. It has addresses already when they come into the pool, answers for them, and gives each up
/// some time later. Until then no node may bind them. That holds for a host that answers: for one that does not,
/// nothing is promised.
public final class Stranger {

    private static final Duration LONG = Duration.ofSeconds(27);
    private static final int FIRST = 100;
    private static final int MOST = 8;

    private final SimulationContext simulationContext;
    private final SimulatedPool simulatedPool;
    private final Predicate<VirtualIp> operator;
    private int count;

    /// @param operator puts an address into the pool; returns whether that was possible
    public Stranger(SimulationContext simulationContext, SimulatedPool simulatedPool, Predicate<VirtualIp> operator) {
        this.simulationContext = simulationContext;
        this.simulatedPool = simulatedPool;
        this.operator = operator;
    }

    /// The same, where a store server has the pool.
    public Stranger(SimulationContext simulationContext, SimulatedPool simulatedPool) {
        this(simulationContext, simulatedPool, ip -> {
            simulatedPool.put(ip);
            return true;
        });
    }

    public List<Fault> all() {
        return List.of(new Fault("stranger has an address that enters the pool", 6, this::enter));
    }

    private boolean enter() {
        var ip = VirtualIp.parse("10.0.0." + (FIRST + count));
        Dice dice = simulationContext.dice();
        simulationContext.segment().bindAtNeighbour(ip);
        if (count == MOST || !operator.test(ip)) {
            simulationContext.segment().dropAtNeighbour(ip);
            return false;
        }
        count++;
        simulationContext.log("stranger", "fault: has " + ip);
        simulatedPool.extend(ip);
        simulationContext.eventQueue().after(dice.ofAnyLength(LONG), () -> leave(ip));
        return true;
    }

    private void leave(VirtualIp ip) {
        if (simulationContext.segment().isAtNeighbour(ip)) {
            simulationContext.tally().count("stranger left an address to the pool");
            simulationContext.log("stranger", "gives up " + ip);
            simulationContext.segment().dropAtNeighbour(ip);
        }
    }
}
