package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.AddressHistory.Period;
import io.yaim.lab.Cluster;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Faults of clusters without a server: in one cluster nodes find each other by multicast, and the coordinator is
/// spared; in the other they have a list of hosts, and the coordinator is the victim.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MulticastFaultIT {

    /// Until all have an owner again: the lost node is detected, a new coordinator waits for a lease, and the nodes
    /// probe. A quiet machine takes half of it.
    private static final Duration AGAIN = Cluster.MULTICAST_TTL.multipliedBy(4);

    /// For what ends without the end of a lease. Much more than is measured, for a busy machine.
    private static final Duration PROMPT = Duration.ofSeconds(3);

    private static final Duration LONG_FROZEN = Cluster.MULTICAST_TTL.multipliedBy(3);

    private static final Duration PATIENCE = Duration.ofSeconds(160);

    private List<Side> sides = List.of();

    /// From its beginning until it has ended, and all nodes have noticed that.
    private record Parting(String node, long from, long to) {

        boolean explains(Period twice) {
            return twice.hosts().size() == 2 && twice.hosts().contains(node) && twice.from() > from && twice.to() < to;
        }
    }

    /// A cluster, and which of its nodes is the victim.
    private static final class Side implements AutoCloseable {

        private final ClusterFixture scene;
        private final boolean isCoordinatorHit;

        /// The first node coordinates; none: it is not known which one does.
        private final Deque<String> byAge = new ArrayDeque<>();

        private final List<Parting> partings = new ArrayList<>();

        Side(ClusterFixture scene, boolean isCoordinatorHit) {
            this.scene = scene;
            this.isCoordinatorHit = isCoordinatorHit;
        }

        void stop() throws IOException {
            for (YaimNode node : scene.cluster().nodes()) {
                if (node.isRunning()) {
                    node.terminate();
                }
            }
        }

        void start(String name) throws IOException {
            scene.node(name).start();
            byAge.add(name);
        }

        void awaitJoined(String name) {
            await(name + " has joined")
                    .atMost(PATIENCE)
                    .failFast(scene.cluster()::requireRunning)
                    .until(() -> scene.node(name).hasLogged("event=joined"));
        }

        void terminate(String name) throws IOException {
            assertThat(scene.node(name).terminate()).isZero();
            byAge.remove(name);
        }

        void kill(String name) throws IOException {
            scene.node(name).killWithGuardian();
            byAge.remove(name);
        }

        String victim() {
            return isCoordinatorHit ? byAge.getFirst() : byAge.getLast();
        }

        void awaitSharedWithout(String name) {
            var counts = new HashMap<>(Map.of("n1", 6, "n2", 6, "n3", 6));
            counts.put(name, 0);
            scene.awaitShared(POOL, counts);
        }

        /// The nodes that reach each other share all. The other one takes all, since it receives nothing.
        void awaitPartedFrom(String name) {
            var counts = new HashMap<>(Map.of("n1", 6, "n2", 6, "n3", 6));
            counts.put(name, POOL.size());
            scene.awaitShared(POOL, counts);
        }

        /// How long after this moment an address was on two nodes.
        long endOfDoubles(long moment) throws IOException {
            return scene.history().doubles().stream()
                    .mapToLong(twice -> Math.max(0, twice.to() - moment))
                    .max()
                    .orElse(0);
        }

        void awaitShared() {
            scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
        }

        @Override
        public void close() throws IOException {
            scene.close();
        }
    }

    @BeforeAll
    void build() throws Exception {
        String ips = POOL.stream().map(VirtualIp::toString).collect(joining(","));
        // the client has the first address of the segment
        String hosts = "10.77.0.2:5007,10.77.0.3:5007,10.77.0.4:5007";
        var byGroup = new Side(ClusterFixture.serverless("multicast-faults", Map.of("ips", ips)), false);
        sides = List.of(byGroup); // so that it is closed if the other one fails
        var byHosts = Map.of("ips", ips, "multicast-hosts", hosts);
        sides = List.of(byGroup, new Side(ClusterFixture.serverless("multicast-hosts-faults", byHosts), true));
    }

    @BeforeEach
    void threeNodesShareThePoolAndTheCoordinatorIsKnown() throws Exception {
        List<Side> unknown = sides.stream().filter(side -> side.byAge.isEmpty()).toList();
        for (Side side : unknown) {
            side.stop();
        }
        for (String name : List.of("n1", "n2", "n3")) {
            for (Side side : unknown) {
                side.start(name);
            }
            unknown.forEach(side -> side.awaitJoined(name));
        }
        for (Side side : sides) {
            side.scene.restore();
        }
    }

    @AfterEach
    void noAddressWasEverOnTwoNodesThatHeardEachOther() throws Exception {
        for (Side side : sides) {
            assertThat(side.scene.history().doubles())
                    .as(side.scene.cluster()::report)
                    .allMatch(twice -> side.partings.stream().anyMatch(parting -> parting.explains(twice)));
        }
    }

    @AfterAll
    void tearDown() throws Exception {
        for (Side side : sides) {
            side.close();
        }
    }

    @Test
    void aNodeThatIsToldToEndPassesItsAddressesOn() throws Exception {
        long since = System.nanoTime();
        Map<Side, String> victims = victims();
        for (Side side : sides) {
            side.terminate(victims.get(side));
        }
        for (Side side : sides) {
            side.awaitSharedWithout(victims.get(side));
            side.scene.assertSilenceBelow(PROMPT, since);
            side.start(victims.get(side));
        }
        sides.forEach(Side::awaitShared);
    }

    @Test
    void theOthersTakeOverFromANodeThatWasKilledAndItGetsAShareWhenItIsBack() throws Exception {
        long since = System.nanoTime();
        Map<Side, String> victims = victims();
        for (Side side : sides) {
            side.kill(victims.get(side));
        }
        for (Side side : sides) {
            side.awaitSharedWithout(victims.get(side));
            side.start(victims.get(side));
        }
        for (Side side : sides) {
            side.awaitShared();
            side.scene.assertSilenceBelow(AGAIN, since);
        }
    }

    @Test
    void aFrozenNodeLosesItsAddressesToTheOthersAndGetsAShareWhenItThaws() throws Exception {
        long since = System.nanoTime();
        Map<Side, String> victims = victims();
        for (Side side : sides) {
            side.scene.node(victims.get(side)).freeze();
        }
        for (Side side : sides) {
            side.awaitSharedWithout(victims.get(side));
        }
        await("three leases")
                .pollDelay(LONG_FROZEN.minusNanos(System.nanoTime() - since))
                .atMost(PATIENCE)
                .until(() -> true);
        for (Side side : sides) {
            side.scene.node(victims.get(side)).thaw();
            side.byAge.clear();
        }
        for (Side side : sides) {
            side.awaitShared();
            side.scene.assertSilenceBelow(AGAIN, since);
        }
    }

    @Test
    void whosePlugIsPulledLetsGoAndTheOthersTakeOver() throws Exception {
        long since = System.nanoTime();
        Map<Side, String> victims = victims();
        for (Side side : sides) {
            side.scene.cluster().segment().pullPlug(victims.get(side));
        }
        try {
            for (Side side : sides) {
                side.scene.awaitNobodyOn(victims.get(side));
                side.awaitSharedWithout(victims.get(side));
            }
        } finally {
            for (Side side : sides) {
                side.scene.cluster().segment().putPlugBack(victims.get(side));
            }
        }
        awaitUnited(victims, since);
    }

    @Test
    void eachPartOfAClusterThatIsCutInTwoHasAllUntilItHeals() throws Exception {
        long since = System.nanoTime();
        Map<Side, String> victims = victims();
        for (Side side : sides) {
            side.scene.cluster().segment().isolate(victims.get(side));
        }
        try {
            for (Side side : sides) {
                side.awaitPartedFrom(victims.get(side));
            }
        } finally {
            for (Side side : sides) {
                side.scene.cluster().segment().rejoin(victims.get(side));
            }
        }
        awaitUnited(victims, since);
    }

    private Map<Side, String> victims() {
        var victims = new HashMap<Side, String>();
        sides.forEach(side -> victims.put(side, side.victim()));
        return victims;
    }

    /// A node that just came back may not have received the others' messages yet. So there may still be doubles for
    /// a while.
    private void awaitUnited(Map<Side, String> victims, long since) throws IOException {
        long healed = System.nanoTime();
        for (Side side : sides) {
            side.byAge.clear();
            side.partings.add(new Parting(victims.get(side), since, healed + AGAIN.toNanos()));
        }
        for (Side side : sides) {
            side.awaitShared();
            side.scene.assertSilenceBelow(AGAIN, since);
            System.out.printf("last double ended %d ms after it healed%n", side.endOfDoubles(healed) / 1_000_000);
        }
    }
}
