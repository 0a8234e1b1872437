package io.yaim.sim.fault;

import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An outage of the store that begins when all is well: for all machines or some, at once or one by one. For each of
/// them it ends at a time of its own.
final class StoreOutage {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofSeconds(2);
    /// Within a lease.
    private static final Duration SPREADING = Duration.ofSeconds(6);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration LONGEST_RETURN = Duration.ofSeconds(3);
    private static final Duration LATER = Duration.ofSeconds(12);
    private static final int MOST_LOSSES = 700;

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final EventQueue eventQueue;
    private final List<Machine> machines;
    private final Map<Machine, Duration> returnTimes = new HashMap<>();
    private int outages;

    private enum Spread {
        AT_ONCE,
        ONE_BY_ONE,
        FOR_ONE_FIRST,
        FOR_ONE,
        FOR_ALL_BUT_ONE
    }

    /// Each as often as it is drawn. In the last two no node may hold by consent.
    private static final List<Spread> SHAPES = List.of(
            Spread.AT_ONCE,
            Spread.AT_ONCE,
            Spread.ONE_BY_ONE,
            Spread.ONE_BY_ONE,
            Spread.FOR_ONE_FIRST,
            Spread.FOR_ONE_FIRST,
            Spread.FOR_ONE,
            Spread.FOR_ALL_BUT_ONE);

    StoreOutage(SimulationContext simulationContext, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        dice = simulationContext.dice();
        eventQueue = simulationContext.eventQueue();
    }

    /// Where etcd has lost its leader it is away for all, and no lease ends until there is a leader again.
    void begin() {
        boolean isLeaderless = dice.isOneIn(3);
        Spread spread = dice.pick(isLeaderless ? List.of(Spread.AT_ONCE, Spread.ONE_BY_ONE) : SHAPES);
        simulationContext.log("store", "fault: outage begins, " + spread + (isLeaderless ? ", without a leader" : ""));
        if (isLeaderless) {
            simulationContext.storeServer().loseLeader();
        }
        Machine first = dice.pick(machines);
        for (Machine machine : machines) {
            Duration in = delay(spread, machine.equals(first));
            if (in.compareTo(NEVER) < 0) {
                cutOff(
                        machine,
                        in,
                        dice.between(
                                simulationContext.profile().ttl().multipliedBy(2),
                                simulationContext.profile().ttl().multipliedBy(4)));
            }
        }
        if (spread == Spread.FOR_ONE_FIRST && dice.isOneIn(2)) {
            eventQueue.after(
                    MOMENT,
                    () -> first.node
                            .flatMap(simulatedNode ->
                                    simulatedNode.proofTracker().latest())
                            .ifPresent(simulationContext.storeServer()::endEarly));
        }
    }

    private Duration delay(Spread spread, boolean isFirst) {
        return switch (spread) {
            case AT_ONCE -> Duration.ZERO;
            case ONE_BY_ONE -> dice.upTo(WHILE);
            case FOR_ONE_FIRST -> isFirst ? Duration.ZERO : dice.between(MOMENT, SPREADING);
            case FOR_ONE -> isFirst ? Duration.ZERO : NEVER;
            case FOR_ALL_BUT_ONE -> isFirst ? NEVER : Duration.ZERO;
        };
    }

    private void cutOff(Machine machine, Duration in, Duration length) {
        int outage = outages;
        eventQueue.after(in, () -> {
            if (outage == outages) {
                cutOff(machine, length);
            }
        });
    }

    private void cutOff(Machine machine, Duration length) {
        Duration until = eventQueue.now().plus(length);
        returnTimes.put(machine, until);
        if (dice.isOneIn(6)) {
            machine.storeLink().setDeaf(true);
        } else {
            machine.storeLink().setCut(true);
        }
        eventQueue.at(until, () -> {
            if (until.equals(returnTimes.get(machine))) {
                reconnect(machine);
            }
        });
    }

    private void reconnect(Machine machine) {
        simulationContext.storeServer().regainLeader();
        returnTimes.remove(machine);
        machine.storeLink().setCut(false);
        machine.storeLink().setDeaf(false);
        machine.node.ifPresent(SimulatedNode::reconnect);
        simulationContext.log(machine.name(), "reaches the store again");
    }

    /// Ends the outage for all machines.
    void end() {
        outages++;
        machines.forEach(this::reconnect);
    }

    /// Ends the outage for this machine, if it was cut off.
    void reconnectFor(Machine machine) {
        if (returnTimes.containsKey(machine)) {
            simulationContext.tally().count("fault store back for one");
            reconnect(machine);
        }
    }

    /// Connects the machine to the store for a moment, sometimes not for each request, and without a watch.
    void reconnectBriefly(Machine machine) {
        if (returnTimes.containsKey(machine)) {
            simulationContext.tally().count("fault store back for a moment");
            boolean isFlaky = dice.isOneIn(2);
            machine.storeLink().setLosses(isFlaky ? dice.below(MOST_LOSSES) : 0);
            machine.isWatchSilent = isFlaky;
            reconnect(machine);
            cutOff(machine, dice.upTo(LONGEST_RETURN), dice.upTo(LATER));
        }
    }
}
