package io.yaim.sim;

import io.yaim.address.FakeHost;
import io.yaim.model.Guard;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.Edition;
import io.yaim.store.multicast.PoolKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One host: its clock, its kernel, its way to the store, what is on its disk, and the process that runs on
/// it now.
final class Machine {

    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final Duration MOST_LATENESS = Duration.ofMillis(1300);

    private final String name;
    private final int weight;
    private final Timeline timeline;
    private final RatedClock clock;
    private final FakeHost kernel;
    private final Duration bindingTakes;
    private final Network.Line line = new Network.Line();
    private final Set<VirtualIp> refused = new HashSet<>();
    private final Disk disk = new Disk();
    private final Map<LeaseId, List<Life>> heirs = new HashMap<>();
    private final Keeper keeper = new Keeper();
    private final boolean keeps;
    private final boolean isGuarded;
    private final List<GuardianProcess> guardians = new ArrayList<>();
    private Optional<Duration> tick = Optional.empty();

    Health health = new Health.Healthy();
    Optional<Life> life = Optional.empty();
    Duration watchLag = Duration.ofMillis(1);
    Duration kernelSlowness = Duration.ZERO;
    private Optional<Duration> linkUpAgain = Optional.empty();
    boolean isWatchSilent;
    boolean isKernelSilent;

    Machine(Setting setting, String name, int weight) {
        this.name = name;
        this.weight = weight;
        timeline = setting.timeline();
        Dice dice = setting.dice();
        int ppm = dice.isOneIn(2) ? -Setting.MOST_PPM : dice.below(2 * Setting.MOST_PPM) - Setting.MOST_PPM;
        clock = new RatedClock(timeline, Duration.ofSeconds(100).plus(dice.upTo(Duration.ofDays(30))), ppm);
        kernel = new FakeHost(name, clock, new Watcher(setting), setting.segment());
        // What passes between the look at the clock and the effect is kernel lateness, too: both together are bounded.
        bindingTakes = dice.upTo(Duration.ofMillis(20));
        Duration most = MOST_LATENESS.minus(bindingTakes);
        kernel.setLateness(dice.isOneIn(2) ? most : dice.upTo(most));
        boolean wantsToKeep = dice.isOneIn(2);
        keeps = wantsToKeep && setting.guard() == Guard.LIFETIME;
        isGuarded = dice.isOneIn(2);
    }

    /// What is on its disk of the pool, where nodes keep the store themselves.
    static final class Keeper implements PoolKeeper {

        private Edition edition = Edition.NONE;

        @Override
        public Edition kept() {
            return edition;
        }

        @Override
        public void keep(Edition next) {
            edition = next;
        }
    }

    Keeper keeper() {
        return keeper;
    }

    private final class Watcher implements FakeHost.Observer {

        private final Setting setting;

        private Watcher(Setting setting) {
            this.setting = setting;
        }

        @Override
        public void bound(String host, VirtualIp ip, Duration at) {
            setting.trace().say(host, () -> "kernel: has " + ip);
        }

        @Override
        public void gone(String host, VirtualIp ip, Duration at) {
            setting.trace().say(host, () -> "kernel: has " + ip + " no more");
            setting.invariants().gone(Machine.this, ip);
        }

        @Override
        public void announced(String host, VirtualIp ip, Duration at) {}
    }

    String name() {
        return name;
    }

    int weight() {
        return weight;
    }

    RatedClock clock() {
        return clock;
    }

    FakeHost kernel() {
        return kernel;
    }

    Network.Line line() {
        return line;
    }

    Duration bindingTakes() {
        return bindingTakes;
    }

    Disk disk() {
        return disk;
    }

    /// Whether `on-stop` is `keep`.
    boolean keeps() {
        return keeps;
    }

    /// A life begins that knows of addresses that a former one left bound under this lease.
    void inherited(LeaseId lease, Life heir) {
        heirs.computeIfAbsent(lease, _ -> new ArrayList<>()).add(heir);
    }

    /// Who has known of what was left bound under this lease.
    List<Life> heirs(LeaseId lease) {
        return heirs.getOrDefault(lease, List.of());
    }

    /// A life has ended here: whatever runs when a guarded one does.
    void ended(Setting setting, NodeName name) {
        if (isGuarded) {
            guardians.add(new GuardianProcess(setting, this, name));
        }
    }

    /// Whether a guardian clears up now, and nobody else can start.
    boolean isBeingCleared() {
        return guardians.stream().anyMatch(GuardianProcess::isRunning);
    }

    void endGuardians() {
        guardians.forEach(GuardianProcess::kill);
        guardians.clear();
    }

    boolean isRunning() {
        return life.filter(Life::isRunning).isPresent();
    }

    boolean isAwake() {
        return life.filter(Life::isAwake).isPresent() && !line.isCut();
    }

    void setLink(boolean isUp) {
        kernel.setLink("eth0", isUp);
        linkUpAgain = Optional.of(isUp ? timeline.now() : FOREVER);
    }

    /// Whether it could not answer its neighbours at some time since.
    boolean wasMuteSince(Duration time) {
        return linkUpAgain.filter(up -> up.compareTo(time) >= 0).isPresent();
    }

    void refuse(VirtualIp ip) {
        refused.add(ip);
        kernel.refuse(ip, "no room");
    }

    void acceptAll() {
        refused.forEach(kernel::accept);
        refused.clear();
    }

    void setHealth(Health newHealth) {
        health = newHealth;
        life.ifPresent(Life::ring);
    }

    /// Whether it hears its neighbours, answers them, and does at once what it wants to do.
    boolean isInOrder() {
        return life.filter(present -> present.isAwake() && !present.process().isLimping())
                        .isPresent()
                && kernel.answersNeighbours()
                && !isKernelSilent
                && kernelSlowness.isZero()
                && refused.isEmpty();
    }

    /// Whether nothing keeps it from the store.
    boolean isConnected() {
        return line.isInOrder() && !isWatchSilent && watchLag.equals(Duration.ofMillis(1)) && !disk.isFull;
    }

    /// Everything works again, but for the process.
    void mend() {
        line.mend();
        life.ifPresent(present -> present.reconfigure(UnaryOperator.identity()));
        acceptAll();
        setLink(true);
        health = new Health.Healthy();
        watchLag = Duration.ofMillis(1);
        kernelSlowness = Duration.ZERO;
        isWatchSilent = false;
        isKernelSilent = false;
        disk.isFull = false;
    }

    /// Sees to it that the kernel takes off in time what has run out. To be called when an address got a
    /// lifetime.
    void planExpiry() {
        kernel.nextExpiry().map(clock::when).ifPresent(next -> {
            if (tick.filter(planned -> planned.compareTo(next) <= 0).isEmpty()) {
                tick = Optional.of(next);
                timeline.at(next, () -> expire(next));
            }
        });
    }

    private void expire(Duration planned) {
        tick = tick.filter(present -> !present.equals(planned));
        kernel.expire();
        planExpiry();
    }
}
