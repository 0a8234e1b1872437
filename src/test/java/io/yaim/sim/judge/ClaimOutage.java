package io.yaim.sim.judge;

import static io.yaim.sim.judge.ConvergenceCheck.require;

import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.invariants.ClaimModeInvariants;
import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What mode `claim` is for: the store goes away for long, some nodes die, others are cut off from each other for a
/// while. Within a bound after the last of these faults each entry is on one of the running nodes, and stays there.
public final class ClaimOutage {

    /// One ttl in which no node starts after a restore, and one in which the keys of dead nodes end.
    private static final Duration SETTLING = Duration.ofSeconds(24);

    private static final Duration LONGEST_BEFORE = Duration.ofSeconds(15);
    private static final Duration TROUBLE = Duration.ofSeconds(25);

    /// After the last fault: doubles end, and in the worst case both nodes drop. A host with an address is probed
    /// again, the last of seven nodes begins, and probes. For a node that died last: its lifetimes end late.
    private static final Duration BOUND = ClaimModeInvariants.RESOLVED_BY_PROBES
            .plus(Duration.ofSeconds(2))
            .plus(Duration.ofSeconds(5))
            .plus(Duration.ofSeconds(2));

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration QUIET_TIME = Duration.ofSeconds(15);

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final List<Machine> machines;
    private final ConvergenceCheck convergenceCheck;

    public ClaimOutage(SimulationContext simulationContext, List<Machine> machines, ConvergenceCheck convergenceCheck) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        this.convergenceCheck = convergenceCheck;
        dice = simulationContext.dice();
    }

    /// A node that starts meanwhile does not know the pool, and takes nothing.
    ///
    /// @throws AssertionError some entry is on no running node, or on two
    public void run() {
        convergenceCheck.mend();
        for (Duration end = simulationContext.eventQueue().now().plus(SETTLING);
                simulationContext.eventQueue().now().compareTo(end) < 0; ) {
            simulationContext.eventQueue().run(POLL);
            machines.forEach(convergenceCheck::startIfStopped);
        }
        View last = simulationContext.storeServer().actualView();
        simulationContext.log("outage", "begins");
        simulationContext.storeServer().setForcedAway(true);
        simulationContext.eventQueue().run(dice.upTo(LONGEST_BEFORE));
        injectFaults();
        simulationContext.peers().mend();
        machines.forEach(machine -> machine.node.map(SimulatedNode::process).ifPresent(HostProcess::thaw));
        simulationContext.eventQueue().run(BOUND);
        Map<VirtualIp, List<Machine>> owners = owners(last);
        simulationContext.eventQueue().run(QUIET_TIME);
        require(owners.equals(owners(last)), "without a store, addresses moved without a reason");
        simulationContext.tally().count("outages");
    }

    private void injectFaults() {
        int deaths = dice.below(machines.size());
        for (int i = 0; i < deaths; i++) {
            Machine machine = machines.get(i);
            Duration at = dice.upTo(TROUBLE);
            simulationContext.eventQueue().after(at, () -> machine.node.ifPresent(SimulatedNode::kill));
            if (dice.isOneIn(3)) {
                simulationContext
                        .eventQueue()
                        .after(at.plus(dice.upTo(TROUBLE)), () -> convergenceCheck.startIfStopped(machine));
            }
        }
        Machine frozen = dice.pick(machines);
        if (dice.isOneIn(2)) {
            frozen.node.ifPresent(simulatedNode -> simulatedNode.process().freeze(dice.ofAnyLength(TROUBLE)));
        }
        Machine apart = dice.pick(machines);
        if (dice.isOneIn(2)) {
            for (Machine other : machines) {
                simulationContext.peers().cut(apart, other);
                simulationContext.peers().cut(other, apart);
            }
        }
        simulationContext.eventQueue().run(TROUBLE);
    }

    private Map<VirtualIp, List<Machine>> owners(View last) {
        var owners = new HashMap<VirtualIp, List<Machine>>();
        for (VirtualIp ip : last.pool().keySet()) {
            boolean isRefused = last.nodes().values().stream()
                    .anyMatch(node -> node.unbindable().containsKey(ip));
            if (simulationContext.isInClaimMode(ip) && !isRefused) {
                List<Machine> hosts = simulationContext.observer().hosts(ip);
                owners.put(ip, hosts);
                require(
                        hosts.size() == 1,
                        "without a store, " + ip + " is on "
                                + hosts.stream().map(Machine::name).toList());
            }
        }
        return owners;
    }
}
