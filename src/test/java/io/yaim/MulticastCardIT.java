package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Http;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Without a server: what the group channel of the coordinator is bound to becomes something else. The node joins anew,
/// and no address is ever on two nodes.
final class MulticastCardIT {

    private static final Map<String, Integer> FAIR = Map.of("n1", 4, "n2", 4, "n3", 4);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Until all have an owner again: the coordinator is missed, and the next one waits for a lease.
    private static final Duration AGAIN = Cluster.MULTICAST_TTL.multipliedBy(4);

    private ClusterFixture scene;

    /// How the nodes find each other.
    enum Discovery {
        GROUP,
        GROUP_OF_VERSION_6,
        HOSTS;

        Map<String, String> settings() {
            return switch (this) {
                case GROUP -> Map.of();
                case GROUP_OF_VERSION_6 -> Map.of("multicast-group", "[ff05::7961]:5007");
                case HOSTS -> Map.of("multicast-hosts", "10.77.0.2:5007,10.77.0.3:5007,10.77.0.4:5007");
            };
        }
    }

    private void start(Discovery discovery) throws Exception {
        var settings = new HashMap<>(discovery.settings());
        settings.put("ips", POOL.stream().map(VirtualIp::toString).collect(joining(",")));
        scene = ClusterFixture.serverless("multicast-card-" + discovery.name(), settings);
        for (String name : List.of("n1", "n2", "n3")) {
            scene.node(name).start();
            await(name + " has joined")
                    .atMost(PATIENCE)
                    .until(() -> scene.node(name).hasJoined());
        }
        scene.restore();
    }

    @AfterEach
    void tearDown() throws Exception {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource
    void aNodeWhoseCardIsMadeAnewJoinsAnew(Discovery discovery) throws Exception {
        start(discovery);
        long since = System.nanoTime();
        Segment segment = scene.cluster().segment();
        segment.removeCard("n1");
        awaitLogged("n1", "the group channel is lost, since this host no longer has ");
        segment.insertCard("n1");
        awaitLogged("n1", "has joined the group anew, from ");
        scene.awaitShared(POOL, FAIR);
        requireThreeMembers();
        scene.assertSilenceBelow(AGAIN, since);
        scene.assertNeverOnTwoNodes();
    }

    @Test
    void aNodeWhoseOwnAddressChangesJoinsAnew() throws Exception {
        start(Discovery.GROUP);
        long since = System.nanoTime();
        scene.cluster().segment().changeAddress("n1");
        awaitLogged("n1", "has joined the group anew, from 10.77.0.102 on eth0");
        scene.awaitShared(POOL, FAIR);
        requireThreeMembers();
        scene.assertSilenceBelow(AGAIN, since);
        scene.assertNeverOnTwoNodes();
    }

    /// Its interface, and with it the addresses of the pool, stay.
    @Test
    void aNodeWithoutItsOwnAddressHoldsNothingLongerThanItsLease() throws Exception {
        start(Discovery.GROUP);
        scene.cluster().segment().host("n1").ip("addr", "del", "10.77.0.2/16", "dev", Segment.DEVICE);
        scene.awaitShared(POOL, Map.of("n1", 0, "n2", 6, "n3", 6));
        scene.cluster().segment().host("n1").ip("addr", "add", "10.77.0.2/16", "dev", Segment.DEVICE);
        scene.awaitShared(POOL, FAIR);
        scene.assertNeverOnTwoNodes();
    }

    private void awaitLogged(String name, String text) {
        await(name + " says: " + text)
                .atMost(PATIENCE)
                .failFast(scene.cluster()::requireRunning)
                .until(() -> scene.node(name).hasLogged(text));
    }

    private void requireThreeMembers() throws IOException {
        for (YaimNode node : scene.cluster().nodes()) {
            await("three members for " + node.name())
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Http.to(node.host(), 1313)
                                    .get("/metrics")
                                    .body()
                                    .lines())
                            .contains("yaim_group_members 3.0"));
        }
    }
}
