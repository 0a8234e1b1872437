package io.yaim.sim;

import io.yaim.cli.afterlife.Afterlife;
import io.yaim.loop.Announcing;
import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.loop.Loop;
import io.yaim.loop.NamesakeException;
import io.yaim.loop.Settings;
import io.yaim.model.FailureMode;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Timing;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One life of a node: the real loop on a strand. Between any two things that it does it can be stopped for
/// any time, or end.
///
/// The one exception: from the look at the clock by which a lifetime is reckoned to the bind call no time
/// passes but what counts as the kernel's lateness. A process stopped exactly there binds addresses for
/// their lifetime from the thaw on, until it looks at the clock next; docs/architecture.md names this
/// residue.
final class Life {

    /// Between two announcements where nodes may have to find out by them that two have the same address.
    static final Duration REMINDER = Duration.ofSeconds(10);

    /// The only network namespace of a machine.
    static final String NETWORK = "1";

    /// Of one to whom the kernel was slow lately: it gives its lease up by so much earlier.
    private static final Duration LONGEST_REFRESH = Duration.ofSeconds(6);
    private static final Logger SILENT = Logger.getAnonymousLogger();

    static {
        SILENT.setLevel(Level.OFF);
    }

    private final Setting setting;
    private final Machine machine;
    private final NodeName name;
    private final Incarnation incarnation;
    private final HostProcess process;
    private final Afterlife afterlife;
    private final Optional<Former> former;
    private final Loop loop;
    private final Settings settings;
    private final Proofs proofs;
    private final StoreAccess store;
    private final LifeAddresses addresses;
    private final LifePeers peers;
    private final Consents consents;
    private boolean hasBegun;
    private boolean isRung;
    private Optional<LeaseId> noted = Optional.empty();
    private long passes;

    /// @param isLegible whether it can read the record that its former life left
    Life(Setting setting, Machine machine, NodeName name, boolean isLegible) {
        this.setting = setting;
        this.machine = machine;
        this.name = name;
        process = new HostProcess(setting, machine.name(), this::live);
        store = setting.meeting()
                .<StoreAccess>map(meeting -> new MeetingStore(setting, meeting, machine, this))
                .orElseGet(() -> new LifeStore(setting, machine, this));
        addresses = new LifeAddresses(
                setting,
                machine,
                process,
                this::ring,
                ip -> setting.invariants().bound(this, ip));
        peers = new LifePeers(setting, machine, this);
        incarnation = Incarnation.of(setting.dice().number());
        afterlife = new Afterlife(machine.disk().book(name, process::point), NETWORK, incarnation, SILENT);
        former = isLegible ? afterlife.former(machine.clock().now()) : Optional.empty();
        former.filter(life -> !life.kept().isEmpty()).ifPresent(life -> machine.inherited(life.lease(), this));
        consents = new Consents(setting, machine.clock(), name, incarnation);
        proofs = new Proofs(setting, machine.clock(), this::holdsOn);
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
                setting.mode(),
                setting.guard());
        var timing = new Timing(Setting.INTERVAL, setting.ttl(), Setting.STORE_TIMEOUT, 2, setting.guard());
        settings = new Settings(self, announcing());
        loop = new Loop(
                self,
                store,
                addresses,
                () -> machine.health,
                this::now,
                timing,
                settings.announcing(),
                this::note,
                former,
                peers,
                setting.dice()::number);
        process.start();
    }

    private boolean holdsOn(LeaseId lease) {
        return setting.mode() == FailureMode.CLAIM || consents.areGiven(lease);
    }

    private Announcing announcing() {
        Optional<Duration> period = Optional.of(REMINDER).filter(_ -> setting.mode() == FailureMode.CLAIM);
        return new Announcing(5, Duration.ofMillis(1100), 200, period, setting.isProbing());
    }

    private void note(LeaseId lease) throws IOException {
        afterlife.hold(lease);
        noted = Optional.of(lease);
    }

    /// The lease that it goes by.
    Optional<LeaseId> noted() {
        return noted;
    }

    private void live() {
        hasBegun = true;
        setting.say(machine.name(), "starts as " + name);
        try {
            store.open();
            while (true) {
                Cycle cycle = loop.pass();
                passes++;
                cycle.events().forEach(this::tell);
                afterlife.accept(cycle);
                if (cycle.isLast()) {
                    setting.say(machine.name(), "has left");
                    break;
                }
                pause(cycle.pause());
            }
        } catch (IOException | NamesakeException e) {
            setting.say(machine.name(), "ends: " + e.getMessage());
        }
        clearUp();
        close();
    }

    private void clearUp() {
        try {
            afterlife.clearUp(addresses);
        } catch (IOException e) {
            setting.trace().say(machine.name(), e::toString);
        }
    }

    private void tell(Event event) {
        setting.trace().say(machine.name(), event::toString);
        if (event instanceof Event.Kept) {
            setting.tally().count("kept for a restart");
        }
    }

    private void close() {
        setting.tally().count("passes", passes);
        store.close();
        addresses.close();
        peers.close();
        machine.ended(setting, name);
    }

    void point() {
        process.point();
    }

    void limp() {
        process.limp();
    }

    void pass(Duration time) {
        process.pass(time);
    }

    void await(BooleanSupplier isSo, Duration latest) {
        process.await(isSo, latest);
    }

    private void pause(Duration time) {
        await(() -> isRung, machine.clock().when(machine.clock().now().plus(time)));
        isRung = false;
    }

    void wake() {
        process.wake();
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

    /// As kill -9 does.
    void kill() {
        if (isRunning()) {
            setting.say(machine.name(), "is killed");
            process.end();
            close();
        }
    }

    void stop() {
        setting.say(machine.name(), "is told to stop");
        if (machine.keeps()) {
            loop.part();
        } else {
            loop.leave();
        }
        ring();
    }

    /// As a reload does, from what it started with.
    void reconfigure(UnaryOperator<Self> change) {
        loop.become(new Settings(change.apply(settings.self()), settings.announcing()));
        ring();
    }

    /// Its image of the store catches up, as after a reconnect.
    void reconnect() {
        store.catchUp();
    }

    boolean isRunning() {
        return process.isRunning();
    }

    boolean isAwake() {
        return process.isAwake();
    }

    HostProcess process() {
        return process;
    }

    StoreAccess store() {
        return store;
    }

    /// Whether its former life left the address bound under this lease, and it was read.
    boolean inherits(VirtualIp ip, LeaseId lease) {
        return former.filter(life -> life.lease().equals(lease) && life.kept().contains(ip))
                .isPresent();
    }

    /// Whether the entry is to have an owner whatever happens.
    boolean isClaiming(VirtualIp ip) {
        return setting.claims().isClaimed(ip);
    }

    /// Whether it may go without a proof for such an entry.
    boolean isDrifting(VirtualIp ip) {
        return isClaiming(ip)
                && noted.filter(lease -> proofs.provesFor(lease, LONGEST_REFRESH))
                        .isEmpty();
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
