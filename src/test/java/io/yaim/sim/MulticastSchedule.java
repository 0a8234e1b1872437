package io.yaim.sim;

import io.yaim.model.NodeName;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;
import io.yaim.sim.fault.Fault;
import io.yaim.sim.fault.GroupFaults;
import io.yaim.sim.fault.MachineFaults;
import io.yaim.sim.fault.MulticastPool;
import io.yaim.sim.fault.RefusedCalls;
import io.yaim.sim.fault.SimulatedPool;
import io.yaim.sim.fault.Stranger;
import io.yaim.sim.invariants.Invariants;
import io.yaim.sim.judge.MulticastConvergenceCheck;
import io.yaim.sim.multicast.SimulatedGroup;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Nodes without a server under random faults, and then without further faults; all of it from the seed.
final class MulticastSchedule implements SimulationRun {

    private static final int STEPS = 100;
    private static final int FEWEST_NODES = 2;
    private static final int FEWEST_VOTERS = 3;
    private static final int MOST_NODES = 5;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofMillis(1500);
    private static final Duration LULL = Duration.ofSeconds(12);

    /// Faults of the connection to a store server.
    private static final Set<String> ELSEWHERE = Set.of("check fails briefly while a release is delayed");

    /// Which schedules replace cards depends on the seed by this, so that it changes nothing in the others.
    private static final long CARDS = 0x6361726473L;

    private final SimulationContext simulationContext;
    private final Invariants invariants;
    private final SimulatedGroup simulatedGroup;
    private final List<Machine> machines = new ArrayList<>();
    private final MulticastPool pool;
    private final MachineFaults machineFaults;
    private final List<Fault> faults = new ArrayList<>();

    MulticastSchedule(long seed, boolean isTraced) {
        MulticastSetup setup = MulticastSetup.of(new Dice(seed).number(), isTraced);
        simulationContext = setup.context();
        invariants = setup.invariants();
        simulatedGroup = setup.group();
        Dice dice = simulationContext.dice();
        int fewest = simulatedGroup.needsMajority() ? FEWEST_VOTERS : FEWEST_NODES;
        int count = fewest + dice.below(MOST_NODES - fewest + 1);
        boolean isWeighted = dice.isOneIn(5);
        for (int i = 0; i < count; i++) {
            String name = String.valueOf((char) ('a' + i));
            machines.add(new Machine(simulationContext, name, isWeighted ? 1 + dice.below(4) : 1));
        }
        if (simulatedGroup.needsMajority()) {
            boolean isOneWithoutVote = count > FEWEST_VOTERS && dice.isOneIn(4);
            simulatedGroup.setVoters(machines.stream()
                    .skip(isOneWithoutVote ? 1 : 0)
                    .map(machine -> new NodeName(machine.name()))
                    .collect(Collectors.toSet()));
        }
        var entries = new SimulatedPool(simulationContext, machines);
        pool = new MulticastPool(simulationContext, machines, entries);
        machineFaults = new MachineFaults(simulationContext, entries, machines);
        add(machineFaults.all());
        faults.removeIf(fault -> ELSEWHERE.contains(fault.name()));
        var groupFaults = new GroupFaults(simulationContext, simulatedGroup, machines);
        add(groupFaults.all());
        add(pool.changes());
        if (seed >= RefusedCalls.FIRST_SEED) {
            add(new RefusedCalls(simulationContext, machines).all());
        }
        machines.forEach(Machine::insertCard);
        if (new Dice(seed ^ CARDS).isOneIn(3)) {
            add(groupFaults.ofCards());
        }
        if (seed >= Schedule.FIRST_STRANGER_SEED
                && seed < RefusedCalls.FIRST_SEED
                && simulationContext.profile().isProbing()) {
            add(new Stranger(simulationContext, entries, pool::add).all());
        }
    }

    private void add(List<Fault> kinds) {
        for (Fault kind : kinds) {
            for (int i = 0; i < kind.weight(); i++) {
                faults.add(kind);
            }
        }
    }

    @Override
    public void run() {
        Dice dice = simulationContext.dice();
        try {
            simulatedGroup.begin(invariants::check);
            machines.stream()
                    .limit(machines.size() - dice.below(2))
                    .forEach(machine -> machineFaults.start(machine, true));
            simulationContext.eventQueue().run(Duration.ofSeconds(3));
            injectFaults();
            new MulticastConvergenceCheck(simulationContext, invariants, simulatedGroup, machines, pool, machineFaults)
                    .run();
        } finally {
            machines.forEach(machine -> machine.node.ifPresent(SimulatedNode::kill));
            machines.forEach(Machine::endCleanups);
        }
        simulationContext.tally().count("schedules");
        simulationContext
                .tally()
                .count(simulatedGroup.needsMajority() ? "schedules with a majority" : "schedules without a quorum");
        simulationContext.tally().count("steps", STEPS);
        simulationContext
                .tally()
                .count("seconds", simulationContext.eventQueue().now().toSeconds());
        simulationContext.tally().count("moves", invariants.moves());
    }

    private void injectFaults() {
        Dice dice = simulationContext.dice();
        for (int i = 0; i < STEPS; i++) {
            Fault fault = dice.pick(faults);
            if (fault.inject().getAsBoolean()) {
                simulationContext.tally().count("fault " + fault.name());
            }
            Duration longest = dice.isOneIn(12) ? LULL : dice.isOneIn(2) ? MOMENT : WHILE;
            simulationContext.eventQueue().run(dice.upTo(longest));
        }
    }

    boolean needsMajority() {
        return simulatedGroup.needsMajority();
    }

    @Override
    public Tally tally() {
        return simulationContext.tally();
    }

    @Override
    public Trace trace() {
        return simulationContext.trace();
    }
}
