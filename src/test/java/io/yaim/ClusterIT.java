package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static io.yaim.ClusterFixture.SPARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The packaged program in three namespaces, with real etcd and a client: what operators do to a cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterIT {

    /// For what ends without the end of a lease. Much more than is measured, for a busy machine.
    private static final Duration PROMPT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PORT = 7777;
    private static final int BACKLOG = 50;

    private final List<ServerSocket> listening = new ArrayList<>();
    private ClusterFixture scene;

    @BeforeAll
    void build() throws Exception {
        scene = new ClusterFixture("orderly");
    }

    @BeforeEach
    void threeNodesShareThePool() throws Exception {
        scene.restore();
    }

    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        scene.assertNeverOnTwoNodes();
    }

    @AfterEach
    void nobodyListens() throws IOException {
        for (ServerSocket server : listening) {
            server.close();
        }
        listening.clear();
    }

    @AfterAll
    void tearDown() throws Exception {
        scene.close();
    }

    @Test
    void anAddressPutIntoThePoolIsBoundAndOneTakenOutIsDropped() throws Exception {
        long since = System.nanoTime();
        List<VirtualIp> more = Stream.concat(POOL.stream(), SPARE.stream()).toList();
        scene.cluster().put(SPARE);
        scene.awaitShared(more, Map.of("n1", 5, "n2", 5, "n3", 5));
        scene.cluster().del(SPARE);
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));

        assertThat(SPARE).allSatisfy(ip -> assertThat(scene.history().owner(ip)).isEmpty());
        scene.assertSilenceBelow(PROMPT, since);
    }

    @Test
    void aNodeThatIsToldToEndPassesItsAddressesOnAndGetsAShareWhenItComesBack() throws Exception {
        long since = System.nanoTime();
        assertThat(scene.node("n2").terminate()).isZero();
        scene.awaitShared(POOL, Map.of("n1", 6, "n2", 0, "n3", 6));
        scene.assertSilenceBelow(PROMPT, since);

        long then = System.nanoTime();
        scene.node("n2").start();
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
        scene.assertSilenceBelow(PROMPT, then);
    }

    @Test
    void aNodeWhoseCheckFailsGivesItsAddressesAwayAndGetsAShareWhenItPassesAgain() throws Exception {
        long since = System.nanoTime();
        scene.node("n1").breakService();
        scene.awaitShared(POOL, Map.of("n1", 0, "n2", 6, "n3", 6));
        scene.assertSilenceBelow(PROMPT, since);

        long then = System.nanoTime();
        scene.node("n1").mendService();
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
        scene.assertSilenceBelow(PROMPT, then);
    }

    @Test
    void anEntryWithACheckOfItsOwnIsWhereThatPassesAndMovesWithIt() throws Exception {
        VirtualIp ip = SPARE.getFirst();
        String options = "{checks: [{type: tcp, host: 127.0.0.1, port: %d}], check-interval: 100}".formatted(PORT);
        scene.cluster().etcd().ctl("put", "/service/yaim/ips/" + ip, options);
        ServerSocket second = listen("n2");
        awaitOwner(ip, "n2");
        ServerSocket third = listen("n3");
        second.close();
        awaitOwner(ip, "n3");
        third.close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scene.history().owner(ip)).isEmpty());
        scene.cluster().del(List.of(ip));
    }

    private void awaitOwner(VirtualIp ip, String name) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scene.history().owner(ip)).contains(name));
        scene.awaitAnswers(List.of(ip), System.nanoTime());
    }

    /// Accepts connections to its loopback address, until it is closed.
    private ServerSocket listen(String name) throws Exception {
        ServerSocket server =
                scene.node(name).host().call(() -> new ServerSocket(PORT, BACKLOG, InetAddress.ofLiteral("127.0.0.1")));
        listening.add(server);
        Thread.ofPlatform().daemon().name("listens-" + name).start(() -> takeConnections(server));
        return server;
    }

    private static void takeConnections(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                server.accept().close();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Test
    void allNodesUnhealthyLeaveThePoolUnownedUntilOneIsHealthy() throws Exception {
        for (String name : List.of("n1", "n2", "n3")) {
            scene.node(name).breakService();
        }
        scene.awaitShared(List.of(), Map.of("n1", 0, "n2", 0, "n3", 0));
        scene.node("n3").mendService();
        scene.awaitShared(POOL, Map.of("n1", 0, "n2", 0, "n3", 12));
        scene.node("n1").mendService();
        scene.node("n2").mendService();
        scene.awaitShared(POOL, Map.of("n1", 4, "n2", 4, "n3", 4));
    }

    @Test
    void aMarkThatSomeoneDeletesIsMadeAgain() throws Exception {
        long since = System.nanoTime();
        VirtualIp ip = POOL.getFirst();
        String key = "/service/yaim/marks/" + ip;
        assertThat(scene.cluster().etcd().ctl("del", key)).isEqualTo("1\n");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(scene.cluster()
                                .etcd()
                                .ctl("get", key, "--print-value-only")
                                .strip())
                        .isEqualTo(scene.history().owner(ip).orElseThrow()));
        scene.awaitFair(POOL, "n1", "n2", "n3");
        scene.assertSilenceBelow(PROMPT, since);
    }

    @Test
    void anAddressThatSomeoneTakesOffTheInterfaceIsBack() throws Exception {
        long since = System.nanoTime();
        VirtualIp ip = POOL.getLast();
        String owner = scene.history().owner(ip).orElseThrow();
        scene.node(owner).host().ip("addr", "del", ip + "/" + ip.hostPrefix(), "dev", "eth0");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(scene.history().periods(ip).stream()
                                .filter(period -> period.from() > since)
                                .map(period -> period.hosts().size()))
                        .endsWith(0, 1));
        scene.awaitFair(POOL, "n1", "n2", "n3");
        scene.assertSilenceBelow(PROMPT, since);
    }
}
