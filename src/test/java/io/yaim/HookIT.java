package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Hooks of the packaged program, with real etcd: one that hangs on every event, and one that writes events to a
/// file.
final class HookIT {

    private static final List<VirtualIp> POOL =
            List.of(Segment.virtualIp(1), Segment.virtualIp(2), Segment.virtualIp(3), Segment.virtualIp6(1));
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Cluster cluster;
    private YaimNode node;
    private Path hanging;
    private Path told;

    @BeforeEach
    void build() throws Exception {
        cluster = new Cluster(Path.of("target", "lab", "hooks"), 1, POOL, Duration.ofMillis(50), Cluster.SHORT_TTL);
        node = cluster.node("n1");
        hanging = fresh("hanging");
        told = fresh("told");
        String hooks = """
                hooks:
                  - name: hanging
                    on: [bind, drop]
                    timeout: 60s
                    command: 'echo "$YAIM_EVENT $YAIM_IP $$" >> %s; exec sleep 300'
                  - name: told
                    on: [bind, drop]
                    timeout: 60s
                    command: 'echo "$YAIM_EVENT $YAIM_IP/$YAIM_PREFIX $YAIM_INTERFACE" >> %s'
                """.formatted(hanging, told);
        Files.writeString(node.config(), hooks, StandardOpenOption.APPEND);
    }

    @AfterEach
    void tearDown() throws Exception {
        cluster.close();
    }

    @Test
    void aHookThatHangsDelaysNoAddressAndNoOtherHook() throws Exception {
        cluster.put(POOL);
        cluster.start();
        cluster.awaitCounts(POOL.size());
        patiently().untilAsserted(() -> assertThat(lines(told)).containsExactlyInAnyOrderElementsOf(events("bind")));
        patiently().until(() -> !lines(hanging).isEmpty());

        cluster.del(POOL);
        cluster.awaitCounts(0);
        patiently()
                .untilAsserted(() -> assertThat(lines(told))
                        .containsExactlyInAnyOrderElementsOf(
                                Stream.concat(events("bind").stream(), events("drop").stream())
                                        .toList()));
        assertThat(lines(told).subList(0, POOL.size())).allMatch(line -> line.startsWith("bind "));
        assertThat(lines(hanging)).as("still at the first").hasSize(1);
        assertThat(isRunning(lines(hanging).getFirst())).isTrue();
        assertThat(node.host().run("curl", "--silent", "http://127.0.0.1:1313/metrics"))
                .contains(
                        "yaim_hook_queue{hook=\"hanging\"} 8.0",
                        "yaim_hook_runs_total{hook=\"told\",outcome=\"succeeded\"} 8.0");
    }

    @Test
    void aDropIsToldBeforeTheEndAndWhatHangsIsEnded() throws Exception {
        cluster.put(POOL.subList(0, 1));
        cluster.start();
        cluster.awaitCounts(1);
        patiently().until(() -> lines(hanging).size() == 1 && lines(told).size() == 1);

        assertThat(node.terminate()).isZero();
        assertThat(lines(told)).containsExactly(event("bind", POOL.getFirst()), event("drop", POOL.getFirst()));
        patiently()
                .untilAsserted(() -> assertThat(lines(hanging))
                        .allSatisfy(line -> assertThat(isRunning(line)).isFalse()));
    }

    private Path fresh(String name) throws IOException {
        Path file = node.config().resolveSibling(name);
        Files.deleteIfExists(file);
        return Files.createFile(file);
    }

    private static List<String> events(String word) {
        return POOL.stream().map(ip -> event(word, ip)).toList();
    }

    private static String event(String word, VirtualIp ip) {
        return word + " " + ip + "/" + ip.hostPrefix() + " " + Segment.DEVICE;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /// @param line ends with the number of the process that wrote it
    private static boolean isRunning(String line) {
        return ProcessHandle.of(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE);
    }
}
