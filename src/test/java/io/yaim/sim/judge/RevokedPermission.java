package io.yaim.sim.judge;

import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.fault.RefusedCalls;
import io.yaim.sim.invariants.Invariants;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork.CallKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// When all is well, one node loses permissions for good: it may still renew its lease. Perhaps its checks fail as
/// well. Within a bound all entries are on the other nodes that take them.
public final class RevokedPermission {

    private static final List<Set<CallKind>> REVOKED = List.of(
            Set.of(CallKind.READ),
            Set.of(CallKind.READ, CallKind.COMMIT),
            Set.of(CallKind.COMMIT, CallKind.LEAVE),
            Set.of(CallKind.READ, CallKind.COMMIT, CallKind.LEAVE));

    private final SimulationContext simulationContext;
    private final Invariants invariants;
    private final List<Machine> machines;

    public RevokedPermission(SimulationContext simulationContext, Invariants invariants, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.invariants = invariants;
        this.machines = machines;
    }

    /// Revokes the permissions, and checks the owners after the bound.
    ///
    /// @throws AssertionError some entry has no owner for too long
    public void run() {
        Dice dice = simulationContext.dice();
        Machine victim = dice.pick(machines);
        new RefusedCalls(simulationContext, machines).refuse(victim, dice.pick(REVOKED));
        boolean isUnhealthy = dice.isOneIn(2);
        if (isUnhealthy) {
            victim.setHealth(new Health.Unhealthy("broken"));
        }
        simulationContext.eventQueue().run(longestUnowned());
        ConvergenceCheck.require(
                unowned(isUnhealthy ? List.of(victim) : List.of()).isEmpty(),
                "unowned for too long after permissions were revoked");
    }

    /// One ttl of failures, then one until the lease has ended and all is claimed as usual.
    private Duration longestUnowned() {
        Duration ttl = simulationContext.profile().ttl();
        return ttl.plus(ConvergenceCheck.longestUnowned(ttl, simulationContext.mode()));
    }

    private List<VirtualIp> unowned(List<Machine> unable) {
        return simulationContext.storeServer().actualView().pool().values().stream()
                .filter(entry -> machines.stream()
                        .filter(machine -> !unable.contains(machine))
                        .anyMatch(machine -> takes(machine, entry)))
                .map(Entry::ip)
                .filter(ip -> invariants.hosts(ip).isEmpty())
                .toList();
    }

    private boolean takes(Machine machine, Entry entry) {
        return simulationContext.storeServer().actualView().nodes().values().stream()
                .anyMatch(node -> node.name().value().equals(machine.name()) && node.canTake(entry));
    }
}
