package io.yaim.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What befalls the ways between nodes that keep the store themselves, and the one that grants.
final class MeetingFaults {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration LATE = Duration.ofMillis(600);
    private static final int MOST_POINTS = 40;

    private final Dice dice;
    private final Setting setting;
    private final Meeting meeting;
    private final List<Machine> machines;

    MeetingFaults(Setting setting, Meeting meeting, List<Machine> machines) {
        this.setting = setting;
        this.meeting = meeting;
        this.machines = machines;
        dice = setting.dice();
    }

    List<Fault> all() {
        return List.of(
                way("cut off from all", 2, () -> isolate(dice.pick(machines))),
                way("divided", 3, this::divide),
                way("one way cut", 2, () -> cut(dice.pick(machines), dice.pick(machines), length())),
                way("heard by nobody", 1, () -> muffle(dice.pick(machines))),
                way("united", 3, meeting.ways()::mend),
                way("messages delayed", 2, () -> delay(dice.pick(machines))),
                new Fault("suspected falsely", 3, meeting::suspectFalsely),
                coordinator("coordinator killed", 2, machine -> life(machine).kill()),
                new Fault("all but one killed", 3, this::killAllButOne),
                coordinator("coordinator stops", 1, machine -> life(machine).stop()),
                coordinator(
                        "coordinator freezes",
                        2,
                        machine -> life(machine).process().freeze(dice.ofAnyLength(LONG))),
                coordinator(
                        "coordinator freezes between two steps",
                        4,
                        machine -> life(machine).process().ambush(dice.below(MOST_POINTS), dice.ofAnyLength(LONG))));
    }

    private Duration length() {
        return dice.ofAnyLength(LONG);
    }

    private Fault way(String name, int weight, Runnable strike) {
        return new Fault(name, weight, () -> {
            setting.say("ways", "fault: " + name);
            strike.run();
            return true;
        });
    }

    private Fault coordinator(String name, int weight, Consumer<Machine> strike) {
        return new Fault(name, weight, () -> {
            Optional<Machine> found = machines.stream()
                    .filter(machine -> machine.isRunning() && meeting.coordinates(machine))
                    .findFirst();
            found.ifPresent(machine -> {
                setting.say(machine.name(), "fault: " + name);
                strike.accept(machine);
            });
            return found.isPresent();
        });
    }

    private static Life life(Machine machine) {
        return machine.life.orElseThrow();
    }

    private void isolate(Machine machine) {
        Duration time = length();
        machines.forEach(other -> {
            cut(machine, other, time);
            cut(other, machine, time);
        });
    }

    private void muffle(Machine machine) {
        Duration time = length();
        machines.forEach(other -> cut(machine, other, time));
    }

    /// Just after something was granted that the one that is left may not know yet.
    private boolean killAllButOne() {
        Machine left = dice.pick(machines);
        left.line().setDelay(dice.upTo(LATE));
        setting.say(left.name(), "fault: all others are killed soon");
        machines.stream().filter(machine -> machine != left).forEach(machine -> {
            machine.line().setDelay(dice.upTo(LATE));
            machine.life.ifPresent(life -> setting.timeline().after(dice.upTo(LATE), life::kill));
        });
        setting.timeline()
                .after(
                        LATE.multipliedBy(2),
                        () -> machines.forEach(machine -> machine.line().setDelay(Duration.ZERO)));
        return true;
    }

    private void divide() {
        Duration time = length();
        List<Machine> here = machines.stream().filter(_ -> dice.isOneIn(2)).toList();
        for (Machine one : machines) {
            for (Machine other : machines) {
                if (here.contains(one) != here.contains(other)) {
                    cut(one, other, time);
                }
            }
        }
    }

    private void cut(Machine from, Machine to, Duration time) {
        meeting.ways().cut(from.name(), to.name());
        setting.timeline().after(time, () -> {
            if (!meeting.isCalm()) {
                meeting.ways().mend(from.name(), to.name());
            }
        });
    }

    private void delay(Machine machine) {
        machine.line().setDelay(dice.ofAnyLength(Setting.STORE_TIMEOUT.multipliedBy(2)));
        setting.timeline().after(length(), () -> machine.line().setDelay(Duration.ZERO));
    }
}
