package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.Addresses;
import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.address.FakeSegment;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Former;
import io.yaim.model.Health;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Timing;
import io.yaim.model.VirtualIp;
import io.yaim.peer.MemoryNetwork;
import io.yaim.plan.Self;
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
final class World {

    /// The finest step of time; far below everything that is measured in it.
    private static final Duration STEP = Duration.ofMillis(10);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Nobody needs more passes than this to come to rest.
    private static final int MOST_ROUNDS = 50;

    private Duration now = Duration.ofSeconds(100);
    final MemoryCluster store = new MemoryCluster(() -> now);
    final FakeSegment segment = new FakeSegment();
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Set<VirtualIp> known = new TreeSet<>();
    final MemoryNetwork network = new MemoryNetwork();
    private final Random ids = new Random(1);
    private FailureMode mode = FailureMode.RELEASE;
    private Timing timing = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofMillis(500), 2);
    private long incarnations;

    static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0.0." + last);
    }

    /// What becomes of addresses when the store is away, on the nodes that start from now on.
    World mode(FailureMode newMode) {
        mode = newMode;
        return this;
    }

    /// By which nodes live that start from now on, guard included.
    World timing(Timing newTiming) {
        timing = newTiming;
        return this;
    }

    World pool(int... lasts) {
        for (int last : lasts) {
            known.add(ip(last));
            store.put(Entry.plain(ip(last), "ips/" + ip(last)));
        }
        return this;
    }

    /// Starts a node on a host of the same name, which may be there already.
    Node start(String name) {
        return start(name, name, Optional.empty());
    }

    Node start(String name, String host, Optional<LeaseId> former) {
        return startAfter(name, host, former.map(lease -> Former.of(Incarnation.of(incarnations), lease)));
    }

    /// Starts a node again that has parted, with what the former process wrote down.
    Node startAgain(Node parted) {
        Event.Kept kept = parted.events.stream()
                .filter(Event.Kept.class::isInstance)
                .map(Event.Kept.class::cast)
                .findFirst()
                .orElseThrow();
        var former = new Former(parted.incarnation, kept.lease(), new TreeSet<>(kept.ips()), kept.proofEnds());
        return startAfter(parted.name, parted.name, Optional.of(former));
    }

    private Node startAfter(String name, String host, Optional<Former> former) {
        Node old = nodes.get(host);
        var node = new Node(
                name,
                host,
                old == null ? new FakeHost(host, () -> now, FakeHost.Observer.none(), segment) : old.host,
                former);
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
    World run(Duration time) {
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
    void runUntil(String what, BooleanSupplier condition) {
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
                if (node.passIfDue()) {
                    moved = true;
                    check();
                }
            }
        }
    }

    /// Two owners are what mode `claim` pays with.
    private void check() {
        if (mode == FailureMode.CLAIM) {
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
    List<String> hostsOf(VirtualIp ip) {
        var hosts = new ArrayList<String>();
        nodes.forEach((host, node) -> {
            if (node.host.has(ip) && !node.host.isSilent(ip)) {
                hosts.add(host);
            }
        });
        return hosts;
    }

    /// How many addresses of the pool each host has.
    Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        nodes.forEach((host, node) -> counts.put(host, (int)
                store.view().pool().keySet().stream().filter(node.host::has).count()));
        return counts;
    }

    /// One process on its host.
    final class Node {

        private final String name;
        private final Incarnation incarnation;
        final FakeHost host;
        final MemoryStore reach;
        final FakeAddresses addresses;
        final MemoryNetwork.Place peers;
        final List<LeaseId> leases = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        private final Loop loop;
        private Settings settings;
        int passes;
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
        private Node(String name, String place, FakeHost host, Optional<Former> former) {
            this.name = name;
            incarnation = Incarnation.of(++incarnations);
            this.host = host;
            reach = new MemoryStore(store, this::ring);
            addresses = new FakeAddresses(host, this::ring, timing.guard());
            peers = network.join(place, this::ring);
            var self = new Self(
                    new NodeName(name),
                    incarnation,
                    1,
                    "eth0",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    timing.interval(),
                    "",
                    place,
                    mode,
                    timing.guard());
            Addresses hands = new FaultyAddresses(
                    addresses, this::stall, () -> now = now.plus(slowness), () -> isBinding, () -> isDeaf);
            var announcing = new Announcing(5, Duration.ofMillis(1100), 200, Optional.empty(), true);
            settings = new Settings(self, announcing);
            loop = new Loop(
                    self,
                    reach,
                    hands,
                    () -> health,
                    () -> now,
                    timing,
                    announcing,
                    leases::add,
                    former,
                    peers,
                    ids::nextLong);
        }

        private void ring() {
            due = now;
        }

        private boolean passIfDue() {
            if (!isRunning || isFrozen || now.compareTo(due) < 0) {
                return false;
            }
            due = Duration.ofDays(1000);
            passes++;
            Cycle cycle = loop.pass();
            events.addAll(cycle.events());
            Duration next = now.plus(cycle.pause());
            due = next.compareTo(due) < 0 ? next : due;
            isRunning = !cycle.isLast();
            return true;
        }

        void turn(Health newHealth) {
            health = newHealth;
            ring();
        }

        /// As a reload does.
        void become(UnaryOperator<Settings> change) {
            settings = change.apply(settings);
            loop.become(settings);
            ring();
        }

        void stop() {
            loop.leave();
            ring();
        }

        /// As a stop with `on-stop: keep` does.
        void part() {
            loop.part();
            ring();
        }

        /// As kill -9 does: the host keeps what it has until its lifetime ends.
        void kill() {
            isRunning = false;
            reach.close();
            addresses.close();
            peers.close();
        }

        /// From now on each call that binds addresses takes this long.
        void setSlowness(Duration newSlowness) {
            slowness = newSlowness;
        }

        /// Whether it fails to listen to the wire from now on.
        void setDeaf(boolean newDeaf) {
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

        void freeze() {
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

        void setReachable(boolean isReachable) {
            isCutOff = !isReachable;
            reach.setReachable(isReachable);
        }

        String name() {
            return name;
        }

        LeaseId lease() {
            return leases.getLast();
        }
    }
}
