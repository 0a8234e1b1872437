package io.yaim.sim;

import static java.util.Comparator.comparing;

import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.store.multicast.Edition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The pool of nodes that keep the store themselves, and what people do to it, each at some node.
final class MeetingPool {

    private final Setting setting;
    private final Dice dice;
    private final List<Machine> machines;
    private final Pool pool;

    MeetingPool(Setting setting, List<Machine> machines, Pool pool) {
        this.setting = setting;
        this.machines = machines;
        this.pool = pool;
        dice = setting.dice();
        Edition first = of(1, pool.ips());
        // who does not know the pool is told
        machines.stream()
                .filter(machine -> machine == machines.getFirst() || dice.below(4) > 0)
                .forEach(machine -> machine.keeper().keep(first));
    }

    private static Edition of(long version, Collection<VirtualIp> ips) {
        var entries = new TreeMap<VirtualIp, String>();
        ips.forEach(ip -> entries.put(ip, ""));
        return new Edition(version, entries);
    }

    List<VirtualIp> ips() {
        return pool.ips();
    }

    List<Fault> changes() {
        return List.of(
                order("entry added or removed", 4, this::addOrRemove),
                order("entry changed", 2, this::change),
                order("drain", 2, view -> wish(view, new Wish.Drain(anyName()))),
                order("pin", 1, view -> wish(view, new Wish.Pin(pool.any(), anyName()))),
                order("pause", 1, view -> wish(view, new Wish.Pause())),
                new Fault("pool proposed", 2, () -> propose(1)),
                new Fault("pool proposed, of a version that there is", 1, () -> propose(0)));
    }

    private interface Wording {
        Order of(View view);
    }

    private Fault order(String name, int weight, Wording wording) {
        return new Fault(name, weight, () -> {
            Optional<MeetingStore> store = store(dice.pick(machines));
            Optional<View> view = store.flatMap(MeetingStore::peek);
            view.ifPresent(present -> {
                Order order = wording.of(present);
                setting.say("people", "fault: " + order);
                store.get().order(order);
            });
            return view.isPresent();
        });
    }

    static Optional<MeetingStore> store(Machine machine) {
        return machine.life.filter(Life::isAwake).map(life -> (MeetingStore) life.store());
    }

    private Order addOrRemove(View view) {
        VirtualIp ip = pool.any();
        return view.pool().containsKey(ip) ? new Order.Remove(ip) : new Order.Add(ip, "");
    }

    private Order change(View view) {
        VirtualIp ip = pool.any();
        Entry entry = view.pool().get(ip);
        String options = dice.isOneIn(2) ? "" : dice.isOneIn(2) ? "prefix: 24" : "prefer: [" + anyName() + "]";
        return entry == null ? new Order.Add(ip, options) : new Order.Change(entry, options);
    }

    private Order wish(View view, Wish wish) {
        return view.wishes().contains(wish) ? new Order.Withdraw(wish) : new Order.Make(wish);
    }

    private NodeName anyName() {
        return new NodeName(dice.pick(machines).name());
    }

    private boolean propose(int more) {
        Machine machine = dice.pick(machines);
        Optional<MeetingStore> store = store(machine);
        store.ifPresent(present -> {
            long version = machine.keeper().kept().version() + more;
            setting.say(machine.name(), "fault: proposes a pool, version " + version);
            present.propose(of(
                    version, pool.ips().stream().filter(_ -> dice.below(4) > 0).toList()));
        });
        return store.isPresent();
    }

    /// The whole pool, in a version that is above all others; and nothing is wished any more.
    void tidy(Machine at) {
        long highest = machines.stream()
                .mapToLong(machine -> machine.keeper().kept().version())
                .max()
                .orElse(0);
        MeetingStore store = store(at).orElseThrow();
        store.propose(of(highest + 1, pool.ips()));
        store.peek()
                .ifPresent(view -> view.wishes().stream()
                        .sorted(comparing(Wish::toString))
                        .forEach(wish -> store.order(new Order.Withdraw(wish))));
    }
}
