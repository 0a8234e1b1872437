package io.yaim.sim.world;

import io.yaim.address.FakeHost;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.DriftingClock;
import io.yaim.sim.engine.EventQueue;
import io.yaim.store.multicast.participant.PoolStorage;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One host: its clock, its kernel, its connection to the store, its disk, and the process that runs on it now.
public final class Machine {

    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final Duration MOST_LATENESS = Duration.ofMillis(1300);

    private final String name;
    private final int weight;
    private final EventQueue eventQueue;
    private final DriftingClock clock;
    private final FakeHost kernel;
    private final Duration bindDelay;
    private final StoreNetwork.StoreLink storeLink = new StoreNetwork.StoreLink();
    private final Set<VirtualIp> refused = new HashSet<>();
    private final Disk disk = new Disk();
    private final Map<LeaseId, List<SimulatedNode>> successors = new HashMap<>();
    private final SimulatedPoolFile poolFile = new SimulatedPoolFile();
    private final boolean retainsOnStop;
    private final boolean hasGuardian;
    private final List<CleanupProcess> cleanups = new ArrayList<>();
    private Optional<Duration> nextExpiryEvent = Optional.empty();

    public Health health = new Health.Healthy();
    public Optional<SimulatedNode> node = Optional.empty();
    public Duration watchLag = Duration.ofMillis(1);
    public Duration kernelSlowness = Duration.ZERO;
    private Optional<Duration> linkUpSince = Optional.empty();
    public boolean isWatchSilent;
    public boolean isKernelFailing;

    public Machine(SimulationContext simulationContext, String name, int weight) {
        this.name = name;
        this.weight = weight;
        eventQueue = simulationContext.eventQueue();
        Dice dice = simulationContext.dice();
        int ppm = dice.isOneIn(2)
                ? -SimulationContext.MOST_PPM
                : dice.below(2 * SimulationContext.MOST_PPM) - SimulationContext.MOST_PPM;
        clock = new DriftingClock(eventQueue, Duration.ofSeconds(100).plus(dice.upTo(Duration.ofDays(30))), ppm);
        kernel = new FakeHost(name, clock, new KernelObserver(simulationContext), simulationContext.segment());
        // The time between reading the clock and the effect is kernel lateness too. Both together are bounded.
        bindDelay = dice.upTo(Duration.ofMillis(20));
        Duration most = MOST_LATENESS.minus(bindDelay);
        kernel.setLateness(dice.isOneIn(2) ? most : dice.upTo(most));
        boolean wantsToKeep = dice.isOneIn(2);
        retainsOnStop = wantsToKeep && simulationContext.profile().expiryGuard() == ExpiryGuard.LIFETIME;
        hasGuardian = dice.isOneIn(2);
    }

    /// The pool on its disk, where the nodes store the state themselves.
    public static final class SimulatedPoolFile implements PoolStorage {

        private VersionedPool versionedPool = VersionedPool.NONE;

        @Override
        public VersionedPool saved() {
            return versionedPool;
        }

        @Override
        public void save(VersionedPool next) {
            versionedPool = next;
        }
    }

    public SimulatedPoolFile poolFile() {
        return poolFile;
    }

    private final class KernelObserver implements FakeHost.Observer {

        private final SimulationContext simulationContext;

        private KernelObserver(SimulationContext simulationContext) {
            this.simulationContext = simulationContext;
        }

        @Override
        public void bound(String host, VirtualIp ip, Duration at) {
            simulationContext.trace().log(host, () -> "kernel: has " + ip);
        }

        @Override
        public void gone(String host, VirtualIp ip, Duration at) {
            simulationContext.trace().log(host, () -> "kernel: has " + ip + " no more");
            simulationContext.observer().onGone(Machine.this, ip);
        }

        @Override
        public void announced(String host, VirtualIp ip, Duration at) {}
    }

    public String name() {
        return name;
    }

    public int weight() {
        return weight;
    }

    public DriftingClock clock() {
        return clock;
    }

    public FakeHost kernel() {
        return kernel;
    }

    public StoreNetwork.StoreLink storeLink() {
        return storeLink;
    }

    Duration bindDelay() {
        return bindDelay;
    }

    public Disk disk() {
        return disk;
    }

    /// Whether `on-stop` is `keep`.
    boolean retainsOnStop() {
        return retainsOnStop;
    }

    /// An incarnation starts that knows of addresses that a previous one left bound under this lease.
    void addSuccessor(LeaseId lease, SimulatedNode heir) {
        successors.computeIfAbsent(lease, _ -> new ArrayList<>()).add(heir);
    }

    /// The incarnations that knew of the addresses left bound under this lease.
    public List<SimulatedNode> successors(LeaseId lease) {
        return successors.getOrDefault(lease, List.of());
    }

    /// An incarnation has ended here. If the machine has a guardian, the cleanup starts.
    void onNodeEnded(SimulationContext simulationContext, NodeName name) {
        if (hasGuardian) {
            cleanups.add(new CleanupProcess(simulationContext, this, name));
        }
    }

    /// Whether the cleanup runs now. No node can start then.
    public boolean isBeingCleanedUp() {
        return cleanups.stream().anyMatch(CleanupProcess::isRunning);
    }

    public void endCleanups() {
        cleanups.forEach(CleanupProcess::kill);
        cleanups.clear();
    }

    public boolean isRunning() {
        return node.filter(SimulatedNode::isRunning).isPresent();
    }

    public boolean isAwake() {
        return node.filter(SimulatedNode::isAwake).isPresent() && !storeLink.isCut();
    }

    public void setLink(boolean isUp) {
        kernel.setLink("eth0", isUp);
        linkUpSince = Optional.of(isUp ? eventQueue.now() : FOREVER);
    }

    /// The interface of the group channel, for nodes without a server: another one than that of the addresses.
    public static final String CARD = "eth9";

    public void insertCard() {
        if (cardIndex().isEmpty()) {
            kernel.setLink(CARD, true);
        }
    }

    public void removeCard() {
        kernel.removeLink(CARD);
    }

    public Optional<Integer> cardIndex() {
        return kernel.index(CARD);
    }

    /// Whether it could not answer its neighbours at some time since.
    public boolean wasUnreachableSince(Duration time) {
        return linkUpSince.filter(up -> up.compareTo(time) >= 0).isPresent();
    }

    public void refuse(VirtualIp ip) {
        refused.add(ip);
        kernel.refuse(ip, "no room");
    }

    public void acceptAll() {
        refused.forEach(kernel::accept);
        refused.clear();
    }

    public void setHealth(Health newHealth) {
        health = newHealth;
        node.ifPresent(SimulatedNode::ring);
    }

    /// Whether it receives its neighbours' messages, answers them, and acts without delay.
    public boolean isUndisturbed() {
        return node.filter(present -> present.isAwake() && !present.process().isSlow())
                        .isPresent()
                && kernel.answersNeighbours()
                && !isKernelFailing
                && kernelSlowness.isZero()
                && refused.isEmpty();
    }

    /// Whether it reaches the store without any fault.
    public boolean isConnected() {
        return storeLink.isUndisturbed() && !isWatchSilent && watchLag.equals(Duration.ofMillis(1)) && !disk.isFull;
    }

    /// Removes all faults except those of the process.
    public void mend() {
        storeLink.mend();
        node.ifPresent(present -> present.reconfigure(UnaryOperator.identity()));
        acceptAll();
        setLink(true);
        health = new Health.Healthy();
        watchLag = Duration.ofMillis(1);
        kernelSlowness = Duration.ZERO;
        isWatchSilent = false;
        isKernelFailing = false;
        disk.isFull = false;
    }

    /// Makes the kernel drop addresses in time when their lifetime ends. To be called when an address got a
    /// lifetime.
    void planExpiry() {
        kernel.nextExpiry().map(clock::timelineTime).ifPresent(next -> {
            if (nextExpiryEvent.filter(planned -> planned.compareTo(next) <= 0).isEmpty()) {
                nextExpiryEvent = Optional.of(next);
                eventQueue.at(next, () -> expire(next));
            }
        });
    }

    private void expire(Duration planned) {
        nextExpiryEvent = nextExpiryEvent.filter(present -> !present.equals(planned));
        kernel.expire();
        planExpiry();
    }
}
