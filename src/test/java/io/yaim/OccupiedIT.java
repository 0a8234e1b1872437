package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Keepalived;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    /// One that is not in the pool at first.
    private static final int NEW = 11;

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

    @Test
    void keepalivedOnANodeKeepsItsAddressUntilItStops() throws Exception {
        VirtualIp ip = Segment.virtualIp(NEW);
        Namespace n1 = cluster.node("n1").host();
        try (var keepalived = new Keepalived(
                "keepalived",
                n1,
                Path.of("target", "lab", "occupied-keepalived"),
                Keepalived.Vrrp.DEFAULT,
                List.of(ip),
                0,
                1)) {
            keepalived.start();
            await("keepalived has its address").atMost(PATIENCE).until(() -> isOn("n1", ip));
            whileSomebodyHas(ip, "n1: already on eth0, and not by yaim", keepalived::terminate);
        }
    }

    @Test
    void aNeighbourKeepsItsAddressesUntilTheyAreGone() throws Exception {
        Namespace client = cluster.segment().host(Cluster.CLIENT);
        String mac = client.run("cat", "/sys/class/net/eth0/address").strip();
        for (VirtualIp ip : List.of(Segment.virtualIp(NEW), Segment.virtualIp6(NEW))) {
            String length = ip.isV6() ? "/128" : "/32";
            Stream<String> nodad = ip.isV6() ? Stream.of("nodad") : Stream.of();
            client.ip(Stream.concat(Stream.of("addr", "add", ip + length, "dev", Segment.DEVICE), nodad)
                    .toArray(String[]::new));
            whileSomebodyHas(
                    ip,
                    "in use by " + mac + " on eth0",
                    () -> client.ip("addr", "del", ip + length, "dev", Segment.DEVICE));
        }
    }

    @Test
    void noNodeTakesTheOwnAddressesOfAnother() throws Exception {
        for (String own :
                List.of(cluster.segment().address("n2"), cluster.segment().address6("n2"))) {
            VirtualIp ip = VirtualIp.parse(own);
            add(ip, "n2: already on eth0, and not by yaim");
            Thread.sleep(LONG);
            assertThat(isOn("n1", ip)).isFalse();
            cluster.node("n1").command("remove", own);
            assertThat(isOn("n2", ip)).isTrue();
        }
    }

    /// Adds the address, sees for long that no node takes it, and then that one does.
    private void whileSomebodyHas(VirtualIp ip, String report, Closeable end) throws Exception {
        add(ip, report);
        Thread.sleep(LONG);
        assertThat(isOwned(ip)).isFalse();
        assertThatThrownBy(() -> cluster.node("n2").command("status"))
                .as("the exit status of a cluster with problems")
                .isInstanceOf(IOException.class);
        assertThat(cluster.node("n2").host().run("curl", "-s", "http://127.0.0.1:1313/metrics"))
                .contains("yaim_occupied 1.0");
        end.close();
        await("an owner").atMost(PATIENCE).until(() -> isOwned(ip));
        cluster.node("n2").command("status");
        cluster.node("n2").command("remove", ip.toString());
        await("the address is gone").atMost(PATIENCE).until(() -> !isOn("n1", ip) && !isOn("n2", ip));
    }

    private void add(VirtualIp ip, String report) {
        long began = System.nanoTime();
        assertThatThrownBy(() -> cluster.node("n2").command("add", ip.toString(), "--timeout", "5"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after 5 s " + ip + " has no owner yet: ")
                .hasMessageContaining(report);
        System.out.printf("%s: yaim add has ended after %d ms%n", store, (System.nanoTime() - began) / 1_000_000);
    }

    private boolean isOwned(VirtualIp ip) throws IOException {
        return cluster.node("n1")
                .host()
                .run("curl", "-s", "http://127.0.0.1:1313/v1/entries/" + ip)
                .contains("\"owner\":\"n");
    }

    private boolean isOn(String node, VirtualIp ip) throws IOException {
        return cluster.node(node)
                .host()
                .ip("-o", "addr", "show", "dev", Segment.DEVICE)
                .contains(" " + ip + "/");
    }
}
