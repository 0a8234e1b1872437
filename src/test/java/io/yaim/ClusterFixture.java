package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.AddressHistory;
import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/// Three nodes that share ten addresses of version 4 and two of version 6, and what must always hold for them.
final class ClusterFixture implements Closeable {

    static final List<VirtualIp> POOL = ips(1, 10, 1, 2);

    /// Addresses that are probed, but not in the pool at first.
    static final List<VirtualIp> SPARE = ips(11, 12, 3, 3);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PROBE_PERIOD = Duration.ofMillis(5);

    private final Cluster cluster;

    /// With etcd.
    ///
    /// @param name of the folder below `target/lab` for configuration and logs
    ClusterFixture(String name) throws Exception {
        this(name, 1, Cluster.SHORT_TTL);
    }

    private ClusterFixture(String name, int members, Map<String, String> settings) throws Exception {
        var probed = new ArrayList<>(POOL);
        probed.addAll(SPARE);
        cluster = new Cluster(Path.of("target", "lab", name), members, 3, probed, PROBE_PERIOD, settings);
    }

    /// Without a server.
    ///
    /// @param further settings of all nodes, such as the pool
    static ClusterFixture serverless(String name, Map<String, String> further) throws Exception {
        var settings = new HashMap<>(Cluster.MULTICAST);
        settings.putAll(further);
        return new ClusterFixture(name, 0, settings);
    }

    private static List<VirtualIp> ips(int first4, int last4, int first6, int last6) {
        var ips = new ArrayList<VirtualIp>();
        IntStream.rangeClosed(first4, last4).mapToObj(Segment::virtualIp).forEach(ips::add);
        IntStream.rangeClosed(first6, last6).mapToObj(Segment::virtualIp6).forEach(ips::add);
        return List.copyOf(ips);
    }

    Cluster cluster() {
        return cluster;
    }

    YaimNode node(String name) {
        return cluster.node(name);
    }

    AddressHistory history() throws IOException {
        return cluster.watch().history();
    }

    /// Starts what does not run, ends all faults, and waits until three nodes share the pool.
    void restore() throws IOException {
        for (YaimNode node : cluster.nodes()) {
            node.mendService();
            cluster.segment().putPlugBack(node.name());
            cluster.segment().reconnect(node.name());
            if (node.isRunning()) {
                node.thaw();
            }
        }
        if (cluster.hasServer()) {
            cluster.put(POOL);
        }
        cluster.start();
        awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
    }

    /// Waits until each node has the given number of addresses, and all of them answer.
    void awaitShared(Collection<VirtualIp> ips, Map<String, Integer> counts) {
        patiently("counts " + counts).untilAsserted(() -> {
            assertThat(cluster.counts()).as(cluster::report).isEqualTo(counts);
        });
        awaitAnswers(ips, System.nanoTime());
    }

    /// Waits until these nodes share the pool, their counts differ by at most one, and all addresses answer.
    void awaitFair(Collection<VirtualIp> ips, String... names) {
        patiently("a fair share for " + List.of(names)).untilAsserted(() -> {
            List<Integer> counts = List.copyOf(history().counts(List.of(names)).values());
            assertThat(counts.stream().mapToInt(Integer::intValue).sum())
                    .as(cluster::report)
                    .isEqualTo(ips.size());
            assertThat(Collections.max(counts) - Collections.min(counts))
                    .as(cluster::report)
                    .isLessThanOrEqualTo(1);
            assertThat(ips).allSatisfy(ip -> assertThat(history().owner(ip)).isPresent());
        });
        awaitAnswers(ips, System.nanoTime());
    }

    void awaitAnswers(Collection<VirtualIp> ips, long since) {
        patiently("an answer of " + ips).untilAsserted(() -> {
            for (VirtualIp ip : ips) {
                assertThat(cluster.prober().hasAnswered(ip, since))
                        .as(() -> ip + ": " + cluster.report())
                        .isTrue();
            }
        });
    }

    void awaitNobodyOn(String node) {
        await("no address on " + node)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.counts().get(node))
                        .as(cluster::report)
                        .isZero());
    }

    private ConditionFactory patiently(String goal) {
        return await(goal).atMost(PATIENCE).failFast(cluster::requireRunning);
    }

    /// No address of the pool was silent for longer after `since`, beyond any stall of this machine.
    void assertSilenceBelow(Duration bound, long since) throws IOException {
        Duration longest = cluster.longestSilence(POOL, since);
        System.out.printf(
                "longest silence %d ms, prober's longest stall %d ms%n",
                longest.toMillis(), cluster.prober().longestStall().toMillis());
        assertThat(longest)
                .as(cluster::report)
                .isLessThan(bound.plus(cluster.prober().longestStall()));
    }

    /// The most important rule: no address has ever been on two nodes, not for a moment.
    void assertNeverOnTwoNodes() throws IOException {
        assertThat(history().doubles()).as(cluster::report).isEmpty();
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
