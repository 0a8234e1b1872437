package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Keepalived;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that somebody else has when they enter the pool: keepalived on a node, a node itself, a neighbour.
@ParameterizedClass
@ValueSource(strings = {"etcd", "multicast"})
final class OccupiedIT {

    private static final List<VirtualIp> POOL = List.of(Segment.virtualIp(1), Segment.virtualIp(2));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Longer than a node may wait for a lost owner.
    private static final Duration LONG = Cluster.TTL.plusSeconds(3);

    // not in the pool at first
    private static final VirtualIp OF_KEEPALIVED = Segment.virtualIp(11);
    private static final VirtualIp OF_CLIENT = Segment.virtualIp(12);
    private static final VirtualIp OF_CLIENT_6 = Segment.virtualIp6(11);
    private static final List<VirtualIp> STRANGERS = List.of(OF_KEEPALIVED, OF_CLIENT, OF_CLIENT_6);

    private final String store;
    private Cluster cluster;

    OccupiedIT(String store) {
        this.store = store;
    }

    @BeforeEach
    void build() throws Exception {
        boolean hasServer = store.equals("etcd");
        var settings = new TreeMap<>(hasServer ? Cluster.SHORT_TTL : Cluster.MULTICAST);
        if (!hasServer) {
            settings.put("ips", "['" + POOL.getFirst() + "', '" + POOL.getLast() + "']");
        }
        Path folder = Path.of("target", "lab", "occupied-" + store);
        cluster = new Cluster(folder, hasServer ? 1 : 0, 2, POOL, Duration.ofMillis(5), settings);
        if (hasServer) {
            cluster.put(POOL);
        }
        cluster.start();
        cluster.awaitCounts(1, 1);
    }

    @AfterEach
    void noAddressWasEverOnTwoHosts() throws Exception {
        try (Cluster closed = cluster) {
            assertThat(closed.watch().history().doubles()).as(closed::report).isEmpty();
        }
    }

    /// All of them at once, since each has to be watched for longer than a node waits for a lost owner.
    @Test
    void noNodeTakesWhatSomebodyElseHasUntilItIsGone() throws Exception {
        Namespace client = cluster.segment().host(Cluster.CLIENT);
        String mac = client.run("cat", "/sys/class/net/eth0/address").strip();
        try (var keepalived = new Keepalived(
                "keepalived",
                cluster.node("n1").host(),
                Path.of("target", "lab", "occupied-keepalived"),
                Keepalived.Vrrp.DEFAULT,
                List.of(OF_KEEPALIVED),
                0,
                1)) {
            keepalived.start();
            ip(client, "add", OF_CLIENT);
            ip(client, "add", OF_CLIENT_6);
            await("keepalived has its address").atMost(PATIENCE).until(() -> isOn("n1", OF_KEEPALIVED));
            VirtualIp own = VirtualIp.parse(cluster.segment().address("n2"));
            VirtualIp own6 = VirtualIp.parse(cluster.segment().address6("n2"));
            var reports = new TreeMap<VirtualIp, String>();
            reports.put(OF_KEEPALIVED, "n1: already on eth0, and not by yaim");
            reports.put(OF_CLIENT, "in use by " + mac + " on eth0");
            reports.put(OF_CLIENT_6, "in use by " + mac + " on eth0");
            reports.put(own, "n2: already on eth0, and not by yaim");
            reports.put(own6, "n2: already on eth0, and not by yaim");
            addAll(reports);

            Thread.sleep(LONG);
            assertThat(reports.keySet()).noneMatch(this::isOwned);
            assertThatThrownBy(() -> cluster.node("n2").command("status"))
                    .as("the exit status of a cluster with problems")
                    .isInstanceOf(IOException.class);
            assertThat(cluster.node("n2").host().run("curl", "-s", "http://127.0.0.1:1313/metrics"))
                    .contains("yaim_occupied 5.0");

            cluster.node("n1").command("remove", own.toString());
            cluster.node("n1").command("remove", own6.toString());
            keepalived.terminate();
            ip(client, "del", OF_CLIENT);
            ip(client, "del", OF_CLIENT_6);
            await("owners").atMost(PATIENCE).until(() -> STRANGERS.stream().allMatch(this::isOwned));
            cluster.node("n2").command("status");
            assertThat(isOn("n2", own) && isOn("n2", own6))
                    .as("n2 has its own addresses")
                    .isTrue();
        }
    }

    /// Each command waits for an owner, so they run side by side.
    private void addAll(Map<VirtualIp, String> reports) {
        List<CompletableFuture<Void>> commands = new ArrayList<>();
        reports.forEach((ip, report) -> commands.add(CompletableFuture.runAsync(() -> add(ip, report))));
        commands.forEach(CompletableFuture::join);
    }

    private void add(VirtualIp ip, String report) {
        assertThatThrownBy(() -> cluster.node("n2").command("add", ip.toString(), "--timeout", "5"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after 5 s " + ip + " has no owner yet: ")
                .hasMessageContaining(report);
    }

    private static void ip(Namespace client, String verb, VirtualIp ip) throws IOException {
        var command = new ArrayList<>(List.of("addr", verb, ip + (ip.isV6() ? "/128" : "/32"), "dev", Segment.DEVICE));
        if (ip.isV6() && verb.equals("add")) {
            command.add("nodad");
        }
        client.ip(command.toArray(String[]::new));
    }

    private boolean isOwned(VirtualIp ip) {
        try {
            return cluster.node("n1")
                    .host()
                    .run("curl", "-s", "http://127.0.0.1:1313/v1/entries/" + ip)
                    .contains("\"owner\":\"n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOn(String node, VirtualIp ip) throws IOException {
        return cluster.node(node)
                .host()
                .ip("-o", "addr", "show", "dev", Segment.DEVICE)
                .contains(" " + ip + "/");
    }
}
