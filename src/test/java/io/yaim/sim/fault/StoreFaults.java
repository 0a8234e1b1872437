package io.yaim.sim.fault;

import io.yaim.model.LeaseId;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork;
import io.yaim.sim.world.StoreServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Faults of the store, and of the connections to it.
public final class StoreFaults {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORTEST_ELECTION = Duration.ofMillis(1300);
    private static final Duration LONGEST_ELECTION = Duration.ofMillis(2100);
    /// Each takes half a second.
    private static final int REQUESTS_PER_LEASE = 18;

    private static final int MOST_LOSSES = 300;

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final EventQueue eventQueue;
    private final StoreServer storeServer;
    private final List<Machine> machines;

    public StoreFaults(SimulationContext simulationContext, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        dice = simulationContext.dice();
        eventQueue = simulationContext.eventQueue();
        storeServer = simulationContext.storeServer();
    }

    public List<Fault> all() {
        return List.of(
                on("cut off from the store", 3, _ -> true, machine -> cutOff(machine, dice.ofAnyLength(LONG))),
                on("a late answer, then none", 2, Machine::isAwake, this::answerLateThenNever),
                on("answers of the store cut", 1, _ -> true, this::blockAnswers),
                on("messages lost or late", 2, _ -> true, this::lose),
                on("messages delayed", 1, _ -> true, this::delay),
                on(
                        "next request lost or late",
                        3,
                        Machine::isAwake,
                        machine -> machine.storeLink().injectFate(dice.pick(List.of(StoreNetwork.Fate.values())))),
                on("watch lags", 1, _ -> true, this::lag),
                on("watch silent", 1, _ -> true, this::silenceWatch),
                new Fault("store away", 1, () -> storeFault("away", () -> takeStoreAway(dice.ofAnyLength(LONG)))),
                new Fault("store slow", 1, () -> storeFault("slow", this::slowDown)),
                new Fault("leader change", 1, () -> storeFault("elects a leader", this::changeLeader)),
                new Fault("snapshot taken", 1, () -> storeFault("snapshot", storeServer::takeSnapshot)),
                new Fault("snapshot restored", 1, this::restore),
                on("lease ended early", 1, machine -> lease(machine).isPresent(), this::endEarly));
    }

    private Fault on(String name, int weight, Predicate<Machine> condition, Consumer<Machine> strike) {
        return new Fault(name, weight, () -> {
            Machine machine = dice.pick(machines);
            boolean isPossible = condition.test(machine);
            if (isPossible) {
                simulationContext.log(machine.name(), "fault: " + name);
                strike.accept(machine);
            }
            return isPossible;
        });
    }

    private boolean storeFault(String what, Runnable strike) {
        simulationContext.log("store", "fault: " + what);
        strike.run();
        return true;
    }

    void cutOff(Machine machine, Duration time) {
        machine.storeLink().setCut(true);
        eventQueue.after(time, () -> {
            machine.storeLink().setCut(false);
            machine.node.ifPresent(SimulatedNode::reconnect);
            simulationContext.log(machine.name(), "reaches the store again");
        });
    }

    /// The last answer is used to its end, also by addresses that are bound a little later.
    private void answerLateThenNever(Machine machine) {
        machine.storeLink().injectFate(StoreNetwork.Fate.LATE_ANSWER);
        for (int i = 0; i < REQUESTS_PER_LEASE; i++) {
            machine.storeLink().injectFate(StoreNetwork.Fate.LOST_REQUEST);
        }
        eventQueue.after(
                dice.between(SimulationContext.STORE_TIMEOUT, SimulationContext.INTERVAL.multipliedBy(2)),
                () -> simulationContext.observer().firstOn(machine).ifPresent(machine.kernel()::dropAsAnother));
    }

    private void blockAnswers(Machine machine) {
        machine.storeLink().setDeaf(true);
        eventQueue.after(dice.ofAnyLength(LONG), () -> {
            machine.storeLink().setDeaf(false);
            machine.node.ifPresent(SimulatedNode::reconnect);
        });
    }

    private void lose(Machine machine) {
        machine.storeLink().setLosses(1 + dice.below(MOST_LOSSES));
        eventQueue.after(dice.ofAnyLength(LONG), () -> machine.storeLink().setLosses(0));
    }

    private void delay(Machine machine) {
        machine.storeLink().setDelay(dice.between(Duration.ofMillis(3), SimulationContext.STORE_TIMEOUT));
        eventQueue.after(dice.ofAnyLength(LONG), () -> machine.storeLink().setDelay(Duration.ofMillis(3)));
    }

    private void lag(Machine machine) {
        machine.watchLag = dice.ofAnyLength(Duration.ofSeconds(5));
        eventQueue.after(dice.ofAnyLength(LONG), () -> machine.watchLag = Duration.ofMillis(1));
    }

    private void silenceWatch(Machine machine) {
        machine.isWatchSilent = true;
        eventQueue.after(dice.ofAnyLength(LONG), () -> {
            machine.isWatchSilent = false;
            machine.node.ifPresent(SimulatedNode::reconnect);
        });
    }

    void takeStoreAway(Duration time) {
        storeServer.setAway(true);
        eventQueue.after(time, this::bringStoreBack);
    }

    private void bringStoreBack() {
        storeServer.setAway(false);
        machines.forEach(machine -> machine.node.ifPresent(SimulatedNode::reconnect));
    }

    private void slowDown() {
        storeServer.setSlowness(dice.ofAnyLength(SimulationContext.STORE_TIMEOUT));
        eventQueue.after(dice.ofAnyLength(LONG), () -> storeServer.setSlowness(Duration.ZERO));
    }

    private void changeLeader() {
        storeServer.setAway(true);
        eventQueue.after(dice.between(SHORTEST_ELECTION, LONGEST_ELECTION), () -> {
            if (storeServer.isAway()) {
                storeServer.changeLeader();
                bringStoreBack();
            }
        });
    }

    /// For all incarnations that run then: see `MachineFaults.mayStart`.
    private boolean restore() {
        if (storeServer.wasJustRestored(simulationContext.profile().ttl().multipliedBy(2))) {
            return false;
        }
        return storeFault("restored from its snapshot", storeServer::restore);
    }

    private static Optional<LeaseId> lease(Machine machine) {
        return machine.node.flatMap(
                simulatedNode -> simulatedNode.proofTracker().latest());
    }

    private void endEarly(Machine machine) {
        lease(machine).ifPresent(storeServer::endEarly);
    }
}
