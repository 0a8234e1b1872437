package io.yaim.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.json.StrictYaml;
import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The commands as a user calls them on a node of a cluster of two, with a real etcd.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CliOnlineIT {

    private static final Path FOLDER = Path.of("target", "lab", "cli-online").toAbsolutePath();
    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp).toList();
    private static final String IP = POOL.getFirst().toString();
    private static final String SPARE = Segment.virtualIp(9).toString();
    private static final int NOBODY = 65534;
    private static final int LARGEST = 1 << 20;

    private Cluster cluster;
    private int launched;

    @BeforeAll
    void twoNodesShareFourAddresses() throws Exception {
        cluster = new Cluster(FOLDER, 2, POOL, Duration.ofSeconds(1), Cluster.SHORT_TTL);
        cluster.put(POOL);
        cluster.start();
        cluster.awaitCounts(2, 2);
    }

    @AfterAll
    void tearDown() throws IOException {
        cluster.close();
    }

    @Test
    void showsPeopleAnOverviewOfTheCluster() throws Exception {
        cluster.awaitCounts(2, 2);
        assertThat(done("status").out).contains("REPORTED BY  n1, healthy", "ENTRIES      4, 4 with an owner");
        assertThat(done("nodes").out)
                .containsPattern("n1 +healthy +2 +2")
                .containsPattern("n2 +healthy +2 +2 +1 +- +- ");
        assertThat(done("ips").out.lines()).hasSize(1 + POOL.size());
        assertThat(done("plan").out).isEqualTo("Nothing moves.\n");
        assertThat(done("plan", "--without", "n2").out).contains("n2 is drained");
        assertThat(done("events", "--kind", "bind").out).containsPattern("bind +bound 10\\.");
    }

    @Test
    void showsScriptsTheSame() throws Exception {
        assertThat(parsed(done("status", "-o", "json"))).containsKeys("cluster", "nodes", "entries", "problems");
        assertThat(entries(done("ips", "-o", "yaml"))).hasSize(POOL.size());
        assertThat(parsed(done("nodes", "-o", "json", "--url", "http://127.0.0.1:1313")))
                .containsKey("nodes");
    }

    @Test
    void requestsHaveTakenEffectWhenTheCommandEnds() throws Exception {
        String other = owner(IP).equals("n1") ? "n2" : "n1";
        assertThat(done("move", IP, other).out).endsWith(" -> " + other + "\n");
        assertThat(owner(IP)).isEqualTo(other);
        done("unpin", IP);
        assertThat(done("failover", IP, "-o", "json").out).contains("\"from\":\"" + other + "\"");
        assertThat(owner(IP)).isNotEqualTo(other);
        done("unpin", IP);
        assertThat(done("pin", IP, other).out).isEqualTo(IP + " is pinned to " + other + "\n");
        assertThat(owner(IP)).isEqualTo(other);
        done("unpin", IP);
        assertThat(done("add", SPARE, "--prefer", "n2").out)
                .containsPattern(SPARE.replace(".", "\\.") + " +n2 .*prefer=n2");
        assertThat(yaim("add", SPARE).status).isEqualTo(1);
        done("remove", SPARE);
        assertThat(yaim("remove", SPARE)).satisfies(again -> {
            assertThat(again.status).isEqualTo(1);
            assertThat(again.err).isEqualTo("yaim: no entry " + SPARE + " in the pool\n");
        });
    }

    @Test
    void aDrainedNodeOwnsNothingAndTheLastOneIsAskedAbout() throws Exception {
        done("drain", "n2");
        assertThat(entries(done("ips", "-o", "json")))
                .allSatisfy(entry -> assertThat(entry.get("owner")).isEqualTo("n1"));
        Run last = yaim("drain", "n1");
        assertThat(last.status).isEqualTo(1);
        assertThat(last.err).contains("without n1 no node takes:", IP, "--yes", "n1 is not drained");
        done("resume", "n2");
        cluster.awaitCounts(2, 2);
    }

    @Test
    void followsWhatHappens() throws Exception {
        Launched follower = start("events", "--follow", "--kind", "wish");
        try {
            done("pause");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(follower.out).contains("moves for balance are paused"));
            done("resume");
        } finally {
            follower.process.destroyForcibly().waitFor();
        }
    }

    @Test
    void withAConfigurationAndNoDaemonTheStoreAnswers() throws Exception {
        Run status = done("status", "--config", "yaim.yml", "--set", "nodename=n9");
        assertThat(status.err).contains("n9.sock", "reading the store itself");
        assertThat(status.out).contains("REPORTED BY  the store", "ENTRIES      4, 4 with an owner");
        done("move", IP, "n2", "--config", "yaim.yml", "--set", "nodename=n9");
        assertThat(owner(IP)).isEqualTo("n2");
        done("unpin", IP);
        assertThat(yaim("status", "--socket", "n9.sock")).satisfies(without -> {
            assertThat(without.status).isEqualTo(69);
            assertThat(without.err).isEqualTo("yaim: no daemon answers at n9.sock\n");
        });
        assertThat(yaim("status", "--config", "nowhere.yml").status).isEqualTo(78);
        assertThat(yaim("move", IP).status).isEqualTo(64);
    }

    /// Root without the capability to open every file has the rights of any other user.
    @Test
    void saysThatThisUserMayNotAsk() throws Exception {
        Path socket = cluster.node("n1").config().resolveSibling("state/n1.sock");
        Files.setAttribute(socket, "unix:uid", NOBODY);
        Files.setAttribute(socket, "unix:gid", NOBODY);
        try {
            Run run = launch(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", program(), "status"))
                    .end();
            assertThat(run.err).isEqualTo("yaim: " + socket + ": permission denied\n");
            assertThat(run.status).isEqualTo(77);
        } finally {
            Files.setAttribute(socket, "unix:uid", 0);
            Files.setAttribute(socket, "unix:gid", 0);
        }
    }

    @Test
    void saysThatTheStoreIsAway() throws Exception {
        cluster.etcd().freeze();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(yaim("status").out).contains("the store is unreachable"));
            assertThat(yaim("status").status).isEqualTo(1);
            Run pause = yaim("pause");
            assertThat(pause.status).isEqualTo(69);
            assertThat(pause.err).contains("it may take effect all the same");
            assertThat(yaim("ips", "--config", "yaim.yml", "--set", "nodename=n9"))
                    .satisfies(run -> {
                        assertThat(run.status).isEqualTo(69);
                        assertThat(run.err).contains("etcd");
                    });
        } finally {
            cluster.etcd().thaw();
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> yaim("status").status == 0);
        yaim("resume"); // the pause may have taken effect when etcd continued
        cluster.awaitCounts(2, 2);
    }

    private String owner(String ip) throws Exception {
        return entries(done("ips", "-o", "json")).stream()
                .filter(entry -> ip.equals(entry.get("ip")))
                .map(entry -> String.valueOf(entry.get("owner")))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<?, ?>> entries(Run run) {
        var entries = new ArrayList<Map<?, ?>>();
        ((List<?>) parsed(run).getOrDefault("entries", List.of())).forEach(entry -> entries.add((Map<?, ?>) entry));
        return entries;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parsed(Run run) {
        return (Map<String, Object>) StrictYaml.parse(run.out, LARGEST, 9).orElseThrow();
    }

    private Run done(String... arguments) throws Exception {
        Run run = yaim(arguments);
        assertThat(run.status)
                .as("%s: %s%s", List.of(arguments), run.out, run.err)
                .isZero();
        return run;
    }

    private Run yaim(String... arguments) throws Exception {
        return start(arguments).end();
    }

    private Launched start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(program()));
        command.addAll(List.of(arguments));
        return launch(command);
    }

    /// Calls it in the directory with the configuration of n1.
    private Launched launch(List<String> command) throws IOException {
        launched++;
        Path out = FOLDER.resolve(launched + ".out");
        Path err = FOLDER.resolve(launched + ".err");
        YaimNode node = cluster.node("n1");
        ProcessBuilder builder = node.host().process(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("YAIM_"));
        Process process = builder.directory(FOLDER.resolve("n1").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Launched(process, out, err);
    }

    private static String program() throws IOException {
        return YaimNode.home().resolve("bin/yaim").toString();
    }

    private record Launched(Process process, Path out, Path err) {

        Run end() throws Exception {
            try {
                assertThat(process.waitFor(360, SECONDS)).as("ends in time").isTrue();
                return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private record Run(int status, String out, String err) {}
}
