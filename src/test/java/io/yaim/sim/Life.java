package io.yaim.sim;

import io.yaim.loop.Announcing;
import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.loop.Loop;
import io.yaim.loop.NamesakeException;
import io.yaim.model.FailureMode;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Timing;
import io.yaim.plan.Self;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One life of a node: the real loop on a strand. Between any two things that it does it can be stopped for
/// any time, or end.
///
/// The one exception: from the look at the clock by which a lifetime is reckoned to the bind call no time
/// passes but what counts as the kernel's lateness. A process stopped exactly there binds addresses for
/// their lifetime from the thaw on, until it looks at the clock next; docs/architecture.md names this
/// residue.
final class Life {

    private static final Announcing ANNOUNCING =
            new Announcing(5, Duration.ofMillis(1100), 200, Optional.empty(), true);
    private static final Duration LONGEST_STEP = Duration.ofMillis(1);
    private static final Duration SHORTEST_LIMP = Duration.ofMillis(200);
    private static final Duration LONGEST_LIMP = Duration.ofMillis(800);

    private final Setting setting;
    private final Machine machine;
    private final NodeName name;
    private final Incarnation incarnation;
    private final Strand strand;
    private final Loop loop;
    private final Proofs proofs;
    private final LifeStore store;
    private final LifeAddresses addresses;
    private final LifePeers peers;
    private final Consents consents;
    private Duration frozenUntil = Duration.ZERO;
    private Duration limpsUntil = Duration.ZERO;
    private Optional<Ambush> ambush = Optional.empty();
    private long tickets;
    private boolean hasBegun;
    private boolean isRung;
    private long passes;

    /// A freeze that falls after so many more points.
    private record Ambush(int points, Duration length) {}

    /// @param former what it finds in the record that its former life left
    Life(Setting setting, Machine machine, NodeName name, Optional<Former> former) {
        this.setting = setting;
        this.machine = machine;
        this.name = name;
        store = new LifeStore(setting, machine, this);
        addresses = new LifeAddresses(setting, machine, this);
        peers = new LifePeers(setting, machine, this);
        incarnation = Incarnation.of(setting.dice().number());
        consents = new Consents(setting, machine.clock(), name, incarnation);
        proofs = new Proofs(setting, machine.clock(), consents::areGiven);
        var self = new Self(
                name,
                incarnation,
                machine.weight(),
                "eth0",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Setting.INTERVAL,
                "",
                setting.mode() == FailureMode.RELEASE ? "" : machine.name(),
                setting.mode());
        var timing = new Timing(Setting.INTERVAL, setting.ttl(), Setting.STORE_TIMEOUT, 2);
        loop = new Loop(
                self,
                store,
                addresses,
                () -> machine.health,
                this::now,
                timing,
                ANNOUNCING,
                this::note,
                former,
                peers,
                setting.dice()::number);
        strand = new Strand(this::live);
        setting.timeline().after(Duration.ZERO, strand::resume);
    }

    private void live() {
        hasBegun = true;
        setting.say(machine.name(), "starts as " + name);
        try {
            while (true) {
                Cycle cycle = loop.pass();
                passes++;
                cycle.events().forEach(this::tell);
                if (cycle.isLast()) {
                    setting.say(machine.name(), "has left");
                    break;
                }
                pause(cycle.pause());
            }
        } catch (NamesakeException e) {
            setting.say(machine.name(), "ends: " + e.getMessage());
        }
        close();
    }

    private void tell(Event event) {
        setting.trace().say(machine.name(), event::toString);
    }

    private void close() {
        setting.tally().count("passes", passes);
        store.close();
        addresses.close();
        peers.close();
    }

    /// A step may end here, and any time may pass before the next one begins.
    void point() {
        setting.tally().countPoint();
        if (ambush.isPresent()) {
            Ambush waiting = ambush.get();
            ambush = waiting.points() > 0
                    ? Optional.of(new Ambush(waiting.points() - 1, waiting.length()))
                    : Optional.empty();
            if (ambush.isEmpty()) {
                freeze(waiting.length());
            }
        }
        if (setting.dice().isOneIn(8)) {
            pass(setting.dice().upTo(LONGEST_STEP));
        }
        while (isFrozen()) {
            waitUntil(frozenUntil);
        }
    }

    /// As on a machine that has no memory left: what has been answered is looked at late.
    void limp() {
        if (setting.timeline().now().compareTo(limpsUntil) < 0) {
            pass(setting.dice().between(SHORTEST_LIMP, LONGEST_LIMP));
        }
    }

    /// Lets time pass in which this life does nothing and cannot be stopped.
    void pass(Duration time) {
        Duration end = setting.timeline().now().plus(time);
        while (setting.timeline().now().compareTo(end) < 0) {
            waitUntil(end);
        }
    }

    /// Returns when it is so, or at this time at the latest; later than either when it is stopped
    /// meanwhile.
    void await(BooleanSupplier isSo, Duration latest) {
        while (!isSo.getAsBoolean() && setting.timeline().now().compareTo(latest) < 0) {
            waitUntil(latest);
        }
        while (isFrozen()) {
            waitUntil(frozenUntil);
        }
    }

    private void pause(Duration time) {
        await(() -> isRung, machine.clock().when(machine.clock().now().plus(time)));
        isRung = false;
    }

    private void waitUntil(Duration time) {
        tickets++;
        long ticket = tickets;
        if (!setting.timeline().jumps(time)) {
            setting.timeline().at(time, () -> resume(ticket));
            strand.pause();
        }
    }

    private void resume(long ticket) {
        if (ticket == tickets) {
            strand.resume();
        }
    }

    /// Lets whoever waits look again.
    void wake() {
        long ticket = tickets;
        setting.timeline().after(Duration.ZERO, () -> resume(ticket));
    }

    void ring() {
        if (!isRung && isRunning()) {
            isRung = true;
            wake();
        }
    }

    /// Its first look stands before its first step.
    private Duration now() {
        if (hasBegun) {
            point();
        }
        return machine.clock().now();
    }

    private void note(LeaseId lease) throws IOException {
        point();
        if (machine.isDiskFull) {
            throw new IOException("note the lease: no space left on device");
        }
        machine.record = Optional.of(Former.of(incarnation, lease));
        point();
    }

    void freeze(Duration time) {
        Duration until = setting.timeline().now().plus(time);
        if (until.compareTo(frozenUntil) > 0) {
            frozenUntil = until;
            setting.trace().say(machine.name(), () -> "is stopped for " + time.toMillis() + " ms");
        }
    }

    void thaw() {
        frozenUntil = Duration.ZERO;
        limpsUntil = Duration.ZERO;
        ambush = Optional.empty();
        wake();
    }

    /// Freezes it for this time when it has done so many more steps.
    void ambush(int points, Duration length) {
        ambush = Optional.of(new Ambush(points, length));
    }

    void limpFor(Duration time) {
        limpsUntil = setting.timeline().now().plus(time);
    }

    /// As kill -9 does.
    void kill() {
        if (isRunning()) {
            setting.say(machine.name(), "is killed");
            strand.end();
            close();
        }
    }

    void stop() {
        setting.say(machine.name(), "is told to stop");
        loop.leave();
        ring();
    }

    /// Its image of the store catches up, as after a reconnect.
    void reconnect() {
        store.catchUp();
    }

    boolean isRunning() {
        return !strand.isOver();
    }

    private boolean isFrozen() {
        return setting.timeline().now().compareTo(frozenUntil) < 0;
    }

    boolean isAwake() {
        return isRunning() && !isFrozen() && ambush.isEmpty();
    }

    /// Its own, which is its machine's, or that of a namesake.
    NodeName name() {
        return name;
    }

    Machine machine() {
        return machine;
    }

    Proofs proofs() {
        return proofs;
    }

    Consents consents() {
        return consents;
    }

    /// Which store it knows of: one that was restored is another one.
    int epoch() {
        return store.epoch();
    }
}
