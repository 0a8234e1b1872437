package io.yaim;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two nodes without a server, and n3, a witness. A majority of them decides which node has an address, however they
/// are divided.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MulticastQuorumIT {

    private static final List<VirtualIp> POOL =
            List.of(Segment.virtualIp(1), Segment.virtualIp(2), Segment.virtualIp(3), Segment.virtualIp6(1));

    /// Until all have an owner again, as in [MulticastFaultIT]. A node that starts counts only after a lease.
    private static final Duration AGAIN = Cluster.MULTICAST_TTL.multipliedBy(4);

    private static final Duration PATIENCE = Duration.ofSeconds(160);

    private Cluster cluster;

    @BeforeAll
    void build() throws Exception {
        var settings = new HashMap<>(Cluster.MULTICAST);
        settings.put("ips", POOL.stream().map(VirtualIp::toString).collect(joining(",")));
        settings.put("quorum", "majority");
        settings.put("nodes", "n1,n2");
        settings.put("witness", "n3");
        cluster = new Cluster(Path.of("target", "lab", "multicast-quorum"), 0, 3, POOL, Duration.ofMillis(5), settings);
    }

    @BeforeEach
    void twoShareThePoolAndTheWitnessHasNothing() throws Exception {
        cluster.start();
        cluster.awaitCounts(2, 2, 0);
    }

    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        assertThat(cluster.watch().history().doubles()).as(cluster::report).isEmpty();
    }

    @AfterAll
    void tearDown() throws Exception {
        cluster.close();
    }

    @Test
    void theSmallerPartDropsWhatItHasAndTheLargerOneTakesIt() throws Exception {
        for (String alone : List.of("n1", "n2")) {
            long since = System.nanoTime();
            cluster.segment().isolate(alone);
            try {
                cluster.awaitCounts(alone.equals("n1") ? 0 : 4, alone.equals("n2") ? 0 : 4, 0);
                awaitSaid(alone, "no majority");
            } finally {
                cluster.segment().rejoin(alone);
            }
            cluster.awaitCounts(2, 2, 0);
            assertSilenceBelow(AGAIN, since);
        }
    }

    @Test
    void withoutAMajorityNobodyHasAnything() throws Exception {
        cluster.segment().isolate("n1");
        cluster.segment().isolate("n2");
        try {
            cluster.awaitCounts(0, 0, 0);
            await("a few leases later")
                    .pollDelay(Cluster.MULTICAST_TTL.multipliedBy(2))
                    .atMost(PATIENCE)
                    .until(() -> true);
            assertThat(cluster.counts().values()).as(cluster::report).containsOnly(0);
        } finally {
            cluster.segment().rejoin("n1");
            cluster.segment().rejoin("n2");
        }
        cluster.awaitCounts(2, 2, 0);
    }

    @Test
    void aWitnessThatIsGoneIsNoLossUntilAnotherOneGoes() throws Exception {
        long since = System.nanoTime();
        cluster.node("n3").killWithGuardian();
        await("it is off the roll, and all leases have been renewed")
                .pollDelay(Cluster.MULTICAST_TTL)
                .atMost(PATIENCE)
                .until(() -> true);
        for (VirtualIp ip : POOL) {
            assertThat(cluster.watch().history().longestUnowned(ip, since))
                    .as(cluster::report)
                    .isZero();
        }
        cluster.node("n2").killWithGuardian();
        cluster.awaitCounts(0, 0, 0);
        awaitSaid("n1", "no majority");

        cluster.node("n3").start();
        cluster.awaitCounts(4, 0, 0);
    }

    @Test
    void theOthersTakeOverFromANodeThatIsFrozen() throws Exception {
        for (String name : List.of("n1", "n2")) {
            long since = System.nanoTime();
            YaimNode node = cluster.node(name);
            node.freeze();
            try {
                cluster.awaitCounts(name.equals("n1") ? 0 : 4, name.equals("n2") ? 0 : 4, 0);
            } finally {
                node.thaw();
            }
            cluster.awaitCounts(2, 2, 0);
            assertSilenceBelow(AGAIN, since);
        }
    }

    private void awaitSaid(String node, String what) {
        await(what)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.node(node).hasLogged(what))
                        .as(cluster::report)
                        .isTrue());
    }

    private void assertSilenceBelow(Duration bound, long since) throws IOException {
        Duration longest = cluster.longestSilence(POOL, since);
        System.out.printf("longest silence %d ms%n", longest.toMillis());
        assertThat(longest)
                .as(cluster::report)
                .isLessThan(bound.plus(cluster.prober().longestStall()));
    }
}
