package io.yaim.sim;

import io.yaim.cli.afterlife.Farewell;
import io.yaim.cli.afterlife.Guard;
import io.yaim.cli.afterlife.LifeRecord;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.time.Duration;

/// What clears up on a machine when a life has ended, in order or not: the real guard, as `yaim guard` runs
/// it. It may come late, be stopped, die halfway, or have no way to the store.
final class GuardianProcess {

    private static final Duration STORE_TIMEOUT = Duration.ofMillis(1500);
    private static final Duration LATEST = Duration.ofSeconds(27);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LONGEST_JAM = Duration.ofSeconds(5);
    private static final int MOST_POINTS = 12;

    private final Setting setting;
    private final Machine machine;
    private final NodeName name;
    private final HostProcess process;
    private final boolean hasCredentials;
    private boolean hasBegun;

    /// @param name of the node whose life has ended
    GuardianProcess(Setting setting, Machine machine, NodeName name) {
        this.setting = setting;
        this.machine = machine;
        this.name = name;
        process = new HostProcess(setting, machine.name(), this::live);
        Dice dice = setting.dice();
        hasCredentials = !dice.isOneIn(6);
        if (dice.isOneIn(4)) {
            process.ambush(dice.below(MOST_POINTS), dice.ofAnyLength(LONGEST_STOP));
        }
        Duration delay = dice.isOneIn(2) ? dice.upTo(MOMENT) : dice.ofAnyLength(LATEST);
        setting.timeline().after(delay, process::start);
        if (dice.isOneIn(5)) {
            setting.timeline().after(delay.plus(dice.ofAnyLength(Duration.ofSeconds(1))), this::kill);
        }
    }

    private void live() {
        if (machine.isRunning() || machine.isBeingCleared()) {
            setting.tally().count("guardian another process runs");
            return;
        }
        hasBegun = true;
        setting.say(machine.name(), "guardian: begins");
        jam();
        var guard = new Guard(
                () -> new LifeAddresses(setting, machine, process, () -> {}, _ -> {}),
                this::end,
                machine.disk().book(name, process::point),
                this::tell);
        try {
            guard.clear(Life.NETWORK, machine.clock().now());
        } catch (IOException e) {
            tell("failed: " + e.getMessage());
            setting.tally().count("guardian failed");
        }
    }

    /// Now and then the kernel does not let go of an address.
    private void jam() {
        if (setting.dice().isOneIn(6)) {
            setting.invariants().firstOn(machine).ifPresent(machine::refuse);
            setting.timeline().after(setting.dice().ofAnyLength(LONGEST_JAM), machine::acceptAll);
        }
    }

    private void tell(String what) {
        setting.say(machine.name(), "guardian: " + what);
        if (what.startsWith("ended")) {
            setting.tally().count("guardian ended the lease");
        } else if (what.startsWith("dropped")) {
            setting.tally().count("guardian dropped");
        } else if (what.startsWith("passed on") && !what.startsWith("passed on 0")) {
            setting.tally().count("guardian passed on");
        }
    }

    private void end(LifeRecord life, Guard.Dropping drop) throws IOException {
        if (setting.meeting().isPresent()) {
            throw new IOException("end lease " + life.lease() + ": there is no store to ask");
        }
        if (!hasCredentials) {
            throw new IOException("end lease " + life.lease() + ": permission denied");
        }
        new Farewell(new GuardianStore(this::ask), this::tell).say(name, life, drop);
    }

    private <T> T ask(boolean isWrite, Server.Effect<T> effect) throws IOException {
        process.point();
        Duration latest = setting.timeline().now().plus(STORE_TIMEOUT);
        Network.Call<T> call = setting.network().send(machine.line(), isWrite, effect, process::wake);
        process.await(call::isAnswered, latest);
        process.point();
        if (!call.isAnswered()) {
            throw new IOException("no answer in time");
        }
        return call.get();
    }

    /// Whether it holds the lock of the machine's node.
    boolean isRunning() {
        return hasBegun && process.isRunning();
    }

    void kill() {
        if (process.isRunning()) {
            process.end();
            if (hasBegun) {
                setting.say(machine.name(), "guardian: is killed");
                setting.tally().count("guardian killed");
            }
        }
    }
}
