package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The packaged program reads its configuration again on SIGHUP. What a change does not concern is not touched: the
/// kernel reports every address that is removed, for however short a time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReloadIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, Integer> FAIR = Map.of("n1", 4, "n2", 4, "n3", 4);

    private ClusterFixture scene;

    @BeforeAll
    void build() throws Exception {
        scene = new ClusterFixture("reload");
    }

    @BeforeEach
    void threeNodesShareThePool() throws Exception {
        scene.restore();
    }

    @AfterEach
    void asItWas() throws Exception {
        reload(Map.of(), "event=reload ");
        scene.awaitShared(POOL, FAIR);
        scene.assertNeverOnTwoNodes();
    }

    @AfterAll
    void tearDown() throws Exception {
        scene.close();
    }

    @Test
    void aWrongFileChangesNothingAndSaysWhatIsWrongWhere() throws Exception {
        long since = System.nanoTime();
        reload(Map.of("weight", "heavy", "label", "vip"), "event=reload-refused");
        List<String> lines = Files.readAllLines(node().config());
        int line = lines.indexOf("weight: 'heavy'") + 1;
        assertThat(node().hasLogged("event=reload-refused reason=\"" + node().config() + ":" + line
                        + ": weight: found \\\"heavy\\\", expected a whole number from 1 to 1000\""))
                .as(Files.readString(node().log()))
                .isTrue();
        reload(Map.of("interface", "eth7"), "there is no interface eth7");
        reload(Map.of("ttl", "6000"), "event=reload changed=\"\" pending=ttl");
        assertThat(moved(since)).isEmpty();
        assertThat(metrics())
                .contains("yaim_reloads_total{outcome=\"refused\"} 2.0")
                .contains("yaim_healthy 1.0");
    }

    @Test
    void aGreaterWeightMovesWhatItMustAndNothingElse() throws Exception {
        long since = System.nanoTime();
        reload(Map.of("weight", "2"), "event=reload changed=weight pending=\"\"");
        scene.awaitShared(POOL, Map.of("n1", 6, "n2", 3, "n3", 3));
        assertThat(moved(since))
                .hasSize(2)
                .allSatisfy(ip -> assertThat(scene.history().owner(ip)).contains("n1"));
    }

    @Test
    void anotherCheckLeavesTheNodeHealthyUntilItFails() throws Exception {
        long since = System.nanoTime();
        Path other = Files.writeString(node().config().resolveSibling("other"), "");
        reload(Map.of("shell-command", "test -e " + other), "event=reload changed=shell-command");
        reload(Map.of("shell-command", "test -e " + other, "checks", ""), "event=reload changed=\"\" pending=\"\"");
        // only the new one counts now
        node().breakService();
        reload(
                Map.of("shell-command", "test -e " + other, "check-interval", "200", "fall", "2"),
                "event=reload changed=check-interval,fall");
        assertThat(moved(since)).isEmpty();
        Files.delete(other);
        scene.awaitShared(POOL, Map.of("n1", 0, "n2", 6, "n3", 6));
        node().mendService();
    }

    @Test
    void anotherLabelBindsAnewWhatHasALabelAndNothingElse() throws Exception {
        long since = System.nanoTime();
        List<VirtualIp> own =
                POOL.stream().filter(ip -> ip.isV6() || !isOn("n1", ip)).toList();
        reload(Map.of("label", "vip"), "event=reload changed=label");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node().host()
                                .ip("-4", "addr", "show", "dev", "eth0")
                                .split("eth0:vip", -1))
                        .hasSize(1
                                + (int) POOL.stream()
                                        .filter(ip -> !ip.isV6() && isOn("n1", ip))
                                        .count()));
        scene.awaitShared(POOL, FAIR);
        assertThat(moved(since)).doesNotContainAnyElementsOf(own);
    }

    private YaimNode node() {
        return scene.node("n1");
    }

    private boolean isOn(String name, VirtualIp ip) {
        try {
            return scene.history().owner(ip).filter(name::equals).isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Makes n1 read another configuration, and waits until it logs this.
    private void reload(Map<String, String> settings, String said) throws IOException {
        node().configure(settings);
        node().reload();
        await(said)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node().hasLogged(said))
                        .as(node().log().toString())
                        .isTrue());
    }

    /// The addresses that were not where they are now all the time.
    private List<VirtualIp> moved(long since) throws IOException {
        var history = scene.history();
        return POOL.stream()
                .filter(ip -> history.periods(ip).getLast().from() > since)
                .toList();
    }

    private String metrics() throws Exception {
        return node().host().call(() -> {
            try (InputStream in =
                    URI.create("http://127.0.0.1:1313/metrics").toURL().openStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }
}
