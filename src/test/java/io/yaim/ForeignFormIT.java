package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Another program changes an address on its owner, in the forms that the kernel allows.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignFormIT {

    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp).toList();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Cluster cluster;

    @BeforeAll
    void build() throws Exception {
        cluster =
                new Cluster(Path.of("target", "lab", "foreign-form"), 2, POOL, Duration.ofMillis(5), Cluster.SHORT_TTL);
        cluster.put(POOL);
        cluster.start();
    }

    @BeforeEach
    void bothShareThePool() {
        cluster.awaitCounts(2, 2);
    }

    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        cluster.node("n1").mendService();
        assertThat(cluster.watch().history().doubles()).as(cluster::report).isEmpty();
    }

    @AfterAll
    void tearDown() throws Exception {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"replace, 32", "add, 24", "add, 16"})
    void theOwnerTakesItOverAgain(String verb, int prefix) throws Exception {
        VirtualIp ip = ownedByN1();
        long since = System.nanoTime();
        ip(verb, ip, prefix);
        await("one form, with a lifetime").atMost(PATIENCE).until(() -> {
            List<String> forms = forms(ip);
            return forms.size() == 1 && !forms.getFirst().contains("forever");
        });
        assertThat(cluster.watch().history().longestUnowned(ip, since)).isZero();
        assertThat(cluster.node("n1").hasLogged("event=taken-over-again")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"replace, 32", "add, 24"})
    void theOwnerPassesItOnWithoutAnyForm(String verb, int prefix) throws Exception {
        VirtualIp ip = ownedByN1();
        cluster.node("n1").freeze();
        try {
            cluster.node("n1").breakService();
            ip(verb, ip, prefix);
        } finally {
            cluster.node("n1").thaw();
        }
        cluster.awaitCounts(0, 4);
        assertThat(forms(ip)).isEmpty();
    }

    private VirtualIp ownedByN1() throws IOException {
        var history = cluster.watch().history();
        return POOL.stream()
                .filter(ip -> history.owner(ip).filter("n1"::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void ip(String verb, VirtualIp ip, int prefix) throws IOException {
        cluster.node("n1").host().ip("addr", verb, ip + "/" + prefix, "dev", Segment.DEVICE);
    }

    private List<String> forms(VirtualIp ip) throws IOException {
        return cluster.node("n1")
                .host()
                .ip("-o", "addr", "show", "dev", Segment.DEVICE)
                .lines()
                .filter(line -> line.contains(" " + ip + "/"))
                .toList();
    }
}
