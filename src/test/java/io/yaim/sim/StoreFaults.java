package io.yaim.sim;

import io.yaim.model.LeaseId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What befalls the store, and the ways to it.
final class StoreFaults {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORTEST_ELECTION = Duration.ofMillis(1300);
    private static final Duration LONGEST_ELECTION = Duration.ofMillis(2100);
    /// Each takes half a second.
    private static final int REQUESTS_PER_LEASE = 18;

    private static final int MOST_LOSSES = 300;

    private final Setting setting;
    private final Dice dice;
    private final Timeline timeline;
    private final Server server;
    private final List<Machine> machines;

    StoreFaults(Setting setting, List<Machine> machines) {
        this.setting = setting;
        this.machines = machines;
        dice = setting.dice();
        timeline = setting.timeline();
        server = setting.server();
    }

    List<Fault> all() {
        return List.of(
                on("cut off from the store", 3, _ -> true, machine -> cutOff(machine, dice.ofAnyLength(LONG))),
                on("a late answer, then none", 2, Machine::isAwake, this::answerLast),
                on("deaf to the store", 1, _ -> true, this::deafen),
                on("messages lost or late", 2, _ -> true, this::lose),
                on("messages delayed", 1, _ -> true, this::delay),
                on(
                        "the next request meets a fate",
                        3,
                        Machine::isAwake,
                        machine -> machine.line().expect(dice.pick(List.of(Network.Fate.values())))),
                on("watch lags", 1, _ -> true, this::lag),
                on("watch silent", 1, _ -> true, this::silenceWatch),
                new Fault("store away", 1, () -> storeFault("away", () -> goAway(dice.ofAnyLength(LONG)))),
                new Fault("store slow", 1, () -> storeFault("slow", this::slowDown)),
                new Fault("leader change", 1, () -> storeFault("elects a leader", this::changeLeader)),
                new Fault("snapshot taken", 1, () -> storeFault("snapshot", server::takeSnapshot)),
                new Fault("snapshot restored", 1, this::restore),
                on("lease ended early", 1, machine -> lease(machine).isPresent(), this::endEarly));
    }

    private Fault on(String name, int weight, Predicate<Machine> condition, Consumer<Machine> strike) {
        return new Fault(name, weight, () -> {
            Machine machine = dice.pick(machines);
            boolean isPossible = condition.test(machine);
            if (isPossible) {
                setting.say(machine.name(), "fault: " + name);
                strike.accept(machine);
            }
            return isPossible;
        });
    }

    private boolean storeFault(String what, Runnable strike) {
        setting.say("store", "fault: " + what);
        strike.run();
        return true;
    }

    void cutOff(Machine machine, Duration time) {
        machine.line().setCut(true);
        timeline.after(time, () -> {
            machine.line().setCut(false);
            machine.life.ifPresent(Life::reconnect);
            setting.say(machine.name(), "reaches the store again");
        });
    }

    /// What the last answer allowed is used to the end, also by what is bound a little later.
    private void answerLast(Machine machine) {
        machine.line().expect(Network.Fate.LATE_ANSWER);
        for (int i = 0; i < REQUESTS_PER_LEASE; i++) {
            machine.line().expect(Network.Fate.LOST_REQUEST);
        }
        timeline.after(
                dice.between(Setting.STORE_TIMEOUT, Setting.INTERVAL.multipliedBy(2)),
                () -> setting.invariants().firstOn(machine).ifPresent(machine.kernel()::dropAsAnother));
    }

    private void deafen(Machine machine) {
        machine.line().setDeaf(true);
        timeline.after(dice.ofAnyLength(LONG), () -> {
            machine.line().setDeaf(false);
            machine.life.ifPresent(Life::reconnect);
        });
    }

    private void lose(Machine machine) {
        machine.line().setLosses(1 + dice.below(MOST_LOSSES));
        timeline.after(dice.ofAnyLength(LONG), () -> machine.line().setLosses(0));
    }

    private void delay(Machine machine) {
        machine.line().setDelay(dice.between(Duration.ofMillis(3), Setting.STORE_TIMEOUT));
        timeline.after(dice.ofAnyLength(LONG), () -> machine.line().setDelay(Duration.ofMillis(3)));
    }

    private void lag(Machine machine) {
        machine.watchLag = dice.ofAnyLength(Duration.ofSeconds(5));
        timeline.after(dice.ofAnyLength(LONG), () -> machine.watchLag = Duration.ofMillis(1));
    }

    private void silenceWatch(Machine machine) {
        machine.isWatchSilent = true;
        timeline.after(dice.ofAnyLength(LONG), () -> {
            machine.isWatchSilent = false;
            machine.life.ifPresent(Life::reconnect);
        });
    }

    void goAway(Duration time) {
        server.setAway(true);
        timeline.after(time, this::comeBack);
    }

    private void comeBack() {
        server.setAway(false);
        machines.forEach(machine -> machine.life.ifPresent(Life::reconnect));
    }

    private void slowDown() {
        server.setSlowness(dice.ofAnyLength(Setting.STORE_TIMEOUT));
        timeline.after(dice.ofAnyLength(LONG), () -> server.setSlowness(Duration.ZERO));
    }

    private void changeLeader() {
        server.setAway(true);
        timeline.after(dice.between(SHORTEST_ELECTION, LONGEST_ELECTION), () -> {
            if (server.isAway()) {
                server.changeLeader();
                comeBack();
            }
        });
    }

    /// Once and for all lives that are there then: see `MachineFaults.mayStart`.
    private boolean restore() {
        if (server.hasJustGoneBack(setting.ttl().multipliedBy(2))) {
            return false;
        }
        return storeFault("restored from its snapshot", server::restore);
    }

    private static Optional<LeaseId> lease(Machine machine) {
        return machine.life.flatMap(life -> life.proofs().latest());
    }

    private void endEarly(Machine machine) {
        lease(machine).ifPresent(server::endEarly);
    }
}
