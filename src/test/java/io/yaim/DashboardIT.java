package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Chromium;
import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The packaged program's dashboard in a real browser beside one of three nodes: a node is drained by hand, another
/// dies, and the page shows it without being loaded again. With `-Dyaim.docs.write=true` it writes the pictures of
/// the documentation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardIT {

    private static final boolean WRITES = Boolean.getBoolean("yaim.docs.write");
    private static final Duration PATIENCE = Duration.ofSeconds(270);
    private static final String URL = "http://127.0.0.1:1313/";
    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 24).mapToObj(Segment::virtualIp).toList();

    private Cluster cluster;
    private Chromium browser;

    @BeforeAll
    void openThePageOfOneOfThreeNodes() throws Exception {
        Path folder = Path.of("target", "lab", "dashboard");
        var settings = new HashMap<>(Cluster.SHORT_TTL);
        settings.put("fall", "4"); // one slow answer of a busy machine is no event here
        cluster = new Cluster(folder, 3, List.of(), Duration.ofSeconds(1), settings);
        cluster.put(POOL.subList(0, 18));
        cluster.put(POOL.subList(18, 21), "{\\\"group\\\": \\\"mail\\\"}");
        cluster.put(POOL.subList(21, 24), "{\\\"group\\\": \\\"web\\\"}");
        cluster.start();
        cluster.awaitCounts(8, 8, 8);
        browser = Chromium.start(cluster.node("n1").host()::process);
        browser.resize(1280, 860);
        browser.prefer("light");
        browser.open(URL);
        browser.eval("window.loadedOnce = true");
    }

    @AfterAll
    void close() throws IOException {
        try {
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    @Test
    void showsByItselfWhoIsDrainedAndWhoDies() throws IOException {
        awaiting(() -> assertThat(ownedBy("n1", "n2", "n3")).containsExactly(8, 8, 8));
        awaitLive();
        write("dashboard.png", "light");

        drain("n2");
        awaiting(() -> assertThat(ownedBy("n1", "n2", "n3")).containsExactly(12, 0, 12));
        cluster.awaitCounts(12, 0, 12);
        assertThat(cell("[data-node='n2']")).contains("drained", "Resume");
        write("dashboard-dark.png", "dark");

        cluster.node("n3").kill();
        awaiting(() -> assertThat(ownedBy("n1", "n2", "n3")).containsExactly(24, 0, 0));
        awaiting(() -> assertThat(browser.eval("document.querySelectorAll('[data-node]').length"))
                .isEqualTo("2"));
        awaiting(() -> assertThat(cell("#events")).contains("n2 is drained", "n3 is gone", "n3 \u2192 "));

        browser.resize(360, 740);
        assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo("true");
        assertThat(browser.eval("window.loadedOnce")).isEqualTo("true");
        assertThat(browser.problems()).isEmpty();
        assertThat(browser.requests()).allMatch(url -> url.startsWith(URL) || url.startsWith("data:"));
    }

    private void drain(String node) throws IOException {
        browser.click("[data-node='" + node + "'] > button");
        awaiting(() -> assertThat(cell("#confirm")).contains(" move: ", node + " is drained"));
        browser.click("#confirm-do");
    }

    private List<Integer> ownedBy(String... nodes) throws IOException {
        var counts = new ArrayList<Integer>();
        for (String node : nodes) {
            counts.add(Integer.valueOf(
                    browser.eval("document.querySelectorAll('.cell[data-owner=\"" + node + "\"]').length")));
        }
        return counts;
    }

    private void awaitLive() {
        awaiting(() -> assertThat(cell("#link")).isEqualTo("live"));
    }

    private String cell(String selector) throws IOException {
        return browser.eval("document.querySelector(\"" + selector + "\").textContent");
    }

    private static void awaiting(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion);
    }

    private void write(String name, String scheme) throws IOException {
        if (WRITES) {
            browser.prefer(scheme);
            Files.write(Path.of("docs", name), browser.screenshot());
        }
    }
}
