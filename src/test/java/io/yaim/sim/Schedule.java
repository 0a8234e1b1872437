package io.yaim.sim;

import io.yaim.model.FailureMode;
import io.yaim.model.Guard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One cluster that meets random faults, and then is left in peace; all of it from the seed.
final class Schedule implements Course {

    static final int STEPS = 200;

    private static final int FEWEST_NODES = 3;
    /// Schedules from this seed on are guarded by the gate.
    static final long GATED = 1L << 32;

    private static final int MOST_NODES = 7;
    /// Of mode `failsafe`: any faults, few, and for the rest outages that begin when all is well.
    private static final int MOST_KINDS = 10;

    private static final Duration MOMENT = Duration.ofMillis(50);
    /// In which nodes may get used to having no store.
    private static final Duration LULL = Duration.ofSeconds(30);
    private static final Duration WHILE = Duration.ofMillis(1500);

    private final Setting setting;
    private final List<Machine> machines = new ArrayList<>();
    private final Pool pool;
    private final MachineFaults machineFaults;
    private final List<Fault> faults = new ArrayList<>();
    private final Optional<Outages> outages;

    Schedule(long seed, boolean isTraced) {
        // drawn from the seed: a multiple of it would begin the stream of the next one, a draw later
        setting = Setting.of(new Dice(seed).number(), seed >= GATED ? Guard.GATE : Guard.LIFETIME, isTraced);
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
        var storeFaults = new StoreFaults(setting, machines);
        add(storeFaults.all());
        if (setting.mode() != FailureMode.RELEASE) {
            add(new PeerFaults(setting, machines, storeFaults).all());
        }
        add(pool.changes());
        int kind = setting.mode() == FailureMode.FAILSAFE ? dice.below(MOST_KINDS) : 0;
        if (kind == 1) {
            faults.removeIf(fault -> !PeerFaults.LEFT_WHEN_FEW.contains(fault.name()));
        }
        outages =
                kind > 1 ? Optional.of(new Outages(setting, machines, pool, machineFaults, faults)) : Optional.empty();
    }

    private void add(List<Fault> kinds) {
        for (Fault kind : kinds) {
            for (int i = 0; i < kind.weight(); i++) {
                faults.add(kind);
            }
        }
    }

    @Override
    public void run() {
        Dice dice = setting.dice();
        try {
            setting.claims().watch(machines, setting.invariants());
            // some join only later
            machines.stream()
                    .limit(machines.size() - dice.below(2))
                    .forEach(machine -> machineFaults.start(machine, true));
            setting.timeline().run(Duration.ofSeconds(3));
            outages.ifPresentOrElse(Outages::run, this::hurt);
            var calm = new Calm(setting, machines, pool, machineFaults);
            if (setting.mode() == FailureMode.CLAIM) {
                new ClaimOutage(setting, machines, calm).run();
            }
            calm.run();
        } finally {
            machines.forEach(machine -> machine.life.ifPresent(Life::kill));
            machines.forEach(Machine::endGuardians);
        }
        setting.tally().count("schedules");
        if (setting.mode() == FailureMode.FAILSAFE) {
            setting.tally().count("schedules in failsafe");
            setting.tally()
                    .count("schedules with something held over", setting.tally().of("held over") > 0 ? 1 : 0);
        }
        setting.tally().count("seconds", setting.timeline().now().toSeconds());
        setting.tally().count("moves", setting.invariants().moves());
    }

    private void hurt() {
        Dice dice = setting.dice();
        setting.tally().count("steps", STEPS);
        for (int i = 0; i < STEPS; i++) {
            Fault fault = dice.pick(faults);
            if (fault.strike().getAsBoolean()) {
                setting.tally().count("fault " + fault.name());
            }
            boolean isLull = fault.name().endsWith(PeerFaults.FOR_LONG) && dice.isOneIn(2);
            Duration longest = isLull ? LULL : dice.isOneIn(2) ? MOMENT : WHILE;
            setting.timeline().run(dice.upTo(longest));
        }
    }

    FailureMode mode() {
        return setting.mode();
    }

    @Override
    public Tally tally() {
        return setting.tally();
    }

    @Override
    public Trace trace() {
        return setting.trace();
    }
}
