package io.yaim.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An outage of the store that begins when all is well: for all machines or some, at once or one by one;
/// and to each of them the store comes back in its own time.
final class StoreAway {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration WHILE = Duration.ofSeconds(2);
    /// Within a lease.
    private static final Duration SPREADING = Duration.ofSeconds(6);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration GLIMPSE = Duration.ofSeconds(3);
    private static final Duration LATER = Duration.ofSeconds(12);
    private static final int MOST_LOSSES = 700;

    private final Setting setting;
    private final Dice dice;
    private final Timeline timeline;
    private final List<Machine> machines;
    private final Map<Machine, Duration> untils = new HashMap<>();
    private int outages;

    private enum Shape {
        AT_ONCE,
        ONE_BY_ONE,
        FOR_ONE_FIRST,
        FOR_ONE,
        FOR_ALL_BUT_ONE
    }

    /// As often as they are drawn: in the last two nobody may hold on.
    private static final List<Shape> SHAPES = List.of(
            Shape.AT_ONCE,
            Shape.AT_ONCE,
            Shape.ONE_BY_ONE,
            Shape.ONE_BY_ONE,
            Shape.FOR_ONE_FIRST,
            Shape.FOR_ONE_FIRST,
            Shape.FOR_ONE,
            Shape.FOR_ALL_BUT_ONE);

    StoreAway(Setting setting, List<Machine> machines) {
        this.setting = setting;
        this.machines = machines;
        dice = setting.dice();
        timeline = setting.timeline();
    }

    /// Where etcd has lost its leader it is away for all, and no lease ends until it has one again.
    void begin() {
        boolean isLeaderless = dice.isOneIn(3);
        Shape shape = dice.pick(isLeaderless ? List.of(Shape.AT_ONCE, Shape.ONE_BY_ONE) : SHAPES);
        setting.say("store", "fault: away from calm, " + shape + (isLeaderless ? ", without a leader" : ""));
        if (isLeaderless) {
            setting.server().stop();
        }
        Machine first = dice.pick(machines);
        for (Machine machine : machines) {
            Duration in = in(shape, machine.equals(first));
            if (in.compareTo(NEVER) < 0) {
                goesAway(
                        machine,
                        in,
                        dice.between(
                                setting.ttl().multipliedBy(2), setting.ttl().multipliedBy(4)));
            }
        }
        if (shape == Shape.FOR_ONE_FIRST && dice.isOneIn(2)) {
            timeline.after(
                    MOMENT,
                    () -> first.life.flatMap(life -> life.proofs().latest()).ifPresent(setting.server()::endEarly));
        }
    }

    private Duration in(Shape shape, boolean isFirst) {
        return switch (shape) {
            case AT_ONCE -> Duration.ZERO;
            case ONE_BY_ONE -> dice.upTo(WHILE);
            case FOR_ONE_FIRST -> isFirst ? Duration.ZERO : dice.between(MOMENT, SPREADING);
            case FOR_ONE -> isFirst ? Duration.ZERO : NEVER;
            case FOR_ALL_BUT_ONE -> isFirst ? NEVER : Duration.ZERO;
        };
    }

    private void goesAway(Machine machine, Duration in, Duration length) {
        int outage = outages;
        timeline.after(in, () -> {
            if (outage == outages) {
                goesAway(machine, length);
            }
        });
    }

    private void goesAway(Machine machine, Duration length) {
        Duration until = timeline.now().plus(length);
        untils.put(machine, until);
        if (dice.isOneIn(6)) {
            machine.line().setDeaf(true);
        } else {
            machine.line().setCut(true);
        }
        timeline.at(until, () -> {
            if (until.equals(untils.get(machine))) {
                back(machine);
            }
        });
    }

    private void back(Machine machine) {
        setting.server().resume();
        untils.remove(machine);
        machine.line().setCut(false);
        machine.line().setDeaf(false);
        machine.life.ifPresent(Life::reconnect);
        setting.say(machine.name(), "reaches the store again");
    }

    /// Ends it for all.
    void end() {
        outages++;
        machines.forEach(this::back);
    }

    /// Ends it for this machine, if it was away.
    void endFor(Machine machine) {
        if (untils.containsKey(machine)) {
            setting.tally().count("fault store back for one");
            back(machine);
        }
    }

    /// Lets the machine have the store for a moment, sometimes not for each request, and without a watch.
    void pauseFor(Machine machine) {
        if (untils.containsKey(machine)) {
            setting.tally().count("fault store back for a moment");
            boolean isFlaky = dice.isOneIn(2);
            machine.line().setLosses(isFlaky ? dice.below(MOST_LOSSES) : 0);
            machine.isWatchSilent = isFlaky;
            back(machine);
            goesAway(machine, dice.upTo(GLIMPSE), dice.upTo(LATER));
        }
    }
}
