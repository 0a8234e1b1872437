package io.yaim;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Nodes without a server that come and go: one alone, one that is back in time, and some that disagree with the
/// others. They are listed, and not all of them run.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MulticastPeersIT {

    private static final List<VirtualIp> POOL =
            List.of(Segment.virtualIp(1), Segment.virtualIp(2), Segment.virtualIp(3), Segment.virtualIp6(1));

    /// Long enough for a restart on a busy machine.
    private static final Duration STALE = Duration.ofSeconds(15);

    private static final Duration MATURE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(160);

    /// For what ends without the end of a lease. Much more than is measured, for a busy machine.
    private static final Duration PROMPT = Duration.ofSeconds(3);

    private static final String VERSION = "7";

    private Cluster cluster;

    @BeforeAll
    void build() throws Exception {
        var settings = new HashMap<>(Cluster.MULTICAST);
        settings.put("stale", STALE.toMillis() + "ms");
        settings.put("mature", MATURE.toMillis() + "ms");
        // the client has the first address of the segment
        settings.put("multicast-hosts", "10.77.0.2:5007,10.77.0.3:5007,10.77.0.4:5007,10.77.0.5:5007");
        settings.put("ips", ips(POOL));
        settings.put("version", VERSION);
        cluster = new Cluster(Path.of("target", "lab", "multicast-peers"), 0, 4, POOL, Duration.ofMillis(5), settings);
    }

    private static String ips(Collection<VirtualIp> ips) {
        return ips.stream().map(VirtualIp::toString).collect(joining(","));
    }

    @BeforeEach
    void twoShareThePool() throws Exception {
        for (String name : List.of("n1", "n2")) {
            if (!cluster.node(name).isRunning()) {
                cluster.node(name).start();
            }
        }
        cluster.awaitCounts(2, 2, 0, 0);
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
    void aLoneNodeTakesAllOnceItIsMatureAndGivesHalfToASecond() throws Exception {
        cluster.node("n1").terminate();
        cluster.node("n2").terminate();
        cluster.awaitCounts(0, 0, 0, 0);
        long since = System.nanoTime();
        cluster.node("n1").start();
        cluster.awaitCounts(4, 0, 0, 0);
        assertThat(POOL)
                .allSatisfy(ip -> assertThat(cluster.watch().history().longestUnowned(ip, since))
                        .isGreaterThan((double) MATURE.toMillis()));
        await("answers").atMost(PATIENCE).until(() -> cluster.haveAnswered(POOL, since));
        long then = System.nanoTime();
        cluster.node("n2").start();
        cluster.awaitCounts(2, 2, 0, 0);
        assertThat(cluster.longestSilence(POOL, then))
                .isLessThan(PROMPT.plus(cluster.prober().longestStall()));
    }

    @Test
    void whoHasAnotherPoolUnderTheSameVersionSaysSoAndHoldsNothing() throws Exception {
        YaimNode stranger = cluster.node("n3");
        stranger.configure(Map.of("ips", ips(POOL.subList(0, 2))));
        stranger.start();
        awaitSaid(stranger, "this node's pool and the cluster's are two under one version, " + VERSION);
        await("it is mature").pollDelay(MATURE).atMost(PATIENCE).until(() -> true);
        assertThat(stranger.hasLogged("event=joined")).isFalse();
        cluster.awaitCounts(2, 2, 0, 0);
        assertThat(cluster.node("n1").hasLogged("two under one version")).isFalse();

        stranger.terminate();
        stranger.configure(Map.of());
        Files.delete(stranger.config().resolveSibling("pool"));
        stranger.start();
        awaitSaid(stranger, "event=joined");
        stranger.terminate();
    }

    @Test
    void whoHasAnotherSecretHearsAndIsHeardAndHoldsNothing() throws Exception {
        YaimNode stranger = cluster.node("n4");
        stranger.configure(Map.of("secret", "of somebody else"));
        stranger.start();
        String what = "hears somebody whom it cannot understand: 10.77.0.";
        awaitSaid(stranger, what);
        awaitSaid(cluster.node("n1"), what + "5 has another secret, or is of another cluster");
        awaitSaid(stranger, "event=joined");
        await("it is mature").pollDelay(MATURE.multipliedBy(2)).atMost(PATIENCE).until(() -> true);
        assertThat(cluster.counts()).isEqualTo(Map.of("n1", 2, "n2", 2, "n3", 0, "n4", 0));
        stranger.terminate();
    }

    @Test
    void whoIsBackInTimeKeepsItsAddresses() throws Exception {
        YaimNode node = cluster.node("n2");
        long since = System.nanoTime();
        node.configure(Map.of("on-stop", "keep", "mature", STALE.toMillis() + "ms"));
        node.reload();
        awaitSaid(node, "event=reload changed=on-stop");
        assertThat(node.terminate()).isZero();
        node.start();
        awaitSaid(node, "event=retaken");
        cluster.awaitCounts(2, 2, 0, 0);
        for (VirtualIp ip : POOL) {
            assertThat(cluster.watch().history().longestUnowned(ip, since))
                    .as(cluster::report)
                    .isZero();
        }
        node.configure(Map.of());
        node.reload();
    }

    private void awaitSaid(YaimNode node, String what) {
        await(what)
                .atMost(PATIENCE)
                .failFast(cluster::requireRunning)
                .untilAsserted(() -> assertThat(node.hasLogged(what))
                        .as(() -> node.log().toString())
                        .isTrue());
    }
}
