package io.yaim.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What befalls the ways between nodes, past the store, and the store when nodes have to do without it for
/// long.
final class PeerFaults {

    /// How the names of those end that keep nodes from the store for longer than any lease lasts.
    static final String FOR_LONG = " for long";

    /// In some schedules only these happen: nodes hold on only while much goes well.
    static final Set<String> LEFT_WHEN_FEW = Set.of(
            "store away" + FOR_LONG,
            "cut off from the store" + FOR_LONG,
            "cut off from a node",
            "cut off from all nodes",
            "messages between nodes lost, late, doubled",
            "crash",
            "restart with record",
            "restart without record",
            "crash and restart at once",
            "stop",
            "freeze between two steps",
            "the next request meets a fate",
            "release in doubt",
            "lease ended early",
            "snapshot taken",
            "snapshot restored");

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final int MOST_TROUBLED = 500;

    private final Setting setting;
    private final Dice dice;
    private final Timeline timeline;
    private final List<Machine> machines;
    private final StoreFaults store;

    PeerFaults(Setting setting, List<Machine> machines, StoreFaults store) {
        this.setting = setting;
        this.machines = machines;
        this.store = store;
        dice = setting.dice();
        timeline = setting.timeline();
    }

    List<Fault> all() {
        return List.of(
                fault("store away" + FOR_LONG, 2, () -> store.goAway(dice.between(setting.ttl(), LONGEST_OUTAGE))),
                fault(
                        "cut off from the store" + FOR_LONG,
                        2,
                        () -> store.cutOff(dice.pick(machines), dice.between(setting.ttl(), LONGEST_OUTAGE))),
                fault("cut off from a node", 2, this::cutOne),
                fault("cut off from all nodes", 2, this::cutAll),
                fault("messages between nodes lost, late, doubled", 2, this::trouble));
    }

    private Fault fault(String name, int weight, Runnable strike) {
        return new Fault(name, weight, () -> {
            setting.say("peers", "fault: " + name);
            strike.run();
            return true;
        });
    }

    /// In one direction.
    private void cutOne() {
        Machine from = dice.pick(machines);
        Machine to = dice.pick(machines);
        setting.peers().cut(from, to);
        timeline.after(dice.ofAnyLength(LONG), () -> setting.peers().mend(from, to));
    }

    private void cutAll() {
        Machine machine = dice.pick(machines);
        for (Machine other : machines) {
            setting.peers().cut(machine, other);
            setting.peers().cut(other, machine);
        }
        timeline.after(dice.ofAnyLength(LONG), () -> {
            for (Machine other : machines) {
                setting.peers().mend(machine, other);
                setting.peers().mend(other, machine);
            }
        });
    }

    private void trouble() {
        setting.peers().setTrouble(1 + dice.below(MOST_TROUBLED));
        timeline.after(dice.ofAnyLength(LONG), () -> setting.peers().setTrouble(0));
    }
}
