package io.yaim.sim.judge;

import static io.yaim.sim.judge.ConvergenceCheck.require;

import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.fault.MachineFaults;
import io.yaim.sim.fault.MulticastPool;
import io.yaim.sim.invariants.Invariants;
import io.yaim.sim.multicast.SimulatedGroup;
import io.yaim.sim.multicast.SimulatedMulticastStore;
import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What must become of nodes without a server and without further faults: together, in parts, together again, and
/// after all have died.
public final class MulticastConvergenceCheck {

    private static final Duration POLL = Duration.ofMillis(100);

    /// Until parts that reach each other have one membership view, all have received it, and each node with an
    /// address that another must have has seen that: a call without an answer, a renewal, and a slow read.
    static final Duration DOUBLES_END = SimulatedGroup.LATEST_MERGE
            .plus(SimulatedGroup.LATEST_VIEW)
            .plus(SimulationContext.STORE_TIMEOUT)
            .plus(SimulationContext.INTERVAL);

    /// A node that was told to stop has left by then, and started again.
    private static final int POLLS_UNTIL_STOPPED = 40;

    private static final Duration REFUSAL_POLL = Duration.ofSeconds(5);
    private static final int MOST_REFUSAL_POLLS = 260;
    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final Duration QUIET_TIME = Duration.ofSeconds(15);

    private final SimulationContext simulationContext;
    private final Invariants invariants;
    private final SimulatedGroup simulatedGroup;
    private final List<Machine> machines;
    private final MulticastPool pool;
    private final MachineFaults faults;

    public MulticastConvergenceCheck(
            SimulationContext simulationContext,
            Invariants invariants,
            SimulatedGroup simulatedGroup,
            List<Machine> machines,
            MulticastPool pool,
            MachineFaults faults) {
        this.simulationContext = simulationContext;
        this.invariants = invariants;
        this.simulatedGroup = simulatedGroup;
        this.machines = machines;
        this.pool = pool;
        this.faults = faults;
    }

    /// Waits until the nodes have converged, and checks that they stay so.
    ///
    /// @throws AssertionError they did not converge
    public void run() {
        simulationContext.log("recovery", "begins");
        mend();
        awaitNoDoubles();
        awaitOneView();
        checkPoolConflictsReported();
        pool.reset(machines.getFirst());
        awaitConverged(List.of(machines), "together");
        checkNothingMoves();
        if (simulatedGroup.needsMajority() && simulationContext.dice().isOneIn(2)) {
            new MajoritySplits(simulationContext, simulatedGroup, machines, faults).run();
            awaitOneView();
            awaitConverged(List.of(machines), "after majority splits");
        }
        if (!simulatedGroup.needsMajority()
                && simulatedGroup.verifiesSuspicions()
                && simulationContext.dice().isOneIn(3)) {
            blockIncoming();
        }
        if (simulationContext.dice().isOneIn(2)) {
            divide();
        }
        if (simulationContext.dice().isOneIn(4)) {
            killAll();
        }
    }

    private void mend() {
        faults.end();
        simulatedGroup.quiesce();
        simulatedGroup.reachability().mend();
        simulationContext.segment().dropAllAtNeighbour();
        for (Machine machine : machines) {
            machine.mend();
            machine.insertCard();
            machine.endCleanups();
            machine.node
                    .filter(simulatedNode -> !simulatedNode.name().value().equals(machine.name()))
                    .ifPresent(SimulatedNode::kill);
            machine.node.map(SimulatedNode::process).ifPresent(HostProcess::thaw);
        }
        startAll();
    }

    private void startAll() {
        machines.stream().filter(faults::mayStart).forEach(machine -> faults.start(machine, true));
    }

    private void poll() {
        simulationContext.eventQueue().run(POLL);
        startAll();
    }

    private void awaitNoDoubles() {
        Duration since = simulationContext.eventQueue().now();
        while (hasDoubles()) {
            poll();
            Duration time = simulationContext.eventQueue().now().minus(since);
            simulationContext.tally().recordLongest("doubles after all faults ended", time);
            require(time.compareTo(DOUBLES_END) < 0, "still on two hosts " + time + " after all faults ended");
        }
    }

    private boolean hasDoubles() {
        return invariants.observedBindings().values().stream()
                .anyMatch(there -> there.values().stream()
                                .filter(observedBinding -> !observedBinding.isExtended())
                                .count()
                        > 1);
    }

    private void awaitOneView() {
        for (int i = 0; i < POLLS_UNTIL_STOPPED; i++) {
            poll();
        }
        Duration end = simulationContext
                .eventQueue()
                .now()
                .plus(simulationContext.profile().ttl().multipliedBy(2));
        while (!isOneView() && simulationContext.eventQueue().now().compareTo(end) < 0) {
            poll();
        }
        require(isOneView(), "not all have one membership view");
    }

    private boolean isOneView() {
        return !simulatedGroup.reachability().isDivided()
                && machines.stream()
                        .allMatch(machine -> view(machine).isPresent()
                                && MulticastPool.store(machine)
                                        .flatMap(SimulatedMulticastStore::membershipView)
                                        .filter(membershipView ->
                                                membershipView.members().size() == machines.size())
                                        .isPresent());
    }

    private static Optional<View> view(Machine machine) {
        return MulticastPool.store(machine).flatMap(SimulatedMulticastStore::currentView);
    }

    /// A node with another pool under the same version has reported that.
    private void checkPoolConflictsReported() {
        simulationContext.eventQueue().run(Duration.ofSeconds(1));
        Set<VirtualIp> clusters = view(machines.getFirst()).orElseThrow().pool().keySet();
        for (Machine machine : machines) {
            VersionedPool kept = machine.poolFile().saved();
            if (!kept.entries().keySet().equals(clusters)) {
                simulationContext.tally().count("two pools under one version");
                require(
                        MulticastPool.store(machine).orElseThrow().reports().stream()
                                .anyMatch(said -> said.contains("two under one version")),
                        machine.name() + " has another pool than the cluster's, and does not report it");
            }
        }
    }

    /// @param parts within each of which all must converge
    private void awaitConverged(List<List<Machine>> parts, String what) {
        Duration since = simulationContext.eventQueue().now();
        Duration bound = simulationContext.profile().ttl().multipliedBy(2).plus(Duration.ofSeconds(4));
        Duration end = since.plus(bound);
        while (simulationContext.eventQueue().now().compareTo(end) < 0) {
            poll();
            if (!unowned(parts).isEmpty()) {
                simulationContext
                        .tally()
                        .recordLongest(
                                what + ": without owner",
                                simulationContext.eventQueue().now().minus(since));
            }
        }
        var left = unowned(parts);
        for (int i = 0; i < 5 && !left.isEmpty(); i++) {
            poll();
            left.retainAll(unowned(parts));
        }
        require(left.isEmpty(), what + ": unowned for too long: " + left);
        for (int i = 0; i < MOST_REFUSAL_POLLS && isRefused(parts); i++) {
            simulationContext.eventQueue().run(REFUSAL_POLL);
            startAll();
        }
        require(!isRefused(parts), what + ": some node is absent, or cannot bind some entries, for ever");
        simulationContext.eventQueue().run(SETTLING);
        parts.forEach(part -> checkShares(part, what));
        parts.forEach(part -> checkCoordinator(part, what));
    }

    /// All nodes name the same coordinator.
    private void checkCoordinator(List<Machine> part, String what) {
        List<String> coordinators = part.stream()
                .filter(simulatedGroup::coordinates)
                .map(Machine::name)
                .toList();
        for (Machine machine : part) {
            List<String> named = view(machine).flatMap(View::coordinator).stream()
                    .map(NodeName::value)
                    .toList();
            require(
                    named.equals(coordinators),
                    what + ": " + coordinators + " coordinates, and " + machine.name() + " names " + named);
        }
    }

    private List<String> unowned(List<List<Machine>> parts) {
        var unowned = new ArrayList<String>();
        for (List<Machine> part : parts) {
            for (VirtualIp ip : pool.ips()) {
                boolean isOwned = invariants.hosts(ip).stream().anyMatch(part::contains);
                boolean isTaken = view(part.getFirst())
                        .filter(view -> view.pool().containsKey(ip)
                                && view.nodes().values().stream()
                                        .noneMatch(
                                                node -> node.canTake(view.pool().get(ip)))
                                && !view.nodes().isEmpty())
                        .isEmpty();
                if (!isOwned && isTaken) {
                    unowned.add(ip + " in the part of " + part.getFirst().name());
                }
            }
        }
        return unowned;
    }

    private static boolean isRefused(List<List<Machine>> parts) {
        return parts.stream()
                .anyMatch(part -> view(part.getFirst())
                        .filter(view -> view.nodes().size() == part.size()
                                && view.nodes().values().stream()
                                        .allMatch(node -> node.unbindable().isEmpty()))
                        .isEmpty());
    }

    private void checkShares(List<Machine> part, String what) {
        var counts = new TreeMap<String, Integer>();
        part.forEach(machine -> counts.put(machine.name(), 0));
        for (VirtualIp ip : pool.ips()) {
            List<Machine> hosts =
                    invariants.hosts(ip).stream().filter(part::contains).toList();
            require(hosts.size() == 1, what + ": " + ip + " is on " + hosts.size() + " hosts of a part in the end");
            hosts.forEach(host -> counts.merge(host.name(), 1, Integer::sum));
        }
        int weights = part.stream().mapToInt(Machine::weight).sum();
        for (Machine machine : part) {
            double share = (double) pool.ips().size() * machine.weight() / weights;
            int count = counts.getOrDefault(machine.name(), 0);
            require(
                    count >= Math.floor(share) && count <= Math.ceil(share),
                    what + ": " + machine.name() + " should have about " + share + " in " + counts);
        }
        Set<VersionedPool> kept =
                part.stream().map(machine -> machine.poolFile().saved()).collect(Collectors.toSet());
        require(
                kept.size() == 1 && kept.iterator().next().entries().keySet().equals(Set.copyOf(pool.ips())),
                what + ": not all have the same, complete pool: " + kept);
    }

    private void checkNothingMoves() {
        long moves = invariants.moves();
        long revision = view(machines.getFirst()).orElseThrow().revision();
        simulationContext.eventQueue().run(QUIET_TIME);
        require(invariants.moves() == moves, "addresses moved without a reason");
        require(view(machines.getFirst()).orElseThrow().revision() == revision, "the store changed without a reason");
    }

    /// Each part has every entry once. After the merge all together have it once.
    private void divide() {
        List<Machine> here = machines.subList(0, 1 + simulationContext.dice().below(machines.size() - 1));
        List<Machine> there = machines.subList(here.size(), machines.size());
        simulationContext.log("recovery", "divided after " + here.getLast().name());
        for (Machine one : here) {
            for (Machine other : there) {
                simulatedGroup.reachability().cut(one.name(), other.name());
                simulatedGroup.reachability().cut(other.name(), one.name());
            }
        }
        simulationContext.eventQueue().run(simulationContext.profile().ttl());
        awaitConverged(Stream.of(here, there).filter(this::mayHold).toList(), "in parts");
        Stream.of(here, there).filter(part -> !mayHold(part)).forEach(this::checkHoldsNothing);
        simulationContext.log("recovery", "merged");
        simulatedGroup.reachability().mend();
        awaitNoDoubles();
        awaitConverged(List.of(machines), "merged");
        checkNothingMoves();
        simulationContext.tally().count("converged in parts");
    }

    /// One node receives nothing, but all receive its messages. They form a part without it, and go on.
    private void blockIncoming() {
        Machine deaf = simulationContext.dice().pick(machines);
        List<Machine> others =
                machines.stream().filter(machine -> machine != deaf).toList();
        simulationContext.log(deaf.name(), "recovery: incoming messages cut");
        others.forEach(other -> simulatedGroup.reachability().cut(other.name(), deaf.name()));
        simulationContext.eventQueue().run(simulationContext.profile().ttl().multipliedBy(2));
        awaitConverged(List.of(others), "beside a node that receives nothing");
        simulatedGroup.reachability().mend();
        awaitNoDoubles();
        awaitConverged(List.of(machines), "after it receives again");
        simulationContext.tally().count("converged beside a node that receives nothing");
    }

    private boolean mayHold(List<Machine> part) {
        long voting = part.stream()
                .filter(machine -> simulatedGroup.voters().contains(new NodeName(machine.name())))
                .count();
        return !simulatedGroup.needsMajority()
                || voting > simulatedGroup.voters().size() / 2;
    }

    private void checkHoldsNothing(List<Machine> part) {
        for (VirtualIp ip : pool.ips()) {
            require(
                    invariants.hosts(ip).stream().noneMatch(part::contains),
                    "in parts: " + ip + " is on a host of the part of "
                            + part.getFirst().name() + ", a minority");
        }
        simulationContext.tally().count("minority holds nothing");
    }

    /// The pool is kept after all processes have died.
    private void killAll() {
        Set<VirtualIp> before = Set.copyOf(pool.ips());
        machines.forEach(machine -> machine.node.ifPresent(SimulatedNode::kill));
        machines.forEach(Machine::endCleanups);
        simulationContext
                .eventQueue()
                .run(simulationContext.dice().upTo(simulationContext.profile().ttl()));
        startAll();
        awaitOneView();
        awaitConverged(List.of(machines), "after all died");
        require(
                view(machines.getFirst()).orElseThrow().pool().keySet().equals(before),
                "the pool has changed after all died");
        simulationContext.tally().count("all died");
    }
}
