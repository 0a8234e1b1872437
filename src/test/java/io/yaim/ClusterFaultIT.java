package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The packaged program in three namespaces, with real etcd and a client: faults of a cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterFaultIT {

    /// The other nodes learn of it when the lease ends. etcd looks twice a second; then they probe and bind.
    private static final Duration LEASE_END = Cluster.TTL.plusMillis(2500);

    private static final Map<String, Integer> WITHOUT_N3 = Map.of("n1", 6, "n2", 6, "n3", 0);

    private ClusterFixture scene;

    @BeforeAll
    void build() throws Exception {
        scene = new ClusterFixture("faults");
    }

    @BeforeEach
    void threeNodesShareThePool() throws Exception {
        scene.restore();
    }

    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        scene.assertNeverOnTwoNodes();
    }

    @AfterAll
    void tearDown() throws Exception {
        scene.close();
    }

    @Test
    void theOthersTakeOverFromANodeThatWasKilledWithItsGuardian() throws Exception {
        long since = System.nanoTime();
        scene.node("n3").killWithGuardian();
        scene.awaitShared(POOL, WITHOUT_N3);
        scene.assertSilenceBelow(LEASE_END, since);
    }

    @Test
    void aNodeThatIsBackBeforeItsLeaseEndsCarriesAShareAgain() throws Exception {
        long since = System.nanoTime();
        scene.node("n3").kill();
        scene.node("n3").start();
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
        scene.assertSilenceBelow(LEASE_END, since);
    }

    @Test
    void theKernelTakesTheAddressesOfAFrozenNodeAndItFindsOutWhenItThaws() throws Exception {
        long since = System.nanoTime();
        scene.node("n3").freeze();
        scene.awaitShared(POOL, WITHOUT_N3);
        scene.node("n3").thaw();
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
        scene.assertSilenceBelow(LEASE_END, since);
    }

    @Test
    void theOthersTakeOverFromANodeWhosePlugWasPulled() throws Exception {
        long since = System.nanoTime();
        scene.cluster().segment().pullPlug("n3");
        try {
            scene.awaitShared(POOL, WITHOUT_N3);
            scene.assertSilenceBelow(LEASE_END, since);
        } finally {
            scene.cluster().segment().putPlugBack("n3");
        }
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
    }

    @Test
    void aNodeThatCannotReachTheStoreLetsGoBeforeTheOthersTakeOver() throws Exception {
        long since = System.nanoTime();
        scene.cluster().cutOffFromEtcd("n3");
        try {
            scene.awaitNobodyOn("n3");
            scene.awaitShared(POOL, WITHOUT_N3);
            scene.assertSilenceBelow(LEASE_END, since);
        } finally {
            scene.cluster().segment().reconnect("n3");
        }
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
    }

    @Test
    void everyoneLetsGoWhenTheStoreHangsAndCarriesOnWhenItAnswers() throws Exception {
        scene.cluster().etcd().freeze();
        try {
            scene.awaitNobodyOn("n1");
            scene.awaitNobodyOn("n2");
            scene.awaitNobodyOn("n3");
        } finally {
            scene.cluster().etcd().thaw();
        }
        scene.awaitFair(POOL, "n1", "n2", "n3");
    }

    @Test
    void aShortOutageOfTheStoreIsNotNoticedByClients() throws Exception {
        long since = System.nanoTime();
        scene.cluster().etcd().kill();
        scene.cluster().etcd().restart();
        long then = System.nanoTime();
        // a renewal later the lifetimes tell that all is well
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        scene.awaitAnswers(POOL, then);
        scene.assertSilenceBelow(Duration.ofSeconds(1), since);
    }
}
