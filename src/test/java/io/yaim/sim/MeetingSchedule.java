package io.yaim.sim;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Nodes that keep the store themselves meet random faults, and then are left in peace; all of it from the seed.
final class MeetingSchedule implements Course {

    private static final int STEPS = 100;
    private static final int FEWEST_NODES = 2;
    private static final int FEWEST_VOTERS = 3;
    private static final int MOST_NODES = 5;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofMillis(1500);
    private static final Duration LULL = Duration.ofSeconds(12);

    /// Of the ways to a store that there is not.
    private static final Set<String> ELSEWHERE = Set.of("release in doubt");

    private final Setting setting;
    private final Meeting meeting;
    private final List<Machine> machines = new ArrayList<>();
    private final MeetingPool pool;
    private final MachineFaults machineFaults;
    private final List<Fault> faults = new ArrayList<>();

    MeetingSchedule(long seed, boolean isTraced) {
        setting = Setting.ofMeeting(new Dice(seed).number(), isTraced);
        meeting = setting.meeting().orElseThrow();
        Dice dice = setting.dice();
        int fewest = meeting.needsMajority() ? FEWEST_VOTERS : FEWEST_NODES;
        int count = fewest + dice.below(MOST_NODES - fewest + 1);
        boolean isWeighted = dice.isOneIn(5);
        for (int i = 0; i < count; i++) {
            String name = String.valueOf((char) ('a' + i));
            machines.add(new Machine(setting, name, isWeighted ? 1 + dice.below(4) : 1));
        }
        if (meeting.needsMajority()) {
            boolean isOneWithoutVote = count > FEWEST_VOTERS && dice.isOneIn(4);
            meeting.setVoters(machines.stream()
                    .skip(isOneWithoutVote ? 1 : 0)
                    .map(machine -> new NodeName(machine.name()))
                    .collect(Collectors.toSet()));
        }
        var entries = new Pool(setting, machines);
        pool = new MeetingPool(setting, machines, entries);
        machineFaults = new MachineFaults(setting, entries, machines);
        add(machineFaults.all());
        faults.removeIf(fault -> ELSEWHERE.contains(fault.name()));
        add(new MeetingFaults(setting, meeting, machines).all());
        add(pool.changes());
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
            meeting.begin(setting.invariants()::check);
            machines.stream()
                    .limit(machines.size() - dice.below(2))
                    .forEach(machine -> machineFaults.start(machine, true));
            setting.timeline().run(Duration.ofSeconds(3));
            hurt();
            new MeetingCalm(setting, meeting, machines, pool, machineFaults).run();
        } finally {
            machines.forEach(machine -> machine.life.ifPresent(Life::kill));
            machines.forEach(Machine::endGuardians);
        }
        setting.tally().count("schedules");
        setting.tally().count(meeting.needsMajority() ? "schedules with a majority" : "schedules without a quorum");
        setting.tally().count("steps", STEPS);
        setting.tally().count("seconds", setting.timeline().now().toSeconds());
        setting.tally().count("moves", setting.invariants().moves());
    }

    private void hurt() {
        Dice dice = setting.dice();
        for (int i = 0; i < STEPS; i++) {
            Fault fault = dice.pick(faults);
            if (fault.strike().getAsBoolean()) {
                setting.tally().count("fault " + fault.name());
            }
            Duration longest = dice.isOneIn(12) ? LULL : dice.isOneIn(2) ? MOMENT : WHILE;
            setting.timeline().run(dice.upTo(longest));
        }
    }

    boolean needsMajority() {
        return meeting.needsMajority();
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
