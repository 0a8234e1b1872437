package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.Addresses;
import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.address.FakeSegment;
import io.yaim.address.FaultyAddresses;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.UnicastTargets;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.ProbationSettings;
import io.yaim.model.VirtualIp;
import io.yaim.peer.MemoryPeerNetwork;
import io.yaim.plan.SelfBuilder;
import io.yaim.store.MemoryCluster;
import io.yaim.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A whole cluster in one process: real loops on a store, on hosts and on a clock in memory. After every
/// step it is checked that no address is on two hosts.
public final class LoopCluster {

    /// The finest step of time; far below everything that is measured in it.
    private static final Duration STEP = Duration.ofMillis(10);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Nobody needs more passes than this to come to rest.
    private static final int MOST_ROUNDS = 50;

    private Duration now = Duration.ofSeconds(100);
    public final MemoryCluster store = new MemoryCluster(() -> now);
    public final FakeSegment segment = new FakeSegment();
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Set<VirtualIp> known = new TreeSet<>();
    final MemoryPeerNetwork network = new MemoryPeerNetwork();
    private final Random ids = new Random(1);
    private FailureMode failureMode = FailureMode.RELEASE;
    private LeaseTiming leaseTiming =
            new LeaseTiming(Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofMillis(500), 2);
    private ProbationSettings probationSettings = ProbationSettings.none();
    private long incarnations;

    public static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0.0." + last);
    }

    /// What becomes of addresses when the store is away, on the nodes that start from now on.
    LoopCluster failureMode(FailureMode newMode) {
        failureMode = newMode;
        return this;
    }

    /// By which nodes live that start from now on, guard included.
    LoopCluster leaseTiming(LeaseTiming newTiming) {
        leaseTiming = newTiming;
        return this;
    }

    /// How long links and checks have to prove themselves on the nodes that start from now on.
    LoopCluster probation(ProbationSettings newSettings) {
        probationSettings = newSettings;
        return this;
    }

    public LoopCluster pool(int... lasts) {
        for (int last : lasts) {
            known.add(ip(last));
            store.put(Entry.plain(ip(last), "ips/" + ip(last)));
        }
        return this;
    }

    /// Starts a node on a host of the same name, which may be there already.
    public Node start(String name) {
        return start(name, name, Optional.empty());
    }

    Node start(String name, String host, Optional<LeaseId> former) {
        return startAfter(name, host, former.map(lease -> PreviousTenancy.of(Incarnation.of(incarnations), lease)));
    }

    /// Starts a node again that has parted, with what the former process wrote down.
    Node restart(Node parted) {
        Event.AddressesRetained addressesRetained = parted.events.stream()
                .filter(Event.AddressesRetained.class::isInstance)
                .map(Event.AddressesRetained.class::cast)
                .findFirst()
                .orElseThrow();
        var previousTenancy = new PreviousTenancy(
                parted.incarnation,
                addressesRetained.lease(),
                new TreeSet<>(addressesRetained.ips()),
                addressesRetained.proofEndsAt());
        return startAfter(parted.name, parted.name, Optional.of(previousTenancy));
    }

    private Node startAfter(String name, String host, Optional<PreviousTenancy> previousTenancy) {
        Node old = nodes.get(host);
        var node = new Node(
                name,
                host,
                old == null ? new FakeHost(host, () -> now, FakeHost.Observer.none(), segment) : old.host,
                previousTenancy);
        nodes.put(host, node);
        return node;
    }

    Duration now() {
        return now;
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /// Lets time pass, and everyone do what they would do in it.
    public LoopCluster run(Duration time) {
        Duration end = now.plus(time);
        settle();
        while (now.compareTo(end) < 0) {
            now = now.plus(STEP);
            store.tick();
            settle();
        }
        return this;
    }

    /// Lets time pass until this is so, for a minute at most.
    public void runUntil(String what, BooleanSupplier condition) {
        Duration end = now.plus(MINUTE);
        while (!condition.getAsBoolean()) {
            assertThat(now).as("the time until %s", what).isLessThan(end);
            run(STEP);
        }
    }

    /// Lets everyone act until nobody has anything to do at this moment.
    private void settle() {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds without time passing").isLessThan(MOST_ROUNDS);
            moved = false;
            for (Node node : List.copyOf(nodes.values())) {
                if (node.runCycleIfDue()) {
                    moved = true;
                    check();
                }
            }
        }
    }

    /// Two owners are what mode `claim` pays with.
    private void check() {
        if (failureMode == FailureMode.CLAIM) {
            return;
        }
        for (VirtualIp ip : known) {
            assertThat(hostsOf(ip)).as("hosts of %s at %s", ip, now).hasSizeLessThanOrEqualTo(1);
        }
    }

    /// That no node has an address whose mark is on the lease of another.
    void checkMarks() {
        store.view().marks().forEach((ip, mark) -> {
            for (String host : hostsOf(ip)) {
                assertThat(host)
                        .as("host of %s, which is %s's, at %s", ip, mark.owner(), now)
                        .isEqualTo(mark.owner().value());
            }
        });
    }

    /// Where the address is bound, and the gate lets it answer, if there is one.
    public List<String> hostsOf(VirtualIp ip) {
        var hosts = new ArrayList<String>();
        nodes.forEach((host, node) -> {
            if (node.host.has(ip) && !node.host.isSilent(ip)) {
                hosts.add(host);
            }
        });
        return hosts;
    }

    /// How many addresses of the pool each host has.
    public Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        nodes.forEach((host, node) -> counts.put(host, (int)
                store.view().pool().keySet().stream().filter(node.host::has).count()));
        return counts;
    }

    /// One process on its host.
    public final class Node {

        private final String name;
        private final Incarnation incarnation;
        public final FakeHost host;
        final MemoryStore storeClient;
        final FakeAddresses addresses;
        final MemoryPeerNetwork.MemoryPeers peers;
        final List<LeaseId> leases = new ArrayList<>();
        public final List<Event> events = new ArrayList<>();
        private final Loop loop;
        private LoopSettings loopSettings;
        int cycles;
        private Health health = new Health.Healthy();
        private Duration due = now;
        private boolean isRunning = true;
        private boolean isBinding = true;
        private boolean isDeaf;
        private Duration slowness = Duration.ZERO;
        private Duration stall = Duration.ZERO;
        private boolean isFrozen;
        private boolean isCutOff;

        /// @param place where the others ask it
        private Node(String name, String place, FakeHost host, Optional<PreviousTenancy> previousTenancy) {
            this.name = name;
            incarnation = Incarnation.of(++incarnations);
            this.host = host;
            storeClient = new MemoryStore(store, this::ring);
            addresses = new FakeAddresses(host, this::ring, leaseTiming.expiryGuard());
            peers = network.join(place, this::ring);
            var self = SelfBuilder.of(new NodeName(name), incarnation)
                    .quietTime(leaseTiming.interval())
                    .peerAddress(place)
                    .failureMode(failureMode)
                    .expiryGuard(leaseTiming.expiryGuard())
                    .build();
            Addresses faultyAddresses = new FaultyAddresses(
                    addresses, this::stall, () -> now = now.plus(slowness), () -> isBinding, () -> isDeaf);
            var announceSettings = new AnnounceSettings(
                    5, Duration.ofMillis(1100), 200, Optional.empty(), true, UnicastTargets.none());
            loopSettings = new LoopSettings(self, announceSettings, probationSettings);
            var ports = new LoopPorts(
                    storeClient, faultyAddresses, () -> health, () -> now, peers, ids::nextLong, leases::add, _ -> {});
            loop = new Loop(loopSettings, ports, leaseTiming, previousTenancy);
        }

        private void ring() {
            due = now;
        }

        private boolean runCycleIfDue() {
            if (!isRunning || isFrozen || now.compareTo(due) < 0) {
                return false;
            }
            due = Duration.ofDays(1000);
            cycles++;
            Cycle cycle = loop.runCycle();
            events.addAll(cycle.events());
            Duration next = now.plus(cycle.pause());
            due = next.compareTo(due) < 0 ? next : due;
            isRunning = !cycle.isLast();
            return true;
        }

        public void setHealth(Health newHealth) {
            health = newHealth;
            ring();
        }

        /// As a reload does.
        public void reconfigure(UnaryOperator<LoopSettings> change) {
            loopSettings = change.apply(loopSettings);
            loop.reconfigure(loopSettings);
            ring();
        }

        public void stop() {
            loop.leave();
            ring();
        }

        /// As a stop with `on-stop: keep` does.
        void stopForRestart() {
            loop.stopForRestart();
            ring();
        }

        /// As kill -9 does: the host keeps what it has until its lifetime ends.
        public void kill() {
            isRunning = false;
            storeClient.close();
            addresses.close();
            peers.close();
        }

        /// From now on each call that binds addresses takes this long.
        void setSlowness(Duration newSlowness) {
            slowness = newSlowness;
        }

        /// Whether it fails to listen to the wire from now on.
        public void setDeaf(boolean newDeaf) {
            isDeaf = newDeaf;
        }

        /// Stops it for this time in the middle of its next pass.
        void stallFor(Duration time) {
            stall = time;
        }

        private void stall() {
            now = now.plus(stall);
            stall = Duration.ZERO;
        }

        /// From now on the kernel takes what it is told to bind, and binds nothing.
        void stopBinding() {
            isBinding = false;
        }

        public void freeze() {
            isFrozen = true;
        }

        void thaw() {
            isFrozen = false;
            ring();
        }

        boolean isRunning() {
            return isRunning;
        }

        /// Whether it sees at once what happens in the store.
        boolean isAwake() {
            return isRunning && !isFrozen && !isCutOff;
        }

        public void setReachable(boolean isReachable) {
            isCutOff = !isReachable;
            storeClient.setReachable(isReachable);
        }

        String name() {
            return name;
        }

        public LeaseId lease() {
            return leases.getLast();
        }
    }
}
