package io.yaim.sim;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Nodes of whom a majority decides, and who are well, part just so that two of them might think that they have the
/// majority. What must hold is looked at all the while.
final class MeetingMajority {

    private static final Duration MOMENT = Duration.ofMillis(500);

    private final Setting setting;
    private final Meeting meeting;
    private final List<Machine> machines;
    private final MachineFaults faults;

    MeetingMajority(Setting setting, Meeting meeting, List<Machine> machines, MachineFaults faults) {
        this.setting = setting;
        this.meeting = meeting;
        this.machines = machines;
        this.faults = faults;
    }

    void run() {
        if (setting.dice().below(3) == 0) {
            muffle();
        } else {
            shift();
        }
        meeting.ways().mend();
    }

    /// The coordinator hears everybody, and is heard by nobody: so others go on without it, and it does not know.
    private void muffle() {
        machines.stream().filter(meeting::coordinates).findFirst().ifPresent(coordinator -> {
            setting.say(coordinator.name(), "calm: is heard by nobody");
            machines.forEach(other -> meeting.ways().cut(coordinator.name(), other.name()));
            setting.timeline().run(setting.ttl().multipliedBy(3));
            setting.tally().count("calm, coordinator heard by nobody");
        });
    }

    /// Few are cut off, the coordinator perhaps among them, and know only what was; most go on. Then some of those
    /// join the few, and make them the majority; they may have forgotten all on the way.
    private void shift() {
        Dice dice = setting.dice();
        var voters = new ArrayList<Machine>(machines.stream()
                .filter(machine -> meeting.voters().contains(new NodeName(machine.name())))
                .toList());
        if (dice.below(3) > 0) {
            voters.sort((one, other) -> Boolean.compare(meeting.coordinates(other), meeting.coordinates(one)));
        }
        List<Machine> few = voters.subList(0, (voters.size() - 1) / 2);
        List<Machine> movers = voters.subList(few.size(), voters.size() / 2 + 1);
        List<Machine> left =
                machines.stream().filter(machine -> !few.contains(machine)).toList();
        setting.say("calm", "few are cut off: " + few.size());
        part(few, left);
        setting.timeline().run(dice.between(setting.ttl(), setting.ttl().multipliedBy(3)));

        boolean areRestarted = dice.isOneIn(2);
        setting.say("calm", movers.size() + " join the few" + (areRestarted ? ", and have forgotten all" : ""));
        part(movers, left.stream().filter(machine -> !movers.contains(machine)).toList());
        if (areRestarted) {
            movers.forEach(machine -> machine.life.ifPresent(Life::kill));
            movers.forEach(Machine::endGuardians);
        }
        for (Machine mover : movers) {
            few.forEach(one -> meeting.ways().mend(one.name(), mover.name()));
            few.forEach(one -> meeting.ways().mend(mover.name(), one.name()));
        }
        setting.timeline().run(dice.upTo(MOMENT));
        movers.stream().filter(faults::mayStart).forEach(machine -> faults.start(machine, true));
        setting.timeline().run(setting.ttl().multipliedBy(2));
        setting.tally().count("calm, majority shifted");
    }

    private void part(Collection<Machine> here, Collection<Machine> there) {
        for (Machine one : here) {
            for (Machine other : there) {
                meeting.ways().cut(one.name(), other.name());
                meeting.ways().cut(other.name(), one.name());
            }
        }
    }
}
