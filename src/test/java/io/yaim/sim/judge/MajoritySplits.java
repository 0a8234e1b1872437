package io.yaim.sim.judge;

import io.yaim.model.NodeName;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.fault.MachineFaults;
import io.yaim.sim.multicast.SimulatedGroup;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Divides nodes of a majority cluster without other faults so that two parts might believe that they have the
/// majority. The invariants are checked all the time.
final class MajoritySplits {

    private static final Duration MOMENT = Duration.ofMillis(500);

    private final SimulationContext simulationContext;
    private final SimulatedGroup simulatedGroup;
    private final List<Machine> machines;
    private final MachineFaults faults;

    MajoritySplits(
            SimulationContext simulationContext,
            SimulatedGroup simulatedGroup,
            List<Machine> machines,
            MachineFaults faults) {
        this.simulationContext = simulationContext;
        this.simulatedGroup = simulatedGroup;
        this.machines = machines;
        this.faults = faults;
    }

    void run() {
        if (simulationContext.dice().below(3) == 0) {
            blockOutgoingOfCoordinator();
        } else {
            moveMajority();
        }
        simulatedGroup.reachability().mend();
    }

    /// The coordinator receives all messages, but none of its own arrive. So the others go on without it, and it
    /// does not know.
    private void blockOutgoingOfCoordinator() {
        machines.stream().filter(simulatedGroup::coordinates).findFirst().ifPresent(coordinator -> {
            simulationContext.log(coordinator.name(), "recovery: outgoing messages cut");
            machines.forEach(other -> simulatedGroup.reachability().cut(coordinator.name(), other.name()));
            simulationContext.eventQueue().run(simulationContext.profile().ttl().multipliedBy(3));
            simulationContext.tally().count("coordinator with outgoing messages cut");
        });
    }

    /// A few nodes are cut off, perhaps with the coordinator, and know only the state until then. Most go on. Then
    /// some of those join the few and make them the majority. They may have lost all state on the way.
    private void moveMajority() {
        Dice dice = simulationContext.dice();
        var voters = new ArrayList<Machine>(machines.stream()
                .filter(machine -> simulatedGroup.voters().contains(new NodeName(machine.name())))
                .toList());
        if (dice.below(3) > 0) {
            voters.sort((one, other) ->
                    Boolean.compare(simulatedGroup.coordinates(other), simulatedGroup.coordinates(one)));
        }
        List<Machine> few = voters.subList(0, (voters.size() - 1) / 2);
        List<Machine> movers = voters.subList(few.size(), voters.size() / 2 + 1);
        List<Machine> left =
                machines.stream().filter(machine -> !few.contains(machine)).toList();
        simulationContext.log("recovery", "few are cut off: " + few.size());
        separate(few, left);
        simulationContext
                .eventQueue()
                .run(dice.between(
                        simulationContext.profile().ttl(),
                        simulationContext.profile().ttl().multipliedBy(3)));

        boolean areRestarted = dice.isOneIn(2);
        simulationContext.log(
                "recovery", movers.size() + " join the few" + (areRestarted ? ", and have lost all state" : ""));
        separate(
                movers,
                left.stream().filter(machine -> !movers.contains(machine)).toList());
        if (areRestarted) {
            movers.forEach(machine -> machine.node.ifPresent(SimulatedNode::kill));
            movers.forEach(Machine::endCleanups);
        }
        for (Machine mover : movers) {
            few.forEach(one -> simulatedGroup.reachability().mend(one.name(), mover.name()));
            few.forEach(one -> simulatedGroup.reachability().mend(mover.name(), one.name()));
        }
        simulationContext.eventQueue().run(dice.upTo(MOMENT));
        movers.stream().filter(faults::mayStart).forEach(machine -> faults.start(machine, true));
        simulationContext.eventQueue().run(simulationContext.profile().ttl().multipliedBy(2));
        simulationContext.tally().count("majority moved");
    }

    private void separate(Collection<Machine> here, Collection<Machine> there) {
        for (Machine one : here) {
            for (Machine other : there) {
                simulatedGroup.reachability().cut(one.name(), other.name());
                simulatedGroup.reachability().cut(other.name(), one.name());
            }
        }
    }
}
