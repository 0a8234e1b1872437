package io.yaim.sim.fault;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Outages that begin when all is well, so that nodes hold their addresses by consent, with the faults that are
/// dangerous then. Some of them begin together with the outage.
public final class FailsafeOutages {

    /// Faults that may have begun just before the store goes away.
    private static final Set<String> BEFORE = Set.of(
            "restart with record",
            "restart without record",
            "crash and restart at once",
            "stop",
            "check fails",
            "entry added or removed",
            "lease ended early",
            "next request lost or late");

    /// Faults while the store is away.
    private static final Set<String> MEANWHILE = Set.of(
            "cut off from a node",
            "cut off from all nodes",
            "messages between nodes lost, late, doubled",
            "crash",
            "restart with record",
            "restart without record",
            "crash and restart at once",
            "stop",
            "freeze",
            "freeze between two steps",
            "thaw",
            "check fails",
            "kernel slow",
            "slow process",
            "address removed",
            "entry added or removed",
            "entry changed",
            "next request lost or late",
            "messages delayed",
            "check fails briefly while a release is delayed",
            "watch silent",
            "lease ended early",
            "snapshot taken",
            "snapshot restored");

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_LOOKS = 80;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(12);

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final EventQueue eventQueue;
    private final List<Machine> machines;
    private final SimulatedPool simulatedPool;
    private final MachineFaults machineFaults;
    private final List<Fault> faultsBefore;
    private final List<Fault> faultsDuring;
    private final StoreOutage outage;

    /// @param faults each as often as its weight says
    public FailsafeOutages(
            SimulationContext simulationContext,
            List<Machine> machines,
            SimulatedPool simulatedPool,
            MachineFaults processes,
            List<Fault> faults) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        this.simulatedPool = simulatedPool;
        this.machineFaults = processes;
        outage = new StoreOutage(simulationContext, machines);
        dice = simulationContext.dice();
        eventQueue = simulationContext.eventQueue();
        faultsBefore =
                faults.stream().filter(fault -> BEFORE.contains(fault.name())).toList();
        faultsDuring = faults.stream()
                .filter(fault -> MEANWHILE.contains(fault.name()))
                .toList();
    }

    public void run() {
        int rounds = 1 + dice.below(3);
        for (int i = 0; i < rounds; i++) {
            Optional<Machine> absent = dice.isOneIn(2) ? Optional.of(dice.pick(machines)) : Optional.empty();
            if (awaitWell(absent)) {
                simulationContext.tally().count("outages");
                Optional<Machine> newcomer = disturbBefore(absent);
                outage.begin();
                injectFaults(newcomer);
            }
        }
        mend();
    }

    /// @param absent a machine without a process
    private boolean awaitWell(Optional<Machine> absent) {
        simulationContext.log(
                "store",
                "all must be well"
                        + absent.map(machine -> ", without " + machine.name()).orElse(""));
        mend();
        simulatedPool.reset();
        for (Machine machine : machines) {
            machine.mend();
            machine.node.map(SimulatedNode::process).ifPresent(HostProcess::thaw);
            machine.node.ifPresent(SimulatedNode::reconnect);
        }
        absent.filter(Machine::isRunning).flatMap(machine -> machine.node).ifPresent(SimulatedNode::stop);
        List<Machine> present = machines.stream()
                .filter(machine -> !absent.equals(Optional.of(machine)))
                .toList();
        boolean isWell = false;
        for (int i = 0; i < MOST_LOOKS && !isWell; i++) {
            present.stream().filter(machineFaults::mayStart).forEach(machine -> machineFaults.start(machine, true));
            eventQueue.run(LOOK);
            isWell = isWell(present);
        }
        return isWell;
    }

    private void mend() {
        outage.end();
        simulationContext.peers().mend();
    }

    /// Each entry is bound, and each consent record names all others in their present incarnation.
    private boolean isWell(List<Machine> present) {
        View view = simulationContext.storeServer().actualView();
        return view.members().size() == present.size()
                && present.stream().allMatch(machine -> isWitnessed(new NodeName(machine.name()), view))
                && view.pool().keySet().stream()
                        .noneMatch(ip -> simulationContext.observer().hosts(ip).isEmpty());
    }

    private static boolean isWitnessed(NodeName name, View view) {
        Member member = view.members().get(name);
        ConsentRecord record = view.consentRecords().get(name);
        return member != null
                && record != null
                && record.tenancy().equals(member.tenancy())
                && view.members().values().stream()
                        .filter(other -> !other.name().equals(name))
                        .allMatch(other -> isNamed(other, record));
    }

    private static boolean isNamed(Member other, ConsentRecord record) {
        return Optional.ofNullable(record.peers().get(other.name()))
                .filter(consentPeer -> consentPeer.incarnation().equals(other.incarnation()))
                .isPresent();
    }

    /// What has just begun has not ended when the store goes away, and its requests are under way.
    private Optional<Machine> disturbBefore(Optional<Machine> absent) {
        if (dice.isOneIn(2)) {
            return Optional.empty();
        }
        for (Machine machine : machines) {
            if (dice.isOneIn(2)) {
                machine.storeLink().injectFateIntoWrite(dice.pick(List.of(StoreNetwork.Fate.values())));
            }
        }
        Machine newcomer = absent.orElseGet(() -> dice.pick(machines));
        simulationContext.log(newcomer.name(), "fault: joins, or joins again, as the store goes away");
        newcomer.node.ifPresent(SimulatedNode::kill);
        if (machineFaults.mayStart(newcomer)) {
            machineFaults.start(newcomer, true);
        }
        if (dice.isOneIn(3)) {
            strike(dice.pick(faultsBefore));
        }
        eventQueue.run(dice.upTo(SimulationContext.STORE_TIMEOUT));
        return Optional.of(newcomer);
    }

    /// In half of the cases those that have just joined reach the store first: they have promised the least.
    private void injectFaults(Optional<Machine> newcomer) {
        if (!dice.isOneIn(4)) {
            eventQueue.run(simulationContext.profile().ttl());
        }
        injectFaults(dice.below(6));
        outage.reconnectFor(newcomer.filter(_ -> dice.isOneIn(2)).orElseGet(() -> dice.pick(machines)));
        injectFaults(1 + dice.below(8));
        eventQueue.run(dice.ofAnyLength(LATER));
    }

    private void injectFaults(int count) {
        simulationContext.tally().count("steps", count);
        for (int i = 0; i < count; i++) {
            switch (dice.below(8)) {
                case 0 -> outage.reconnectFor(dice.pick(machines));
                case 1 -> outage.reconnectBriefly(dice.pick(machines));
                case 2 -> hitHolder();
                case 3 -> changePool();
                default -> strike(dice.pick(faultsDuring));
            }
            eventQueue.run(dice.upTo(dice.isOneIn(2) ? MOMENT : WHILE));
        }
    }

    /// A node that sees an entry come into the pool assumes that no node holds it, even if one does.
    private void changePool() {
        List<VirtualIp> removed = simulatedPool.ips().stream()
                .filter(ip ->
                        !simulationContext.storeServer().actualView().pool().containsKey(ip))
                .toList();
        simulationContext.log("operator", "fault: entry " + (removed.isEmpty() ? "removed" : "put back"));
        if (removed.isEmpty()) {
            simulationContext.storeServer().cluster().delete(simulatedPool.any());
        } else {
            simulatedPool.put(dice.pick(removed));
        }
    }

    private void strike(Fault fault) {
        if (fault.inject().getAsBoolean()) {
            simulationContext.tally().count("fault " + fault.name());
            if (machines.stream().anyMatch(FailsafeOutages::isHeldByConsent)) {
                simulationContext.tally().count("while held by consent " + fault.name());
            }
        }
    }

    /// A node that holds an address is stopped, or dies.
    private void hitHolder() {
        List<Machine> holders =
                machines.stream().filter(FailsafeOutages::isHeldByConsent).toList();
        if (!holders.isEmpty()) {
            Machine machine = dice.pick(holders);
            boolean isDeath = dice.isOneIn(2);
            simulationContext.log(machine.name(), "fault: dies or is stopped while it holds addresses");
            simulationContext.tally().count("fault holder " + (isDeath ? "dies" : "is stopped"));
            SimulatedNode simulatedNode = machine.node.orElseThrow();
            if (isDeath) {
                simulatedNode.kill();
            } else {
                simulatedNode.process().freeze(dice.ofAnyLength(LATER));
            }
        }
    }

    /// Whether the node may hold the address by consent after the end of its proof.
    private static boolean isHeldByConsent(Machine machine) {
        return machine.node
                .filter(SimulatedNode::isRunning)
                .filter(simulatedNode -> simulatedNode
                        .proofTracker()
                        .latest()
                        .filter(lease -> !simulatedNode.proofTracker().provesNow(lease))
                        .filter(simulatedNode.consentTracker()::areAllGiven)
                        .isPresent())
                .isPresent();
    }
}
