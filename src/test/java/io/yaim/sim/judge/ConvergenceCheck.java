package io.yaim.sim.judge;

import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.fault.MachineFaults;
import io.yaim.sim.fault.SimulatedPool;
import io.yaim.sim.invariants.Invariants;
import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What must become of a cluster without further faults: within a bound each entry is bound, then the shares are
/// fair, and then nothing moves any more.
public final class ConvergenceCheck {

    /// How often it is checked whether everything is bound.
    private static final Duration POLL = Duration.ofMillis(100);

    /// A move for balance leaves an entry unbound for a moment, perhaps the checked one.
    private static final int LOOKS_PER_MOVE = 5;

    private static final Duration REFUSAL_POLL = Duration.ofSeconds(5);

    /// The longest back-off of an entry that could not be bound, twice.
    private static final int MOST_REFUSAL_POLLS = 260;

    /// After the last back-off: a quiet interval, the move and the announcements.
    private static final Duration SETTLING = Duration.ofSeconds(4);

    /// Three times 100 ms.
    private static final Duration PROBES = Duration.ofMillis(300);
    private static final Duration QUIET_TIME = Duration.ofSeconds(20);

    private final SimulationContext simulationContext;
    private final Invariants invariants;
    private final List<Machine> machines;
    private final SimulatedPool simulatedPool;
    private final MachineFaults faults;

    public ConvergenceCheck(
            SimulationContext simulationContext,
            Invariants invariants,
            List<Machine> machines,
            SimulatedPool simulatedPool,
            MachineFaults faults) {
        this.simulationContext = simulationContext;
        this.invariants = invariants;
        this.machines = machines;
        this.simulatedPool = simulatedPool;
        this.faults = faults;
    }

    /// Within this time after the last fault every entry is bound that some node takes:
    ///
    /// - one ttl, after which the leases of dead nodes have ended, and no node waits any more after a restore;
    /// - one renewal that is not answered in time, and the next one: by then each node knows its state;
    /// - three exchanges with the store: keys are put, entries are claimed, and the claims are seen;
    /// - three probes without an answer.
    ///
    /// Where nodes hold addresses by consent, one more ttl and an interval: a peer may have started only when the
    /// faults ended. For that time it does not know what its previous incarnation promised to a lost node. Then it
    /// is asked to refuse once in each interval.
    public static Duration longestUnowned(Duration ttl, FailureMode mode) {
        Duration promised = mode == FailureMode.RELEASE ? Duration.ZERO : ttl.plus(SimulationContext.INTERVAL);
        return promised.plus(longestUnownedWithoutPromises(ttl));
    }

    private static Duration longestUnownedWithoutPromises(Duration ttl) {
        return ttl.plus(SimulationContext.INTERVAL)
                .plus(SimulationContext.STORE_TIMEOUT.multipliedBy(4))
                .plus(PROBES);
    }

    /// The same for an entry whose mark was written by hand: it is left alone for two ttl.
    public static Duration longestMarkedByHand(Duration ttl, FailureMode mode) {
        return longestUnowned(ttl, mode).plus(ttl.multipliedBy(2));
    }

    /// Waits until the cluster has converged, and checks that it stays so.
    ///
    /// @throws AssertionError it did not converge
    public void run() {
        simulationContext.log("recovery", "begins");
        mend();
        awaitOwners();
        awaitNoRefusals();
        simulationContext.eventQueue().run(SETTLING);
        checkShares();
        checkNothingMoves();
    }

    /// Ends all faults.
    void mend() {
        faults.end();
        simulationContext.storeServer().setForcedAway(false);
        simulationContext.storeServer().setAway(false);
        simulationContext.storeServer().setSlowness(Duration.ZERO);
        simulationContext.storeNetwork().deliverLate();
        simulationContext.peers().mend();
        simulationContext.segment().dropAllAtNeighbour();
        simulatedPool.reset();
        for (Machine machine : machines) {
            machine.mend();
            machine.endCleanups();
            machine.node
                    .filter(simulatedNode -> !simulatedNode.name().value().equals(machine.name()))
                    .ifPresent(SimulatedNode::kill);
            machine.node.map(SimulatedNode::process).ifPresent(HostProcess::thaw);
            machine.node.ifPresent(SimulatedNode::reconnect);
            startIfStopped(machine);
        }
    }

    /// As systemd does, but no node starts right after a restore.
    void startIfStopped(Machine machine) {
        if (faults.mayStart(machine)) {
            faults.start(machine, simulationContext.dice().isOneIn(2));
        }
    }

    /// What was bound in the first moment need not stay so, since a dead node may have bound it.
    private void awaitOwners() {
        Set<VirtualIp> byHand = simulationContext.storeServer().actualView().marks().values().stream()
                .filter(mark -> mark.lease().isEmpty())
                .map(Mark::ip)
                .collect(Collectors.toSet());
        Duration since = simulationContext.eventQueue().now();
        watch(
                since,
                longestUnowned(simulationContext.profile().ttl(), simulationContext.mode()),
                byHand,
                simulationContext.mode() + ", plain");
        if (!byHand.isEmpty()) {
            watch(
                    since,
                    longestMarkedByHand(simulationContext.profile().ttl(), simulationContext.mode()),
                    Set.of(),
                    simulationContext.mode() + ", marked by hand");
        }
    }

    private void watch(Duration since, Duration bound, Set<VirtualIp> excused, String what) {
        Duration end = since.plus(bound);
        while (simulationContext.eventQueue().now().compareTo(end) < 0) {
            simulationContext.eventQueue().run(POLL);
            machines.forEach(this::startIfStopped);
            if (!unowned(excused).isEmpty()) {
                simulationContext
                        .tally()
                        .recordLongest(
                                what, simulationContext.eventQueue().now().minus(since));
            }
        }
        var left = new HashSet<>(unowned(excused));
        for (int i = 0; i < LOOKS_PER_MOVE && !left.isEmpty(); i++) {
            simulationContext.eventQueue().run(POLL);
            left.retainAll(unowned(excused));
        }
        require(left.isEmpty(), "unowned for too long: " + left);
    }

    /// The entries that are bound nowhere although some node takes them.
    private List<VirtualIp> unowned(Set<VirtualIp> excused) {
        View view = simulationContext.storeServer().actualView();
        return view.pool().values().stream()
                .filter(entry -> !excused.contains(entry.ip()))
                .filter(entry -> invariants.hosts(entry.ip()).isEmpty())
                .filter(entry ->
                        view.nodes().isEmpty() || view.nodes().values().stream().anyMatch(node -> node.canTake(entry)))
                .map(Entry::ip)
                .toList();
    }

    private void awaitNoRefusals() {
        for (int i = 0; i < MOST_REFUSAL_POLLS && isRefused(); i++) {
            simulationContext.eventQueue().run(REFUSAL_POLL);
            machines.forEach(this::startIfStopped);
        }
        require(!isRefused(), "some node is absent, or cannot bind some entries, for ever");
    }

    private boolean isRefused() {
        Map<NodeName, Node> nodes = simulationContext.storeServer().actualView().nodes();
        return nodes.size() < machines.size()
                || nodes.values().stream()
                        .anyMatch(node -> !node.unbindable().isEmpty()
                                || !node.onProbation().isEmpty());
    }

    private void checkShares() {
        View view = simulationContext.storeServer().actualView();
        var counts = new TreeMap<String, Integer>();
        machines.forEach(machine -> counts.put(machine.name(), 0));
        for (VirtualIp ip : simulatedPool.ips()) {
            List<Machine> hosts = invariants.hosts(ip);
            int expected = view.pool().containsKey(ip) ? 1 : 0;
            require(hosts.size() == expected, ip + " is on " + hosts.size() + " hosts in the end");
            hosts.forEach(host -> counts.merge(host.name(), 1, Integer::sum));
        }
        if (!simulatedPool.isGrouped()) {
            int weights = machines.stream().mapToInt(Machine::weight).sum();
            for (Machine machine : machines) {
                double share = (double) view.pool().size() * machine.weight() / weights;
                int count = counts.getOrDefault(machine.name(), 0);
                require(
                        count >= Math.floor(share) && count <= Math.ceil(share),
                        machine.name() + " should have about " + share + " in " + counts);
            }
        }
    }

    private void checkNothingMoves() {
        long moves = invariants.moves();
        long revision = simulationContext.storeServer().actualView().revision();
        simulationContext.eventQueue().run(QUIET_TIME);
        require(invariants.moves() == moves, "addresses moved without a reason");
        require(
                simulationContext.storeServer().actualView().revision() == revision,
                "the store changed without a reason");
    }

    static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new AssertionError(otherwise);
        }
    }
}
