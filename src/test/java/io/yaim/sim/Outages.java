package io.yaim.sim;

import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Witnesses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A cluster that is well until the store goes away, so that its nodes hold on; then it meets what is
/// dangerous to those who do. Some of that begins together with the outage.
final class Outages {

    /// What may have begun just before the store goes away.
    private static final Set<String> BEFORE = Set.of(
            "restart with record",
            "restart without record",
            "crash and restart at once",
            "stop",
            "check fails",
            "entry added or removed",
            "lease ended early",
            "the next request meets a fate");

    /// What happens while it is away.
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
            "limping process",
            "address removed",
            "entry added or removed",
            "entry changed",
            "the next request meets a fate",
            "messages delayed",
            "release in doubt",
            "watch silent",
            "lease ended early",
            "snapshot taken",
            "snapshot restored");

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_LOOKS = 80;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(12);

    private final Setting setting;
    private final Dice dice;
    private final Timeline timeline;
    private final List<Machine> machines;
    private final Pool pool;
    private final MachineFaults processes;
    private final List<Fault> before;
    private final List<Fault> meanwhile;
    private final StoreAway away;

    /// @param faults each as often as it weighs
    Outages(Setting setting, List<Machine> machines, Pool pool, MachineFaults processes, List<Fault> faults) {
        this.setting = setting;
        this.machines = machines;
        this.pool = pool;
        this.processes = processes;
        away = new StoreAway(setting, machines);
        dice = setting.dice();
        timeline = setting.timeline();
        before = faults.stream().filter(fault -> BEFORE.contains(fault.name())).toList();
        meanwhile = faults.stream()
                .filter(fault -> MEANWHILE.contains(fault.name()))
                .toList();
    }

    void run() {
        int rounds = 1 + dice.below(3);
        for (int i = 0; i < rounds; i++) {
            Optional<Machine> absent = dice.isOneIn(2) ? Optional.of(dice.pick(machines)) : Optional.empty();
            if (becomesWell(absent)) {
                setting.tally().count("outages");
                Optional<Machine> newcomer = stir(absent);
                away.begin();
                endanger(newcomer);
            }
        }
        mend();
    }

    /// @param absent has no process yet
    private boolean becomesWell(Optional<Machine> absent) {
        setting.say(
                "store",
                "all is to be well"
                        + absent.map(machine -> ", without " + machine.name()).orElse(""));
        mend();
        pool.tidy();
        for (Machine machine : machines) {
            machine.mend();
            machine.life.map(Life::process).ifPresent(HostProcess::thaw);
            machine.life.ifPresent(Life::reconnect);
        }
        absent.filter(Machine::isRunning).flatMap(machine -> machine.life).ifPresent(Life::stop);
        List<Machine> present = machines.stream()
                .filter(machine -> !absent.equals(Optional.of(machine)))
                .toList();
        boolean isWell = false;
        for (int i = 0; i < MOST_LOOKS && !isWell; i++) {
            present.stream().filter(processes::mayStart).forEach(machine -> processes.start(machine, true));
            timeline.run(LOOK);
            isWell = isWell(present);
        }
        return isWell;
    }

    private void mend() {
        away.end();
        setting.peers().mend();
    }

    /// Each entry is bound, and each record names all others as they are.
    private boolean isWell(List<Machine> present) {
        View view = setting.server().truth();
        return view.members().size() == present.size()
                && present.stream().allMatch(machine -> isWitnessed(new NodeName(machine.name()), view))
                && view.pool().keySet().stream()
                        .noneMatch(ip -> setting.invariants().hosts(ip).isEmpty());
    }

    private static boolean isWitnessed(NodeName name, View view) {
        Member member = view.members().get(name);
        Witnesses record = view.witnesses().get(name);
        return member != null
                && record != null
                && record.of().equals(member.tenancy())
                && view.members().values().stream()
                        .filter(other -> !other.name().equals(name))
                        .allMatch(other -> isNamed(other, record));
    }

    private static boolean isNamed(Member other, Witnesses record) {
        return Optional.ofNullable(record.witnesses().get(other.name()))
                .filter(witness -> witness.incarnation().equals(other.incarnation()))
                .isPresent();
    }

    /// What has just begun is not over when the store goes away, and what was written of it is under way.
    private Optional<Machine> stir(Optional<Machine> absent) {
        if (dice.isOneIn(2)) {
            return Optional.empty();
        }
        for (Machine machine : machines) {
            if (dice.isOneIn(2)) {
                machine.line().expectOfWrite(dice.pick(List.of(Network.Fate.values())));
            }
        }
        Machine newcomer = absent.orElseGet(() -> dice.pick(machines));
        setting.say(newcomer.name(), "fault: joins, or joins again, as the store goes away");
        newcomer.life.ifPresent(Life::kill);
        if (processes.mayStart(newcomer)) {
            processes.start(newcomer, true);
        }
        if (dice.isOneIn(3)) {
            strike(dice.pick(before));
        }
        timeline.run(dice.upTo(Setting.STORE_TIMEOUT));
        return Optional.of(newcomer);
    }

    /// Those who have only just joined are back first as often as not: they have promised the least.
    private void endanger(Optional<Machine> newcomer) {
        if (!dice.isOneIn(4)) {
            timeline.run(setting.ttl());
        }
        endanger(dice.below(6));
        away.endFor(newcomer.filter(_ -> dice.isOneIn(2)).orElseGet(() -> dice.pick(machines)));
        endanger(1 + dice.below(8));
        timeline.run(dice.ofAnyLength(LATER));
    }

    private void endanger(int count) {
        setting.tally().count("steps", count);
        for (int i = 0; i < count; i++) {
            switch (dice.below(8)) {
                case 0 -> away.endFor(dice.pick(machines));
                case 1 -> away.pauseFor(dice.pick(machines));
                case 2 -> ofHolder();
                case 3 -> changePool();
                default -> strike(dice.pick(meanwhile));
            }
            timeline.run(dice.upTo(dice.isOneIn(2) ? MOMENT : WHILE));
        }
    }

    /// An entry that came into the pool before somebody's eyes is clear to him, whoever may still hold it.
    private void changePool() {
        List<VirtualIp> removed = pool.ips().stream()
                .filter(ip -> !setting.server().truth().pool().containsKey(ip))
                .toList();
        setting.say("people", "fault: entry " + (removed.isEmpty() ? "removed" : "put back"));
        if (removed.isEmpty()) {
            setting.server().cluster().delete(pool.any());
        } else {
            pool.put(dice.pick(removed));
        }
    }

    private void strike(Fault fault) {
        if (fault.strike().getAsBoolean()) {
            setting.tally().count("fault " + fault.name());
            if (machines.stream().anyMatch(Outages::isHoldingOver)) {
                setting.tally().count("while held over " + fault.name());
            }
        }
    }

    /// Who holds on is stopped, or dies.
    private void ofHolder() {
        List<Machine> holders = machines.stream().filter(Outages::isHoldingOver).toList();
        if (!holders.isEmpty()) {
            Machine machine = dice.pick(holders);
            boolean isDeath = dice.isOneIn(2);
            setting.say(machine.name(), "fault: dies or is stopped while it holds on");
            setting.tally().count("fault holder " + (isDeath ? "dies" : "is stopped"));
            Life life = machine.life.orElseThrow();
            if (isDeath) {
                life.kill();
            } else {
                life.process().freeze(dice.ofAnyLength(LATER));
            }
        }
    }

    /// Whether its witnesses let it hold what its lease proves no more.
    private static boolean isHoldingOver(Machine machine) {
        return machine.life
                .filter(Life::isRunning)
                .filter(life -> life.proofs()
                        .latest()
                        .filter(lease -> !life.proofs().provesNow(lease))
                        .filter(life.consents()::areGiven)
                        .isPresent())
                .isPresent();
    }
}
