package io.yaim.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One cluster that meets random faults, and then is left in peace; all of it from the seed.
final class Schedule {

    static final int STEPS = 200;

    private static final int FEWEST_NODES = 3;
    private static final int MOST_NODES = 7;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofMillis(1500);

    private final Setting setting;
    private final List<Machine> machines = new ArrayList<>();
    private final Pool pool;
    private final MachineFaults machineFaults;
    private final List<Fault> faults = new ArrayList<>();

    Schedule(long seed, boolean isTraced) {
        setting = Setting.of(seed * 0x9e3779b97f4a7c15L, isTraced);
        Dice dice = setting.dice();
        int count = FEWEST_NODES + dice.below(MOST_NODES - FEWEST_NODES + 1);
        boolean isWeighted = dice.isOneIn(5);
        for (int i = 0; i < count; i++) {
            String name = String.valueOf((char) ('a' + i));
            machines.add(new Machine(setting, name, isWeighted ? 1 + dice.below(4) : 1));
        }
        pool = new Pool(setting, machines);
        machineFaults = new MachineFaults(setting, pool, machines);
        add(machineFaults.all());
        add(new StoreFaults(setting, machines).all());
        add(pool.changes());
    }

    private void add(List<Fault> kinds) {
        for (Fault kind : kinds) {
            for (int i = 0; i < kind.weight(); i++) {
                faults.add(kind);
            }
        }
    }

    /// @throws AssertionError a promise was broken
    void run() {
        Dice dice = setting.dice();
        try {
            machines.forEach(machine -> machineFaults.start(machine, Optional.empty()));
            setting.timeline().run(Duration.ofSeconds(3));
            for (int i = 0; i < STEPS; i++) {
                Fault fault = dice.pick(faults);
                if (fault.strike().getAsBoolean()) {
                    setting.tally().count("fault " + fault.name());
                }
                setting.timeline().run(dice.upTo(dice.isOneIn(2) ? MOMENT : WHILE));
            }
            new Calm(setting, machines, pool, machineFaults).run();
        } finally {
            machines.forEach(machine -> machine.life.ifPresent(Life::kill));
        }
        setting.tally().count("schedules");
        setting.tally().count("steps", STEPS);
        setting.tally().count("seconds", setting.timeline().now().toSeconds());
        setting.tally().count("moves", setting.invariants().moves());
    }

    Tally tally() {
        return setting.tally();
    }

    Trace trace() {
        return setting.trace();
    }
}
