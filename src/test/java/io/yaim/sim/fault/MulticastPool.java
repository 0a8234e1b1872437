package io.yaim.sim.fault;

import static java.util.Comparator.comparing;

import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.multicast.SimulatedMulticastStore;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The pool of nodes without a server, and what operators change in it, each at some node.
public final class MulticastPool {

    private final SimulationContext simulationContext;
    private final Dice dice;
    private final List<Machine> machines;
    private final SimulatedPool simulatedPool;

    public MulticastPool(SimulationContext simulationContext, List<Machine> machines, SimulatedPool simulatedPool) {
        this.simulationContext = simulationContext;
        this.machines = machines;
        this.simulatedPool = simulatedPool;
        dice = simulationContext.dice();
        VersionedPool first = of(1, simulatedPool.ips());
        // a node that does not know the pool receives it
        machines.stream()
                .filter(machine -> machine == machines.getFirst() || dice.below(4) > 0)
                .forEach(machine -> machine.poolFile().save(first));
    }

    private static VersionedPool of(long version, Collection<VirtualIp> ips) {
        var entries = new TreeMap<VirtualIp, String>();
        ips.forEach(ip -> entries.put(ip, ""));
        return new VersionedPool(version, entries);
    }

    public List<VirtualIp> ips() {
        return simulatedPool.ips();
    }

    public List<Fault> changes() {
        return List.of(
                requestFault("entry added or removed", 4, this::addOrRemove),
                requestFault("entry changed", 2, this::change),
                requestFault("drain", 2, view -> wish(view, new Wish.Drain(anyName()))),
                requestFault("pin", 1, view -> wish(view, new Wish.Pin(simulatedPool.any(), anyName()))),
                requestFault("pause", 1, view -> wish(view, new Wish.Pause())),
                new Fault("pool proposed", 2, () -> proposeFault(1)),
                new Fault("pool proposed with a known version", 1, () -> proposeFault(0)));
    }

    private interface RequestMaker {
        AdminRequest of(View view);
    }

    private Fault requestFault(String name, int weight, RequestMaker requestMaker) {
        return new Fault(name, weight, () -> {
            Optional<SimulatedMulticastStore> store = store(dice.pick(machines));
            Optional<View> view = store.flatMap(SimulatedMulticastStore::currentView);
            view.ifPresent(present -> {
                AdminRequest adminRequest = requestMaker.of(present);
                simulationContext.log("operator", "fault: " + adminRequest);
                store.get().submit(adminRequest);
            });
            return view.isPresent();
        });
    }

    /// Adds the entry at some node, if that node is awake.
    public boolean add(VirtualIp ip) {
        Optional<SimulatedMulticastStore> store = store(dice.pick(machines));
        store.ifPresent(present -> present.submit(new AdminRequest.AddEntry(ip, "")));
        return store.isPresent();
    }

    public static Optional<SimulatedMulticastStore> store(Machine machine) {
        return machine.node.filter(SimulatedNode::isAwake).map(simulatedNode ->
                (SimulatedMulticastStore) simulatedNode.store());
    }

    private AdminRequest addOrRemove(View view) {
        VirtualIp ip = simulatedPool.any();
        return view.pool().containsKey(ip) ? new AdminRequest.RemoveEntry(ip) : new AdminRequest.AddEntry(ip, "");
    }

    private AdminRequest change(View view) {
        VirtualIp ip = simulatedPool.any();
        Entry entry = view.pool().get(ip);
        String options = dice.isOneIn(2) ? "" : dice.isOneIn(2) ? "prefix: 24" : "prefer: [" + anyName() + "]";
        return entry == null ? new AdminRequest.AddEntry(ip, options) : new AdminRequest.ChangeEntry(entry, options);
    }

    private AdminRequest wish(View view, Wish wish) {
        return view.wishes().contains(wish) ? new AdminRequest.WithdrawWish(wish) : new AdminRequest.SetWish(wish);
    }

    private NodeName anyName() {
        return new NodeName(dice.pick(machines).name());
    }

    private boolean proposeFault(int more) {
        Machine machine = dice.pick(machines);
        Optional<SimulatedMulticastStore> store = store(machine);
        store.ifPresent(present -> {
            long version = machine.poolFile().saved().version() + more;
            simulationContext.log(machine.name(), "fault: proposes a pool, version " + version);
            present.propose(of(
                    version,
                    simulatedPool.ips().stream().filter(_ -> dice.below(4) > 0).toList()));
        });
        return store.isPresent();
    }

    /// Sets the whole pool, in a version above all others, and removes all wishes.
    public void reset(Machine at) {
        long highest = machines.stream()
                .mapToLong(machine -> machine.poolFile().saved().version())
                .max()
                .orElse(0);
        SimulatedMulticastStore store = store(at).orElseThrow();
        store.propose(of(highest + 1, simulatedPool.ips()));
        store.currentView()
                .ifPresent(view -> view.wishes().stream()
                        .sorted(comparing(Wish::toString))
                        .forEach(wish -> store.submit(new AdminRequest.WithdrawWish(wish))));
    }
}
