package io.yaim.sim.fault;

import io.yaim.sim.engine.Dice;
import io.yaim.sim.multicast.SimulatedGroup;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Faults of the connections between nodes without a server, and of the coordinator.
public final class GroupFaults {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration LATE = Duration.ofMillis(600);
    private static final int MOST_POINTS = 40;

    private final Dice dice;
    private final SimulationContext simulationContext;
    private final SimulatedGroup simulatedGroup;
    private final List<Machine> machines;

    public GroupFaults(SimulationContext simulationContext, SimulatedGroup simulatedGroup, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.simulatedGroup = simulatedGroup;
        this.machines = machines;
        dice = simulationContext.dice();
    }

    public List<Fault> all() {
        return List.of(
                linkFault("cut off from all", 2, () -> cutOffFromAll(dice.pick(machines))),
                linkFault("divided", 3, this::divide),
                linkFault(
                        "cut in one direction", 2, () -> cut(dice.pick(machines), dice.pick(machines), randomLength())),
                linkFault("outgoing messages cut", 1, () -> blockOutgoing(dice.pick(machines))),
                linkFault("merged", 3, simulatedGroup.reachability()::mend),
                linkFault("messages delayed", 2, () -> delay(dice.pick(machines))),
                new Fault("suspected falsely", 3, simulatedGroup::suspectFalsely),
                coordinator("coordinator killed", 2, machine -> life(machine).kill()),
                new Fault("all but one killed", 3, this::killAllButOne),
                coordinator("coordinator stops", 1, machine -> life(machine).stop()),
                coordinator(
                        "coordinator freezes",
                        2,
                        machine -> life(machine).process().freeze(dice.ofAnyLength(LONG))),
                coordinator(
                        "coordinator freezes between two steps",
                        4,
                        machine ->
                                life(machine).process().freezeAfter(dice.below(MOST_POINTS), dice.ofAnyLength(LONG))));
    }

    /// The network interface of the group channel becomes another one. The addresses are on another interface, which
    /// stays.
    public List<Fault> ofCards() {
        return List.of(
                linkFault("card replaced", 4, () -> replaceCard(dice.pick(machines))),
                coordinator("card of the coordinator replaced", 4, this::replaceCard));
    }

    private void replaceCard(Machine machine) {
        machine.removeCard();
        Duration time = dice.isOneIn(2) ? Duration.ZERO : dice.ofAnyLength(LONG);
        simulationContext.eventQueue().after(time, machine::insertCard);
    }

    private Duration randomLength() {
        return dice.ofAnyLength(LONG);
    }

    private Fault linkFault(String name, int weight, Runnable strike) {
        return new Fault(name, weight, () -> {
            simulationContext.log("ways", "fault: " + name);
            strike.run();
            return true;
        });
    }

    private Fault coordinator(String name, int weight, Consumer<Machine> strike) {
        return new Fault(name, weight, () -> {
            Optional<Machine> found = machines.stream()
                    .filter(machine -> machine.isRunning() && simulatedGroup.coordinates(machine))
                    .findFirst();
            found.ifPresent(machine -> {
                simulationContext.log(machine.name(), "fault: " + name);
                strike.accept(machine);
            });
            return found.isPresent();
        });
    }

    private static SimulatedNode life(Machine machine) {
        return machine.node.orElseThrow();
    }

    private void cutOffFromAll(Machine machine) {
        Duration time = randomLength();
        machines.forEach(other -> {
            cut(machine, other, time);
            cut(other, machine, time);
        });
    }

    private void blockOutgoing(Machine machine) {
        Duration time = randomLength();
        machines.forEach(other -> cut(machine, other, time));
    }

    /// Just after a grant that the other part may not know yet.
    private boolean killAllButOne() {
        Machine left = dice.pick(machines);
        left.storeLink().setDelay(dice.upTo(LATE));
        simulationContext.log(left.name(), "fault: all others are killed soon");
        machines.stream().filter(machine -> machine != left).forEach(machine -> {
            machine.storeLink().setDelay(dice.upTo(LATE));
            machine.node.ifPresent(
                    simulatedNode -> simulationContext.eventQueue().after(dice.upTo(LATE), simulatedNode::kill));
        });
        simulationContext
                .eventQueue()
                .after(
                        LATE.multipliedBy(2),
                        () -> machines.forEach(machine -> machine.storeLink().setDelay(Duration.ZERO)));
        return true;
    }

    private void divide() {
        Duration time = randomLength();
        List<Machine> here = machines.stream().filter(_ -> dice.isOneIn(2)).toList();
        for (Machine one : machines) {
            for (Machine other : machines) {
                if (here.contains(one) != here.contains(other)) {
                    cut(one, other, time);
                }
            }
        }
    }

    private void cut(Machine from, Machine to, Duration time) {
        simulatedGroup.reachability().cut(from.name(), to.name());
        simulationContext.eventQueue().after(time, () -> {
            if (!simulatedGroup.isQuiesced()) {
                simulatedGroup.reachability().mend(from.name(), to.name());
            }
        });
    }

    private void delay(Machine machine) {
        machine.storeLink().setDelay(dice.ofAnyLength(SimulationContext.STORE_TIMEOUT.multipliedBy(2)));
        simulationContext
                .eventQueue()
                .after(randomLength(), () -> machine.storeLink().setDelay(Duration.ZERO));
    }
}
