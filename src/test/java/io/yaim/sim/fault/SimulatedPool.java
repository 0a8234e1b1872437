package io.yaim.sim.fault;

import static java.util.Comparator.comparing;

import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulationContext;
import io.yaim.store.MemoryCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The pool, and what operators change in it.
public final class SimulatedPool {

    private static final int MOST_ENTRIES = 12;

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final MemoryCluster cluster;
    private final List<Machine> machines;
    private final boolean isGrouped;
    private final List<VirtualIp> ips;

    public SimulatedPool(SimulationContext simulationContext, List<Machine> machines) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        dice = simulationContext.dice();
        cluster = simulationContext.storeServer().cluster();
        isGrouped = dice.isOneIn(5);
        ips = IntStream.rangeClosed(1, 1 + dice.below(MOST_ENTRIES))
                .mapToObj(last -> VirtualIp.parse("10.0.0." + last))
                .collect(Collectors.toCollection(ArrayList::new));
        ips.forEach(this::put);
    }

    /// Whether some entries are in a group. Then shares are not exact.
    public boolean isGrouped() {
        return isGrouped;
    }

    VirtualIp any() {
        return dice.pick(ips);
    }

    public List<VirtualIp> ips() {
        return List.copyOf(ips);
    }

    /// From now on faults pick this address too, and it is in the pool in the end.
    void extend(VirtualIp ip) {
        ips.add(ip);
    }

    public List<Fault> changes() {
        return List.of(
                requestFault("entry added or removed", 3, this::addOrRemove),
                requestFault("entry changed", 1, this::change),
                requestFault("drain", 2, () -> wish(new Wish.Drain(anyName()))),
                requestFault("pin", 1, () -> wish(new Wish.Pin(any(), anyName()))),
                requestFault("pause", 1, () -> wish(new Wish.Pause())),
                requestFault("garbage keys written", 2, this::writeGarbage));
    }

    private Fault requestFault(String name, int weight, Runnable strike) {
        return new Fault(name, weight, () -> {
            simulationContext.log("operator", "fault: " + name);
            strike.run();
            return true;
        });
    }

    /// Removes all wishes, and resets every entry.
    public void reset() {
        // a set has another order in each JVM
        cluster.view().wishes().stream()
                .sorted(comparing(Wish::toString))
                .toList()
                .forEach(cluster::delete);
        List.copyOf(cluster.view().pool().keySet()).forEach(this::put);
    }

    void put(VirtualIp ip) {
        Entry plain = Entry.plain(ip, "ips/" + ip);
        Optional<String> group = isGrouped ? Optional.of("g" + ip.bytes()[3] % 3) : Optional.empty();
        cluster.put(EntryBuilder.of(ip, plain.key())
                .group(group)
                .failureMode(mode(ip))
                .build());
    }

    /// Where entries are in mode `claim`, some of them get another mode.
    private Optional<FailureMode> mode(VirtualIp ip) {
        boolean isOther = simulationContext.mode() == FailureMode.CLAIM && !simulationContext.isInClaimMode(ip);
        return isOther ? Optional.of(FailureMode.RELEASE) : Optional.empty();
    }

    private void addOrRemove() {
        VirtualIp ip = any();
        if (cluster.view().pool().containsKey(ip)) {
            cluster.delete(ip);
        } else {
            put(ip);
        }
    }

    private void change() {
        VirtualIp ip = any();
        Optional<Integer> prefix = dice.isOneIn(2) ? Optional.of(24) : Optional.empty();
        List<NodeName> prefer = dice.isOneIn(2) ? List.of(anyName()) : List.of();
        Optional<String> onInterface = dice.isOneIn(6) ? Optional.of("eth7") : Optional.empty();
        Optional<FailureMode> mode = simulationContext.mode() == FailureMode.FAILSAFE && dice.isOneIn(3)
                ? Optional.of(FailureMode.RELEASE)
                : mode(ip);
        cluster.put(EntryBuilder.of(ip, "ips/" + ip)
                .prefix(prefix)
                .interfaceName(onInterface)
                .prefer(prefer)
                .failureMode(mode)
                .build());
    }

    private NodeName anyName() {
        return new NodeName(dice.isOneIn(10) ? "nobody" : dice.pick(machines).name());
    }

    private void wish(Wish wish) {
        if (cluster.view().wishes().contains(wish)) {
            cluster.delete(wish);
        } else {
            cluster.put(wish);
        }
    }

    /// A mark without a lease, where there is no mark; and a member without a node.
    private void writeGarbage() {
        VirtualIp ip = any();
        if (!cluster.view().marks().containsKey(ip)) {
            cluster.putMarkByHand(ip, anyName());
        }
        // a member of no node would be a peer of all, and never consent
        if (simulationContext.mode() != FailureMode.FAILSAFE) {
            writeGarbageMember();
        }
    }

    private void writeGarbageMember() {
        cluster.putByHand(new Member(
                new NodeName("ghost"),
                Incarnation.of(dice.number()),
                new LeaseId("none"),
                Member.State.HEALTHY,
                "",
                "",
                "",
                false,
                0));
    }
}
