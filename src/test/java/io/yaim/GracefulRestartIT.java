package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A restart without a move (`on-stop: keep`), with the packaged program, real etcd and a client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GracefulRestartIT {

    private static final List<VirtualIp> POOL =
            List.of(Segment.virtualIp(1), Segment.virtualIp(2), Segment.virtualIp(3), Segment.virtualIp6(1));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PROBE_PERIOD = Duration.ofMillis(5);
    private static final Duration TTL = Duration.ofSeconds(9);
    private static final Duration THREE_PROBES = Duration.ofMillis(300);
    private static final int RESTARTS = 5;
    private static final String RETAKEN = "event=retaken";

    private Cluster cluster;

    @BeforeAll
    void build() throws Exception {
        var settings =
                new HashMap<>(Map.of("ttl", String.valueOf(TTL.toMillis()), "interval", "500", "on-stop", "keep"));
        cluster = new Cluster(Path.of("target", "lab", "keep"), 2, POOL, PROBE_PERIOD, settings);
        cluster.put(POOL);
    }

    @BeforeEach
    void bothShareThePool() throws Exception {
        cluster.start();
        cluster.awaitCounts(2, 2);
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
    void whoIsBackInTimeKeepsItsAddressesAndClientsLoseNothing() throws Exception {
        long since = System.nanoTime();
        YaimNode node = cluster.node("n2");
        for (int i = 0; i < RESTARTS; i++) {
            long before = times(node, RETAKEN);
            assertThat(node.terminate()).isZero();
            assertThat(node.command("cleanup")).isEmpty();
            node.start();
            await().atMost(PATIENCE).failFast(cluster::requireRunning).until(() -> times(node, RETAKEN) > before);
        }
        cluster.awaitCounts(2, 2);
        for (VirtualIp ip : POOL) {
            assertThat(cluster.watch().history().longestUnowned(ip, since))
                    .as(cluster::report)
                    .isZero();
        }
        Duration silence = cluster.longestSilence(POOL, since);
        System.out.println("longest silence in " + RESTARTS + " restarts: " + silence.toMillis()
                + " ms; the prober's longest stall: "
                + cluster.prober().longestStall().toMillis() + " ms");
        assertThat(silence)
                .as("nobody took over: that needs the time of three probes, beyond any stall of this machine")
                .isLessThan(cluster.prober().longestStall().plus(THREE_PROBES));
        assertThat(cluster.etcd().ctl("lease", "list").lines().count()).isEqualTo(1 + 2);
    }

    @Test
    void whoIsNotBackInTimeLosesItsAddressesWhenTheLeaseEnds() throws Exception {
        long since = System.nanoTime();
        assertThat(cluster.node("n2").terminate()).isZero();
        cluster.awaitCounts(4, 0);
        assertThat(cluster.longestSilence(POOL, since))
                .as("they answered until their lifetime had ended")
                .isLessThan(TTL);
    }

    @Test
    void aDaemonThatIsKilledKeepsNothing() throws Exception {
        YaimNode node = cluster.node("n2");
        long before = times(node, "ended lease");
        node.kill();
        cluster.awaitCounts(4, 0);
        await("its guardian").atMost(PATIENCE).until(() -> times(node, "ended lease") > before);
    }

    private static long times(YaimNode node, String what) throws IOException {
        return Files.readString(node.log())
                .lines()
                .filter(line -> line.contains(what))
                .count();
    }
}
