package io.yaim.sim.fault;

import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.plan.SelfBuilder;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Faults of processes and their hosts.
public final class MachineFaults {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(27);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONGEST_SLOWNESS = Duration.ofMillis(2500);
    private static final Duration LONGEST_UP = Duration.ofSeconds(5);
    private static final int MOST_LINK_FLAPS = 6;
    private static final int MOST_POINTS = 80;

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final EventQueue eventQueue;
    private final SimulatedPool simulatedPool;
    private final List<Machine> machines;
    private boolean hasEnded;

    public MachineFaults(SimulationContext simulationContext, SimulatedPool simulatedPool, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.simulatedPool = simulatedPool;
        this.machines = machines;
        dice = simulationContext.dice();
        eventQueue = simulationContext.eventQueue();
    }

    public List<Fault> all() {
        var all = new ArrayList<>(always());
        if (simulationContext.profile().hasFlappingLinks()) {
            all.add(on("link flaps", 2, _ -> true, this::flapLink));
        }
        return all;
    }

    private List<Fault> always() {
        return List.of(
                on("crash", 2, Machine::isRunning, machine -> life(machine).kill()),
                on("restart with record", 4, this::mayStart, machine -> start(machine, true)),
                on("restart without record", 2, this::mayStart, machine -> start(machine, false)),
                on("crash and restart at once", 1, this::mayRestart, this::restart),
                on("namesake elsewhere", 1, this::mayStartNamesake, this::startNamesake),
                on("stop", 1, Machine::isRunning, machine -> life(machine).stop()),
                on("stop, and start again", 2, Machine::isRunning, this::stopAndStartAgain),
                on("killed while it stops", 1, Machine::isRunning, this::killStopping),
                on(
                        "freeze",
                        3,
                        Machine::isRunning,
                        machine -> life(machine).process().freeze(dice.ofAnyLength(LONG))),
                on("freeze between two steps", 6, Machine::isRunning, this::freezeLater),
                on(
                        "thaw",
                        1,
                        Machine::isRunning,
                        machine -> life(machine).process().thaw()),
                on(
                        "slow process",
                        2,
                        Machine::isRunning,
                        machine -> life(machine)
                                .process()
                                .slowDownFor(dice.between(Duration.ofSeconds(5), Duration.ofSeconds(15)))),
                on("check fails", 3, _ -> true, this::failCheck),
                on("check flaps", 1, _ -> true, this::flap),
                on("check fails briefly while a release is delayed", 2, Machine::isAwake, this::failCheckBriefly),
                on("reconfigured", 2, Machine::isRunning, this::reconfigure),
                on("link down", 1, _ -> true, this::linkDown),
                on("kernel fails", 1, _ -> true, this::failKernel),
                on("kernel slow", 2, _ -> true, this::slowKernel),
                on("kernel refuses an address", 1, _ -> true, this::refuse),
                on("address removed", 2, _ -> true, this::removeAddress),
                new Fault("lifetime extended", 2, this::extend),
                on("disk full", 1, _ -> true, this::fillDisk));
    }

    /// From now on no fault starts by itself.
    public void end() {
        hasEnded = true;
    }

    /// A cycle that has seen the address there restores it. Until then the host does not answer for it.
    private void removeAddress(Machine machine) {
        simulationContext.observer().onDisturbed(machine);
        machine.kernel().dropAsAnother(simulatedPool.any());
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

    /// Where entries are in mode `claim`, the lifetimes of addresses are not touched.
    private void reconfigure(Machine machine) {
        boolean isClaiming = simulationContext.mode() == FailureMode.CLAIM;
        int weight = 1 + dice.below(4);
        Optional<String> label = Optional.of("vip").filter(_ -> !isClaiming && dice.isOneIn(3));
        boolean isOtherMode = !isClaiming && dice.isOneIn(2);
        FailureMode other =
                simulationContext.mode() == FailureMode.RELEASE ? FailureMode.FAILSAFE : FailureMode.RELEASE;
        life(machine).reconfigure(self -> {
            SelfBuilder changed = SelfBuilder.like(self).weight(weight).label(label);
            return (isOtherMode ? changed.failureMode(other) : changed).build();
        });
    }

    private static SimulatedNode life(Machine machine) {
        return machine.node.orElseThrow();
    }

    /// docs/architecture.md says to let one ttl pass between a restore of the store and a start.
    public boolean mayStart(Machine machine) {
        return !machine.isRunning() && !machine.isBeingCleanedUp() && !hasJustGoneBack();
    }

    private boolean mayRestart(Machine machine) {
        return machine.isRunning() && !hasJustGoneBack();
    }

    private boolean hasJustGoneBack() {
        return simulationContext
                .storeServer()
                .wasJustRestored(simulationContext.profile().ttl().plusMillis(100));
    }

    /// Where consent records matter, a name that moved to another address leaves a record that no node may refuse.
    /// An operator must delete it.
    private boolean mayStartNamesake(Machine machine) {
        return simulationContext.mode() != FailureMode.FAILSAFE && mayStart(machine);
    }

    /// Starts a node on this machine.
    ///
    /// @param isRecordReadable whether the record of its previous incarnation can be read
    public void start(Machine machine, boolean isRecordReadable) {
        machine.node = Optional.of(
                new SimulatedNode(simulationContext, machine, new NodeName(machine.name()), isRecordReadable));
    }

    /// A machine has the configuration of another one, which may run.
    private void startNamesake(Machine machine) {
        var name = new NodeName(dice.pick(machines).name());
        machine.node = Optional.of(new SimulatedNode(simulationContext, machine, name, true));
    }

    private void restart(Machine machine) {
        life(machine).kill();
        start(machine, true);
    }

    /// Later, perhaps after the retained addresses have expired, or never.
    private void stopAndStartAgain(Machine machine) {
        life(machine).stop();
        eventQueue.after(dice.ofAnyLength(LONG), () -> {
            if (!hasEnded && mayStart(machine)) {
                simulationContext.tally().count("started again");
                start(machine, !dice.isOneIn(8));
            }
        });
    }

    private void killStopping(Machine machine) {
        SimulatedNode stopping = life(machine);
        stopping.stop();
        eventQueue.after(dice.ofAnyLength(SHORT), stopping::kill);
    }

    private void freezeLater(Machine machine) {
        life(machine).process().freezeAfter(dice.below(MOST_POINTS), dice.ofAnyLength(LONG));
    }

    private void failCheck(Machine machine) {
        boolean isHealthy = machine.health.isHealthy();
        machine.setHealth(isHealthy ? new Health.Unhealthy("api: down") : new Health.Healthy());
    }

    private void flap(Machine machine) {
        Duration at = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            at = at.plus(dice.ofAnyLength(Duration.ofSeconds(1)));
            eventQueue.after(at, () -> {
                if (!hasEnded) {
                    failCheck(machine);
                }
            });
        }
    }

    /// What the node hands over meanwhile may take effect when it has long been healthy again.
    private void failCheckBriefly(Machine machine) {
        machine.storeLink()
                .injectFateIntoWrite(dice.isOneIn(4) ? StoreNetwork.Fate.LOST_ANSWER : StoreNetwork.Fate.LATE_EFFECT);
        if (dice.isOneIn(2)) {
            machine.storeLink().injectFateIntoWrite(StoreNetwork.Fate.LATE_EFFECT);
        }
        machine.setHealth(new Health.Unhealthy("api: down"));
        eventQueue.after(dice.upTo(MOMENT), () -> machine.setHealth(new Health.Healthy()));
    }

    private void linkDown(Machine machine) {
        machine.setLink(false);
        eventQueue.after(dice.ofAnyLength(Duration.ofSeconds(10)), () -> machine.setLink(true));
    }

    /// Each time it is up for longer than most probations, so that they grow.
    private void flapLink(Machine machine) {
        Duration at = Duration.ZERO;
        for (int i = 0; i < MOST_LINK_FLAPS; i++) {
            eventQueue.after(at, () -> setLinkUnlessEnded(machine, false));
            at = at.plus(dice.upTo(SHORT));
            eventQueue.after(at, () -> setLinkUnlessEnded(machine, true));
            at = at.plus(dice.upTo(LONGEST_UP));
        }
    }

    private void setLinkUnlessEnded(Machine machine, boolean isUp) {
        if (!hasEnded) {
            machine.setLink(isUp);
        }
    }

    private void failKernel(Machine machine) {
        machine.isKernelFailing = true;
        eventQueue.after(dice.ofAnyLength(Duration.ofSeconds(15)), () -> machine.isKernelFailing = false);
    }

    private void slowKernel(Machine machine) {
        machine.kernelSlowness = dice.ofAnyLength(LONGEST_SLOWNESS);
        eventQueue.after(dice.ofAnyLength(Duration.ofSeconds(15)), () -> machine.kernelSlowness = Duration.ZERO);
    }

    private void refuse(Machine machine) {
        machine.refuse(simulatedPool.any());
        eventQueue.after(dice.ofAnyLength(Duration.ofSeconds(5)), machine::acceptAll);
    }

    private void fillDisk(Machine machine) {
        machine.disk().isFull = true;
        eventQueue.after(dice.ofAnyLength(Duration.ofSeconds(5)), () -> machine.disk().isFull = false);
    }

    private boolean extend() {
        Machine machine = dice.pick(machines);
        var ip = simulatedPool.any();
        boolean isThere = machine.kernel().extendAsAnother(ip, 3600);
        if (isThere) {
            simulationContext.log(machine.name(), "fault: lifetime of " + ip + " extended");
            simulationContext.observer().onExtended(machine, ip);
        }
        return isThere;
    }
}
