package io.yaim.sim.fault;

import io.yaim.sim.engine.Dice;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork.CallKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A store that refuses a node calls of some kinds, and serves the others. Schedules from [#FIRST_SEED] on have it, so
/// that earlier seeds stay what they were.
public final class RefusedCalls {

    public static final long FIRST_SEED = 3L << 32;

    private static final Duration LONG = Duration.ofSeconds(40);

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final List<Machine> machines;

    public RefusedCalls(SimulationContext simulationContext, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        dice = simulationContext.dice();
    }

    public List<Fault> all() {
        return List.of(new Fault("the store refuses some calls", 4, this::refuseForAWhile));
    }

    private boolean refuseForAWhile() {
        Machine machine = dice.pick(machines);
        refuse(machine, anyKinds());
        simulationContext.eventQueue().after(dice.ofAnyLength(LONG), () -> permit(machine));
        return true;
    }

    private Set<CallKind> anyKinds() {
        var kinds = EnumSet.of(dice.pick(List.of(CallKind.values())));
        for (CallKind kind : CallKind.values()) {
            if (dice.isOneIn(3)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    public void refuse(Machine machine, Set<CallKind> kinds) {
        simulationContext.log(machine.name(), "fault: the store refuses " + kinds);
        machine.storeLink().refuse(kinds);
    }

    private static void permit(Machine machine) {
        machine.storeLink().refuse(Set.of());
        machine.node.ifPresent(SimulatedNode::reconnect);
    }
}
