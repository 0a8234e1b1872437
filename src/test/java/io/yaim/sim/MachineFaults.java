package io.yaim.sim;

import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.plan.Self;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What befalls processes and their hosts.
final class MachineFaults {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(27);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONGEST_SLOWNESS = Duration.ofMillis(2500);
    private static final int MOST_POINTS = 80;

    private final Setting setting;
    private final Dice dice;
    private final Timeline timeline;
    private final Pool pool;
    private final List<Machine> machines;
    private boolean isOver;

    MachineFaults(Setting setting, Pool pool, List<Machine> machines) {
        this.setting = setting;
        this.pool = pool;
        this.machines = machines;
        dice = setting.dice();
        timeline = setting.timeline();
    }

    List<Fault> all() {
        return List.of(
                on("crash", 2, Machine::isRunning, machine -> life(machine).kill()),
                on("restart with record", 4, this::mayStart, machine -> start(machine, true)),
                on("restart without record", 2, this::mayStart, machine -> start(machine, false)),
                on("crash and restart at once", 1, this::mayRestart, this::restart),
                on("namesake elsewhere", 1, this::mayStartNamesake, this::startNamesake),
                on("stop", 1, Machine::isRunning, machine -> life(machine).stop()),
                on("stop, and start again", 2, Machine::isRunning, this::renew),
                on("killed while it stops", 1, Machine::isRunning, this::killStopping),
                on(
                        "freeze",
                        3,
                        Machine::isRunning,
                        machine -> life(machine).process().freeze(dice.ofAnyLength(LONG))),
                on("freeze between two steps", 6, Machine::isRunning, this::ambush),
                on(
                        "thaw",
                        1,
                        Machine::isRunning,
                        machine -> life(machine).process().thaw()),
                on(
                        "limping process",
                        2,
                        Machine::isRunning,
                        machine -> life(machine)
                                .process()
                                .limpFor(dice.between(Duration.ofSeconds(5), Duration.ofSeconds(15)))),
                on("check fails", 3, _ -> true, this::failCheck),
                on("check flaps", 1, _ -> true, this::flap),
                on("release in doubt", 2, Machine::isAwake, this::waver),
                on("reconfigured", 2, Machine::isRunning, this::reconfigure),
                on("link down", 1, _ -> true, this::linkDown),
                on("kernel fails", 1, _ -> true, this::silenceKernel),
                on("kernel slow", 2, _ -> true, this::slowKernel),
                on("kernel refuses an address", 1, _ -> true, this::refuse),
                on("address removed", 2, _ -> true, this::removeAddress),
                new Fault("lifetime extended", 2, this::extend),
                on("disk full", 1, _ -> true, this::fillDisk));
    }

    /// From now on nothing goes wrong by itself.
    void end() {
        isOver = true;
    }

    /// A pass that has seen it there puts it back; until then nobody answers for it.
    private void removeAddress(Machine machine) {
        setting.claims().disturbed(machine);
        machine.kernel().dropAsAnother(pool.any());
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

    /// Where entries are to have an owner whatever happens, nothing by which they are bound.
    private void reconfigure(Machine machine) {
        boolean isClaiming = setting.mode() == FailureMode.CLAIM;
        int weight = 1 + dice.below(4);
        Optional<String> label = Optional.of("vip").filter(_ -> !isClaiming && dice.isOneIn(3));
        boolean isOtherMode = !isClaiming && dice.isOneIn(2);
        FailureMode other = setting.mode() == FailureMode.RELEASE ? FailureMode.FAILSAFE : FailureMode.RELEASE;
        life(machine)
                .reconfigure(self -> new Self(
                        self.name(),
                        self.incarnation(),
                        weight,
                        self.interfaceName(),
                        self.netmask(),
                        label,
                        self.allowedRanges(),
                        self.interval(),
                        self.reach(),
                        self.peer(),
                        isOtherMode ? other : self.failureMode(),
                        self.guard()));
    }

    private static Life life(Machine machine) {
        return machine.life.orElseThrow();
    }

    /// docs/architecture.md asks to let one ttl pass between a restore of the store and a start.
    boolean mayStart(Machine machine) {
        return !machine.isRunning() && !machine.isBeingCleared() && !hasJustGoneBack();
    }

    private boolean mayRestart(Machine machine) {
        return machine.isRunning() && !hasJustGoneBack();
    }

    private boolean hasJustGoneBack() {
        return setting.server().hasJustGoneBack(setting.ttl().plusMillis(100));
    }

    /// Where witnesses count, a name that moved to another address leaves a record that nobody may refuse:
    /// people have to delete it.
    private boolean mayStartNamesake(Machine machine) {
        return setting.mode() != FailureMode.FAILSAFE && mayStart(machine);
    }

    /// @param isLegible whether the record of its former life can be read
    void start(Machine machine, boolean isLegible) {
        machine.life = Optional.of(new Life(setting, machine, new NodeName(machine.name()), isLegible));
    }

    /// Somebody copied the configuration of another machine, perhaps of one that is running.
    private void startNamesake(Machine machine) {
        var name = new NodeName(dice.pick(machines).name());
        machine.life = Optional.of(new Life(setting, machine, name, true));
    }

    private void restart(Machine machine) {
        life(machine).kill();
        start(machine, true);
    }

    /// Perhaps when what it has kept is gone, or never.
    private void renew(Machine machine) {
        life(machine).stop();
        timeline.after(dice.ofAnyLength(LONG), () -> {
            if (!isOver && mayStart(machine)) {
                setting.tally().count("started again");
                start(machine, !dice.isOneIn(8));
            }
        });
    }

    private void killStopping(Machine machine) {
        Life stopping = life(machine);
        stopping.stop();
        timeline.after(dice.ofAnyLength(SHORT), stopping::kill);
    }

    private void ambush(Machine machine) {
        life(machine).process().ambush(dice.below(MOST_POINTS), dice.ofAnyLength(LONG));
    }

    private void failCheck(Machine machine) {
        boolean isHealthy = machine.health.isHealthy();
        machine.setHealth(isHealthy ? new Health.Unhealthy("api: down") : new Health.Healthy());
    }

    private void flap(Machine machine) {
        Duration at = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            at = at.plus(dice.ofAnyLength(Duration.ofSeconds(1)));
            timeline.after(at, () -> {
                if (!isOver) {
                    failCheck(machine);
                }
            });
        }
    }

    /// What it passes on meanwhile may take effect when it has long been healthy again.
    private void waver(Machine machine) {
        machine.line().expectOfWrite(dice.isOneIn(4) ? Network.Fate.LOST_ANSWER : Network.Fate.LATE_EFFECT);
        if (dice.isOneIn(2)) {
            machine.line().expectOfWrite(Network.Fate.LATE_EFFECT);
        }
        machine.setHealth(new Health.Unhealthy("api: down"));
        timeline.after(dice.upTo(MOMENT), () -> machine.setHealth(new Health.Healthy()));
    }

    private void linkDown(Machine machine) {
        machine.setLink(false);
        timeline.after(dice.ofAnyLength(Duration.ofSeconds(10)), () -> machine.setLink(true));
    }

    private void silenceKernel(Machine machine) {
        machine.isKernelSilent = true;
        timeline.after(dice.ofAnyLength(Duration.ofSeconds(15)), () -> machine.isKernelSilent = false);
    }

    private void slowKernel(Machine machine) {
        machine.kernelSlowness = dice.ofAnyLength(LONGEST_SLOWNESS);
        timeline.after(dice.ofAnyLength(Duration.ofSeconds(15)), () -> machine.kernelSlowness = Duration.ZERO);
    }

    private void refuse(Machine machine) {
        machine.refuse(pool.any());
        timeline.after(dice.ofAnyLength(Duration.ofSeconds(5)), machine::acceptAll);
    }

    private void fillDisk(Machine machine) {
        machine.disk().isFull = true;
        timeline.after(dice.ofAnyLength(Duration.ofSeconds(5)), () -> machine.disk().isFull = false);
    }

    private boolean extend() {
        Machine machine = dice.pick(machines);
        var ip = pool.any();
        boolean isThere = machine.kernel().extendAsAnother(ip, 3600);
        if (isThere) {
            setting.say(machine.name(), "fault: lifetime of " + ip + " extended");
            setting.invariants().extended(machine, ip);
        }
        return isThere;
    }
}
