package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static io.yaim.ClusterFixture.SPARE;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Http;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The packaged program in three namespaces without a server: nodes that find each other by multicast, what operators
/// do to them, and a client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MulticastIT {

    /// For what ends without the end of a lease. Much more than is measured, for a busy machine.
    private static final Duration PROMPT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, Integer> FAIR = Map.of("n1", 4, "n2", 4, "n3", 4);
    private static final Map<String, Integer> FAIR_WITH_SPARE = Map.of("n1", 5, "n2", 5, "n3", 5);
    private static final List<VirtualIp> WEB = POOL.subList(8, 10);
    private static final List<VirtualIp> ALL =
            Stream.concat(POOL.stream(), SPARE.stream()).toList();
    private static final Pattern COORDINATOR = Pattern.compile("STORE +multicast, coordinated by (n\\d), revision");
    private static final VirtualIp NEW = SPARE.getFirst();

    private ClusterFixture scene;

    @BeforeAll
    void build() throws Exception {
        scene = ClusterFixture.serverless("multicast", Map.of("ips", yaml(POOL)));
    }

    /// Including the group, which n2 is preferred for.
    private static String yaml(List<VirtualIp> ips) {
        return ips.stream()
                .filter(ip -> !WEB.contains(ip))
                .map(ip -> "'" + ip + "'")
                .collect(joining(
                        ", ",
                        "[",
                        ", {group: web, prefer: n2, ips: ['" + WEB.getFirst() + "', '" + WEB.getLast() + "']}]"));
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
    void aGroupIsOnItsPreferredNodeAndStaysTogetherWithoutIt() throws Exception {
        assertThat(WEB).allSatisfy(ip -> assertThat(scene.history().owner(ip)).contains("n2"));
        long since = System.nanoTime();
        assertThat(scene.node("n2").terminate()).isZero();
        scene.awaitShared(POOL, Map.of("n1", 6, "n2", 0, "n3", 6));
        scene.assertSilenceBelow(PROMPT, since);
        assertThat(scene.history().owner(WEB.getFirst()))
                .isPresent()
                .isEqualTo(scene.history().owner(WEB.getLast()));

        long then = System.nanoTime();
        scene.node("n2").start();
        scene.awaitShared(POOL, FAIR);
        assertThat(WEB).allSatisfy(ip -> assertThat(scene.history().owner(ip)).contains("n2"));
        scene.assertSilenceBelow(PROMPT, then);
    }

    @Test
    void ordersAreTakenOnAnyNodeAndKnownOnAll() throws Exception {
        assertThat(on("n3", "add", NEW.toString())).contains(NEW.toString());
        for (YaimNode node : scene.cluster().nodes()) {
            assertThat(node.command("status")).contains("ENTRIES      13, 13 with an owner");
            assertThat(node.command("plan")).isEqualTo("Nothing moves.\n");
        }
        String other = owner(NEW).equals("n1") ? "n2" : "n1";
        assertThat(on("n2", "move", NEW.toString(), other)).endsWith(" -> " + other + "\n");
        assertThat(owner(NEW)).isEqualTo(other);
        on("n3", "unpin", NEW.toString());
        on("n1", "remove", NEW.toString());
        scene.awaitShared(POOL, FAIR);
        assertThat(scene.history().owner(NEW)).isEmpty();
    }

    @Test
    void aDrainedNodeOwnsNothingUntilItIsResumed() throws Exception {
        long since = System.nanoTime();
        on("n1", "drain", "n3");
        scene.awaitShared(POOL, Map.of("n1", 6, "n2", 6, "n3", 0));
        assertThat(on("n3", "nodes")).containsPattern("n3 +healthy +0 +0 +1 +drained");
        on("n2", "resume", "n3");
        scene.awaitShared(POOL, FAIR);
        scene.assertSilenceBelow(PROMPT, since);
    }

    @Test
    void allNameTheOneThatCoordinatesAndTheNextOneAfterIt() throws Exception {
        String first = awaitCoordinator(List.of("n1", "n2", "n3"));
        assertThat(scene.node(first).terminate()).isZero();
        List<String> others =
                Stream.of("n1", "n2", "n3").filter(name -> !name.equals(first)).toList();
        scene.awaitFair(POOL, others.toArray(String[]::new));
        assertThat(awaitCoordinator(others)).isNotEqualTo(first);
    }

    @Test
    void aPoolThatWasChangedByAnOrderOutlivesAllNodes() throws Exception {
        on("n2", "add", NEW.toString());
        for (YaimNode node : scene.cluster().nodes()) {
            assertThat(node.terminate()).isZero();
        }
        scene.cluster().awaitCounts(0, 0, 0);
        scene.cluster().start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scene.history().owner(NEW)).isPresent());
        scene.awaitFair(Stream.concat(POOL.stream(), Stream.of(NEW)).toList(), "n1", "n2", "n3");
        on("n3", "remove", NEW.toString());
        scene.awaitShared(POOL, FAIR);
    }

    @Test
    void aPoolThatIsConfiguredAnewOnOneNodeCountsOnAll() throws Exception {
        long since = System.nanoTime();
        reload("n2", Map.of("ips", yaml(ALL)), "event=reload changed=ips pending=\"\"");
        scene.awaitShared(ALL, FAIR_WITH_SPARE);
        reload("n3", Map.of("ips", yaml(POOL), "version", "100"), "event=reload changed=version pending=\"\"");
        scene.awaitShared(POOL, FAIR);
        assertThat(SPARE).allSatisfy(ip -> assertThat(scene.history().owner(ip)).isEmpty());

        reload("n3", Map.of("ips", yaml(ALL), "version", "100"), "event=reload-refused");
        assertThat(scene.node("n3").hasLogged("found another pool under version 100"))
                .isTrue();
        assertThat(scene.cluster().counts()).isEqualTo(FAIR);
        scene.assertSilenceBelow(PROMPT, since);
    }

    /// Waits until all of these name the same one of them, and each of them knows whether it is the one.
    private String awaitCoordinator(List<String> names) {
        var named = new TreeSet<String>();
        await("one coordinator among " + names).atMost(PATIENCE).untilAsserted(() -> {
            named.clear();
            for (String name : names) {
                Matcher store = COORDINATOR.matcher(on(name, "status"));
                assertThat(store.find()).isTrue();
                named.add(store.group(1));
            }
            assertThat(named).hasSize(1).isSubsetOf(names);
            for (String name : names) {
                String metrics =
                        Http.to(scene.node(name).host(), 1313).get("/metrics").body();
                assertThat(metrics.lines())
                        .contains("yaim_coordinator " + (named.contains(name) ? "1.0" : "0.0"))
                        .contains("yaim_group_members " + names.size() + ".0");
            }
        });
        return named.first();
    }

    private String owner(VirtualIp ip) throws IOException {
        return scene.history().owner(ip).orElseThrow();
    }

    private String on(String node, String... words) throws IOException {
        return scene.node(node).command(words);
    }

    private void reload(String name, Map<String, String> settings, String said) throws IOException {
        YaimNode node = scene.node(name);
        node.configure(settings);
        node.reload();
        await(said)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.hasLogged(said))
                        .as(Files.readString(node.log()))
                        .isTrue());
    }
}
