package io.yaim.sim;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;
import io.yaim.sim.fault.FailsafeOutages;
import io.yaim.sim.fault.Fault;
import io.yaim.sim.fault.MachineFaults;
import io.yaim.sim.fault.PeerFaults;
import io.yaim.sim.fault.RefusedCalls;
import io.yaim.sim.fault.SimulatedPool;
import io.yaim.sim.fault.StoreFaults;
import io.yaim.sim.fault.Stranger;
import io.yaim.sim.judge.ClaimOutage;
import io.yaim.sim.judge.ConvergenceCheck;
import io.yaim.sim.judge.RevokedPermission;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One cluster under random faults, and then without further faults; all of it from the seed.
public final class Schedule implements SimulationRun {

    static final int STEPS = 200;

    private static final int FEWEST_NODES = 3;
    /// Schedules from this seed on have the gate as their expiry guard.
    public static final long FIRST_GATE_SEED = 1L << 32;

    /// Schedules from this seed on have a stranger, and one of four has the gate.
    public static final long FIRST_STRANGER_SEED = 1L << 33;

    private static final int MOST_NODES = 7;
    /// In mode `failsafe`: any faults, few faults, or (most of them) outages that begin when all is well.
    private static final int MOST_KINDS = 10;

    private static final Duration MOMENT = Duration.ofMillis(50);
    /// A time in which nodes may get used to an outage.
    private static final Duration LULL = Duration.ofSeconds(30);
    private static final Duration WHILE = Duration.ofMillis(1500);

    private final SimulationSetup setup;
    private final SimulationContext simulationContext;
    private final List<Machine> machines = new ArrayList<>();
    private final SimulatedPool simulatedPool;
    private final MachineFaults machineFaults;
    private final List<Fault> faults = new ArrayList<>();
    private final Optional<FailsafeOutages> failsafeOutages;
    private final boolean isRefusing;

    Schedule(long seed, boolean isTraced) {
        // drawn from the seed: a multiple of it would begin the sequence of the next seed, one draw later
        boolean hasStranger = seed >= FIRST_STRANGER_SEED && seed < RefusedCalls.FIRST_SEED;
        boolean isGated = seed >= FIRST_GATE_SEED && seed < FIRST_STRANGER_SEED;
        ExpiryGuard expiryGuard = isGated || (hasStranger && seed % 4 == 3) ? ExpiryGuard.GATE : ExpiryGuard.LIFETIME;
        setup = SimulationSetup.of(new Dice(seed).number(), expiryGuard, isTraced);
        simulationContext = setup.context();
        Dice dice = simulationContext.dice();
        int count = FEWEST_NODES + dice.below(MOST_NODES - FEWEST_NODES + 1);
        boolean isWeighted = dice.isOneIn(5);
        for (int i = 0; i < count; i++) {
            String name = String.valueOf((char) ('a' + i));
            machines.add(new Machine(simulationContext, name, isWeighted ? 1 + dice.below(4) : 1));
        }
        simulatedPool = new SimulatedPool(simulationContext, machines);
        machineFaults = new MachineFaults(simulationContext, simulatedPool, machines);
        add(machineFaults.all());
        var storeFaults = new StoreFaults(simulationContext, machines);
        add(storeFaults.all());
        if (simulationContext.mode() != FailureMode.RELEASE) {
            add(new PeerFaults(simulationContext, machines, storeFaults).all());
        }
        add(simulatedPool.changes());
        isRefusing = seed >= RefusedCalls.FIRST_SEED;
        if (isRefusing) {
            add(new RefusedCalls(simulationContext, machines).all());
        }
        int kind = simulationContext.mode() == FailureMode.FAILSAFE ? dice.below(MOST_KINDS) : 0;
        if (kind == 1) {
            faults.removeIf(fault -> !PeerFaults.LEFT_WHEN_FEW.contains(fault.name()));
        }
        failsafeOutages = kind > 1
                ? Optional.of(new FailsafeOutages(simulationContext, machines, simulatedPool, machineFaults, faults))
                : Optional.empty();
        if (hasStranger && failsafeOutages.isEmpty()) {
            add(new Stranger(simulationContext, simulatedPool).all());
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
            setup.claimModeInvariants().watch(machines, setup.invariants());
            // some nodes join only later
            machines.stream()
                    .limit(machines.size() - dice.below(2))
                    .forEach(machine -> machineFaults.start(machine, true));
            simulationContext.eventQueue().run(Duration.ofSeconds(3));
            failsafeOutages.ifPresentOrElse(FailsafeOutages::run, this::injectFaults);
            var convergenceCheck =
                    new ConvergenceCheck(simulationContext, setup.invariants(), machines, simulatedPool, machineFaults);
            if (simulationContext.mode() == FailureMode.CLAIM) {
                new ClaimOutage(simulationContext, machines, convergenceCheck).run();
            }
            convergenceCheck.run();
            if (isRefusing) {
                new RevokedPermission(simulationContext, setup.invariants(), machines).run();
            }
        } finally {
            machines.forEach(machine -> machine.node.ifPresent(SimulatedNode::kill));
            machines.forEach(Machine::endCleanups);
        }
        simulationContext.tally().count("schedules");
        if (simulationContext.mode() == FailureMode.FAILSAFE) {
            simulationContext.tally().count("schedules in failsafe");
            simulationContext
                    .tally()
                    .count(
                            "schedules with an address held by consent",
                            simulationContext.tally().countOf("held by consent") > 0 ? 1 : 0);
        }
        simulationContext
                .tally()
                .count("seconds", simulationContext.eventQueue().now().toSeconds());
        simulationContext.tally().count("moves", setup.invariants().moves());
    }

    private void injectFaults() {
        Dice dice = simulationContext.dice();
        simulationContext.tally().count("steps", STEPS);
        for (int i = 0; i < STEPS; i++) {
            Fault fault = dice.pick(faults);
            if (fault.inject().getAsBoolean()) {
                simulationContext.tally().count("fault " + fault.name());
            }
            boolean isLull = fault.name().endsWith(PeerFaults.FOR_LONG) && dice.isOneIn(2);
            Duration longest = isLull ? LULL : dice.isOneIn(2) ? MOMENT : WHILE;
            simulationContext.eventQueue().run(dice.upTo(longest));
        }
    }

    FailureMode mode() {
        return simulationContext.mode();
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
