package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The packaged program where the store alone is not enough: a lease ends early while its node still has addresses,
/// and a host that is no node uses an address.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProbeAndConflictIT {

    private static final List<VirtualIp> POOL = Stream.concat(
                    IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp),
                    IntStream.rangeClosed(1, 2).mapToObj(Segment::virtualIp6))
            .toList();
    private static final String STRANGER = "client";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LEASE = Pattern.compile("\"Lease\" : (\\d+)");

    private Cluster cluster;

    @BeforeAll
    void build() throws Exception {
        cluster = new Cluster(Path.of("target", "lab", "wire"), 2, POOL, Duration.ofMillis(5), Cluster.SHORT_TTL);
        cluster.put(POOL);
    }

    @BeforeEach
    void twoNodesShareThePool() throws Exception {
        cluster.start();
        cluster.awaitCounts(3, 3);
    }

    /// Except for the other host, which is no node.
    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        assertThat(cluster.watch().history().doubles())
                .as(cluster::report)
                .allMatch(period -> period.hosts().contains(STRANGER));
    }

    @AfterAll
    void tearDown() throws Exception {
        cluster.close();
    }

    @Test
    void theOtherWaitsForAFrozenNodeWhoseLeaseEndedEarly() throws Exception {
        YaimNode n1 = cluster.node("n1");
        List<String> before = log("n2");
        n1.freeze();
        revokeLeaseOf("n1");
        try {
            cluster.awaitCounts(0, 6);
            String mac = mac("n1");
            assertThat(log("n2").stream().skip(before.size()))
                    .anyMatch(line -> line.contains("event=not-bound-yet") && line.contains(mac));
        } finally {
            n1.thaw();
        }
        cluster.awaitCounts(3, 3);
    }

    @Test
    void theOtherWaitsForANodeThatIsCutOffFromTheStoreAndWhoseLeaseEndedEarly() throws Exception {
        cluster.cutOffFromEtcd("n1");
        revokeLeaseOf("n1");
        try {
            cluster.awaitCounts(0, 6);
        } finally {
            cluster.segment().reconnect("n1");
        }
        cluster.awaitCounts(3, 3);
    }

    @Test
    void aKilledNodesAddressesAreProbedAndTakenOver() throws Exception {
        List<String> before = log("n2");
        cluster.node("n1").kill();
        cluster.awaitCounts(0, 6);
        awaitLine("n2", before, "event=bound"); // the kernel knows of it before the log does
        List<String> log = log("n2");
        Duration took = timeBetween(last(log, "event=claimed"), last(log, "event=bound"));
        System.out.printf("from claim to bound, with three probes: %d ms%n", took.toMillis());
        assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }

    @Test
    void whoeverElseUsesAnAddressIsNamedAndAnsweredUntilItStops() throws Exception {
        VirtualIp ip = ownedBy("n1");
        Namespace stranger = cluster.segment().host(STRANGER);
        List<String> before = log("n1");
        stranger.ip("addr", "add", ip + "/32", "dev", Segment.DEVICE);
        try {
            // it fails if no host answers
            stranger.run("sh", "-c", "arping -q -U -c 1 -i %s -S %s %s; true".formatted(Segment.DEVICE, ip, ip));
            awaitLine(
                    "n1",
                    before,
                    "event=conflict count=1 addresses=" + ip + " mac=" + mac(STRANGER) + " interface=eth0");
            assertThat(cluster.node("n1").host().run("curl", "-s", "http://127.0.0.1:1313/metrics"))
                    .contains("yaim_contested 1.0", "yaim_conflicts_total 1.0");
        } finally {
            stranger.ip("addr", "del", ip + "/32", "dev", Segment.DEVICE);
        }
        awaitLine("n1", before, "event=conflict-over count=1 addresses=" + ip);
        assertThat(log("n1").stream().filter(line -> line.contains("event=conflict ")))
                .hasSize(1);
    }

    private void revokeLeaseOf(String node) throws IOException {
        String member = cluster.etcd().ctl("get", "/service/yaim/members/" + node, "-w", "fields");
        Matcher lease = LEASE.matcher(member);
        assertThat(lease.find()).as(member).isTrue();
        cluster.etcd().ctl("lease", "revoke", Long.toHexString(Long.parseLong(lease.group(1))));
    }

    private void awaitLine(String node, List<String> before, String part) {
        await(part)
                .atMost(PATIENCE)
                .until(() -> log(node).stream().skip(before.size()).anyMatch(line -> line.contains(part)));
    }

    private VirtualIp ownedBy(String node) throws IOException {
        for (VirtualIp ip : POOL) {
            if (!ip.isV6() && cluster.watch().history().owner(ip).equals(Optional.of(node))) {
                return ip;
            }
        }
        throw new AssertionError(node + " owns nothing");
    }

    private String mac(String host) throws IOException {
        String link = cluster.segment().host(host).ip("-o", "link", "show", Segment.DEVICE);
        return link.replaceFirst("(?s).*link/ether (\\S+).*", "$1");
    }

    private List<String> log(String node) throws IOException {
        return Files.readAllLines(cluster.node(node).log());
    }

    private static String last(List<String> log, String part) {
        return log.stream().filter(line -> line.contains(part)).reduce("", (_, line) -> line);
    }

    private static Duration timeBetween(String first, String second) {
        return Duration.between(time(first), time(second));
    }

    private static Instant time(String line) {
        return Instant.parse(line.replaceFirst("ts=(\\S+).*", "$1"));
    }
}
