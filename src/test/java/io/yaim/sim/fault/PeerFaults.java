package io.yaim.sim.fault;

import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Faults of the connections between nodes, past the store, and long outages of the store.
public final class PeerFaults {

    /// How the names of those faults end that cut nodes off from the store for longer than any lease lasts.
    public static final String FOR_LONG = " for long";

    /// In some schedules only these happen, since nodes hold addresses only while much works.
    public static final Set<String> LEFT_WHEN_FEW = Set.of(
            "store away" + FOR_LONG,
            "cut off from the store" + FOR_LONG,
            "cut off from a node",
            "cut off from all nodes",
            "messages between nodes lost, late, doubled",
            "crash",
            "restart with record",
            "restart without record",
            "crash and restart at once",
            "stop",
            "freeze between two steps",
            "next request lost or late",
            "check fails briefly while a release is delayed",
            "lease ended early",
            "snapshot taken",
            "snapshot restored");

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final int MOST_TROUBLED = 500;

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final EventQueue eventQueue;
    private final List<Machine> machines;
    private final StoreFaults store;

    public PeerFaults(SimulationContext simulationContext, List<Machine> machines, StoreFaults store) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        this.store = store;
        dice = simulationContext.dice();
        eventQueue = simulationContext.eventQueue();
    }

    public List<Fault> all() {
        return List.of(
                fault(
                        "store away" + FOR_LONG,
                        2,
                        () -> store.takeStoreAway(
                                dice.between(simulationContext.profile().ttl(), LONGEST_OUTAGE))),
                fault(
                        "cut off from the store" + FOR_LONG,
                        2,
                        () -> store.cutOff(
                                dice.pick(machines),
                                dice.between(simulationContext.profile().ttl(), LONGEST_OUTAGE))),
                fault("cut off from a node", 2, this::cutOne),
                fault("cut off from all nodes", 2, this::cutAll),
                fault("messages between nodes lost, late, doubled", 2, this::troubleMessages));
    }

    private Fault fault(String name, int weight, Runnable strike) {
        return new Fault(name, weight, () -> {
            simulationContext.log("peers", "fault: " + name);
            strike.run();
            return true;
        });
    }

    /// In one direction.
    private void cutOne() {
        Machine from = dice.pick(machines);
        Machine to = dice.pick(machines);
        simulationContext.peers().cut(from, to);
        eventQueue.after(dice.ofAnyLength(LONG), () -> simulationContext.peers().mend(from, to));
    }

    private void cutAll() {
        Machine machine = dice.pick(machines);
        for (Machine other : machines) {
            simulationContext.peers().cut(machine, other);
            simulationContext.peers().cut(other, machine);
        }
        eventQueue.after(dice.ofAnyLength(LONG), () -> {
            for (Machine other : machines) {
                simulationContext.peers().mend(machine, other);
                simulationContext.peers().mend(other, machine);
            }
        });
    }

    private void troubleMessages() {
        simulationContext.peers().setTrouble(1 + dice.below(MOST_TROUBLED));
        eventQueue.after(dice.ofAnyLength(LONG), () -> simulationContext.peers().setTrouble(0));
    }
}
