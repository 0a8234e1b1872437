package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The packaged program as process 1, as in a container without an init.
final class ContainerIT {

    private static final Path FOLDER = Path.of("target", "lab", "container");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Segment segment;
    private YaimNode node;

    @BeforeEach
    void startAsProcess1() throws Exception {
        segment = Segment.of("n1");
        node = new YaimNode(
                "n1",
                segment.host("n1"),
                FOLDER,
                Map.of(
                        "dcs-type", "multicast",
                        "secret", "correct horse battery",
                        "ips", "['" + Segment.virtualIp(1) + "']",
                        "shell-command", "(sleep 0.1 >/dev/null 2>&1 &)"));
        node.startAsProcess1();
        await().atMost(PATIENCE).until(node::hasJoined);
    }

    @AfterEach
    void tearDown() throws Exception {
        try (var _ = segment;
                var _ = node) {
            // ends both
        }
    }

    @Test
    void leavesNoZombiesOfChecksAndStopsInOrder() throws Exception {
        await().atMost(PATIENCE).until(() -> addresses().contains(Segment.virtualIp(1) + "/32"));
        await().atMost(PATIENCE).until(() -> !zombies().isEmpty());
        List<Long> orphans = zombies();
        await().atMost(PATIENCE).until(() -> zombies().stream().noneMatch(orphans::contains));

        ProcessHandle.of(program()).orElseThrow().destroy();
        assertThat(node.awaitEnd()).isZero();
        assertThat(addresses()).doesNotContain(Segment.virtualIp(1).toString());
    }

    private String addresses() throws IOException {
        return segment.host("n1").run("ip", "-4", "addr", "show", "dev", Segment.DEVICE);
    }

    private long program() {
        return ProcessHandle.of(node.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private List<Long> zombies() {
        return ProcessHandle.of(program())
                .orElseThrow()
                .children()
                .map(ProcessHandle::pid)
                .filter(ContainerIT::isZombie)
                .toList();
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status")).contains("State:\tZ");
        } catch (IOException _) { // it is gone
            return false;
        }
    }
}
