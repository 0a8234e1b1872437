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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The guardian beside the packaged program: when it acts, when it does not, and how fast.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardianIT {

    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp).toList();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KILLS = 5;

    /// Far less than what is left of the lease at a kill: 4 s and more.
    private static final Duration PROMPT = Duration.ofSeconds(3);

    private Cluster cluster;

    @BeforeAll
    void build() throws Exception {
        var settings = new HashMap<>(Cluster.SHORT_TTL);
        settings.put("shell-command", "sleep 0.4");
        settings.put("check-timeout", "5000");
        settings.put("fall", "3");
        cluster = new Cluster(Path.of("target", "lab", "guard"), 2, POOL, Duration.ofMillis(5), settings);
        cluster.put(POOL);
    }

    @BeforeEach
    void bothShareThePool() throws Exception {
        cluster.start();
        cluster.awaitCounts(2, 2);
    }

    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        assertThat(cluster.watch().history().doubles()).as(cluster::report).isEmpty();
    }

    @AfterAll
    void tearDown() throws Exception {
        cluster.close();
    }

    @Test
    void aKilledDaemonsAddressesAreTakenOverLongBeforeItsLeaseEnds() throws Exception {
        var gone = new ArrayList<Long>();
        var answered = new ArrayList<Long>();
        for (int i = 0; i < KILLS; i++) {
            List<VirtualIp> hit = addressesOf("n2");
            long since = System.nanoTime();
            cluster.node("n2").kill();
            cluster.awaitCounts(4, 0);
            for (VirtualIp ip : POOL) {
                await().atMost(PATIENCE).until(() -> cluster.prober().hasAnswered(ip, System.nanoTime() - 50_000_000));
            }
            for (VirtualIp ip : hit) {
                gone.add((lastEndOn("n2", ip) - since) / 1_000_000);
                answered.add(cluster.prober().longestSilence(ip, since).toMillis());
            }
            cluster.node("n2").start();
            cluster.awaitCounts(2, 2);
        }
        System.out.println("kill -9 until gone, ms: " + figures(gone));
        System.out.println("kill -9, silence, ms: " + figures(answered));
        assertThat(answered).allMatch(millis -> millis < PROMPT.toMillis());
    }

    @Test
    void aDaemonThatIsMerelyStoppedKeepsItsAddressesAsLongAsTheirLifetime() throws Exception {
        YaimNode node = cluster.node("n2");
        List<VirtualIp> held = addressesOf("n2");
        int said = log("n2").length();
        long since = System.nanoTime();
        node.freeze();
        try {
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(cluster.counts()).isEqualTo(Map.of("n1", 2, "n2", 2));
        } finally {
            node.thaw();
        }
        cluster.awaitCounts(2, 2);
        assertThat(log("n2").substring(said)).doesNotContain("yaim cleanup:");
        for (VirtualIp ip : held) {
            assertThat(cluster.watch().history().longestUnowned(ip, since)).isZero();
        }
    }

    @Test
    void nobodyButTheDaemonHoldsTheOtherEndOfThePipe() throws Exception {
        YaimNode node = cluster.node("n1");
        String pipe = Files.readSymbolicLink(Path.of("/proc/" + node.guardian() + "/fd/0"))
                .toString();
        await("a check that runs")
                .atMost(PATIENCE)
                .until(() -> ProcessHandle.of(node.pid()).stream()
                        .flatMap(ProcessHandle::descendants)
                        .anyMatch(process -> process.info().command().orElse("").endsWith("sleep")));
        assertThat(holders(pipe)).containsExactlyInAnyOrder(node.pid(), node.guardian());
    }

    @Test
    void theGuardianGoesQuietlyWhenTheDaemonStopsInOrder() throws Exception {
        YaimNode node = cluster.node("n2");
        ProcessHandle guardian = ProcessHandle.of(node.guardian()).orElseThrow();
        assertThat(node.terminate()).isZero();
        await().atMost(Duration.ofSeconds(8)).until(() -> !guardian.isAlive());
        assertThat(log("n2").lines().toList().getLast()).contains("event=left");
        assertThat(node.command("cleanup")).isEmpty();
        cluster.awaitCounts(4, 0);
    }

    @Test
    void aGuardBesideALivingDaemonDoesNothing() throws Exception {
        long since = System.nanoTime();
        assertThat(cluster.node("n1").command("cleanup")).isEmpty();
        assertThat(cluster.counts()).isEqualTo(Map.of("n1", 2, "n2", 2));
        for (VirtualIp ip : POOL) {
            assertThat(cluster.watch().history().longestUnowned(ip, since)).isZero();
        }
    }

    @Test
    void withoutTheStoreItStillDrops() throws Exception {
        cluster.cutOffFromEtcd("n2");
        try {
            long since = System.nanoTime();
            cluster.node("n2").kill();
            await().atMost(PROMPT).until(() -> cluster.counts().equals(Map.of("n1", 2, "n2", 0)));
            assertThat(System.nanoTime() - since).isLessThan(PROMPT.toNanos());
            cluster.awaitCounts(4, 0);
            await().atMost(PATIENCE).until(() -> log("n2").contains("yaim cleanup: etcd leave"));
        } finally {
            cluster.segment().reconnect("n2");
        }
    }

    private List<VirtualIp> addressesOf(String node) throws IOException {
        var history = cluster.watch().history();
        return POOL.stream()
                .filter(ip -> history.owner(ip).filter(node::equals).isPresent())
                .toList();
    }

    private long lastEndOn(String node, VirtualIp ip) throws IOException {
        return cluster.watch().history().periods(ip).stream()
                .filter(period -> period.hosts().contains(node))
                .toList()
                .getLast()
                .to();
    }

    private String log(String node) throws IOException {
        return Files.readString(cluster.node(node).log());
    }

    private static List<Long> holders(String pipe) throws IOException {
        var holders = new ArrayList<Long>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path fds = Path.of("/proc/" + process.pid() + "/fd");
            try (Stream<Path> open = Files.list(fds)) {
                if (open.anyMatch(fd -> isLinkTo(fd, pipe))) {
                    holders.add(process.pid());
                }
            } catch (IOException e) {
                assertThat(process.isAlive() && Files.isReadable(fds)).isFalse(); // it has just ended
            }
        }
        return holders;
    }

    private static boolean isLinkTo(Path fd, String target) {
        try {
            return Files.readSymbolicLink(fd).toString().equals(target);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static String figures(List<Long> millis) {
        var sorted = new TreeSet<>(millis);
        List<Long> all = millis.stream().sorted().toList();
        return "min " + sorted.first() + ", median " + all.get(all.size() / 2) + ", max " + sorted.last() + " of "
                + all.size();
    }
}
