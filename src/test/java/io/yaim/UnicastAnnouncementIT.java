package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The packaged program where a neighbour receives no broadcast, and only a node that has gone knew it.
final class UnicastAnnouncementIT {

    private static final VirtualIp IP = Segment.virtualIp(1);
    private static final VirtualIp IP6 = Segment.virtualIp6(1);
    private static final List<VirtualIp> POOL = List.of(IP, IP6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Cluster cluster;

    @BeforeEach
    void build() throws Exception {
        var settings = new HashMap<>(Cluster.SHORT_TTL);
        settings.put("notify", "arp-cache");
        settings.put("arp-cache", "500");
        cluster = new Cluster(Path.of("target", "lab", "notify"), 2, List.of(), Duration.ofSeconds(1), settings);
        cluster.put(POOL);
    }

    @AfterEach
    void tearDown() throws Exception {
        cluster.close();
    }

    @Test
    void aNeighbourThatOnlyTheDeadNodeKnewLearnsOfTheMoveWithoutHearingABroadcast() throws Exception {
        cluster.node("n1").start();
        cluster.awaitCounts(2, 0);
        Namespace client = cluster.segment().host("client");
        client.run("ping", "-c", "1", "-W", "5", IP.toString());
        client.run("ping", "-c", "1", "-W", "5", IP6.toString());
        String clientsMac = mac(client);
        await("what n1 knows is in the store")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.etcd().ctl("get", "/service/yaim/neighbours/n1"))
                        .contains(clientsMac));
        cluster.node("n2").start();
        await().atMost(PATIENCE).until(() -> cluster.node("n2").hasLogged("event=joined"));
        deafen(client);
        for (VirtualIp ip : POOL) {
            client.ip("neigh", "replace", ip.toString(), "lladdr", mac("n1"), "nud", "stale", "dev", Segment.DEVICE);
        }

        cluster.node("n1").kill();

        cluster.awaitCounts(0, 2);
        for (VirtualIp ip : POOL) {
            await("the client's entry for " + ip)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.ip("neigh", "show", ip.toString()))
                            .as(cluster::report)
                            .contains("lladdr " + mac("n2")));
        }
        await().atMost(PATIENCE).until(() -> cluster.node("n2").hasLogged("event=unicast-announced"));
    }

    private static void deafen(Namespace host) throws IOException {
        host.run("nft", "add table netdev deaf");
        host.run(
                "nft",
                "add chain netdev deaf in { type filter hook ingress device " + Segment.DEVICE + " priority 0; }");
        host.run("nft", "add rule netdev deaf in meta pkttype { broadcast, multicast } drop");
    }

    private String mac(String host) throws IOException {
        return mac(cluster.segment().host(host));
    }

    private static String mac(Namespace host) throws IOException {
        return host.ip("-o", "link", "show", Segment.DEVICE).replaceFirst("(?s).*link/ether (\\S+).*", "$1");
    }
}
