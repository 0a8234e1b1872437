package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Cluster;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Entries with the prefix of the network of the hosts, on hosts that do and do not promote secondary addresses.
final class EntryPrefixIT {

    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp).toList();
    private static final int PREFIX = 16; // as the hosts' own addresses

    private Cluster cluster;

    @BeforeEach
    void startWhereOnlyN2Promotes() throws Exception {
        cluster =
                new Cluster(Path.of("target", "lab", "entry-prefix"), 2, POOL, Duration.ofMillis(5), Cluster.SHORT_TTL);
        setPromotion("n1", "0");
        setPromotion("n2", "1");
        cluster.put(POOL, "prefix: " + PREFIX);
        cluster.start();
    }

    @AfterEach
    void tearDown() throws Exception {
        try (var ending = cluster) {
            assertThat(ending.watch().history().doubles()).as(ending::report).isEmpty();
        }
    }

    /// Where a secondary address is promoted, the hosts keep their own one, even if it came after ours.
    @Test
    void aHostThatCouldLoseItsOwnAddressBindsNone() throws Exception {
        cluster.awaitCounts(0, 4);
        assertThat(cluster.node("n1").hasLogged("promote_secondaries is 0")).isTrue();

        setPromotion("n1", "1");
        cluster.awaitCounts(2, 2);
        String own = ownAddress("n2");
        host("n2").ip("addr", "del", own, "dev", Segment.DEVICE);
        host("n2").ip("addr", "add", own, "dev", Segment.DEVICE);
        cluster.node("n2").breakService();
        cluster.awaitCounts(4, 0);
        assertThat(ownAddress("n2")).isEqualTo(own);
    }

    private Namespace host(String node) {
        return cluster.node(node).host();
    }

    private void setPromotion(String node, String value) throws Exception {
        host(node).set("ipv4/conf/all/promote_secondaries", "0");
        host(node).set("ipv4/conf/" + Segment.DEVICE + "/promote_secondaries", value);
    }

    /// The IPv4 address that is not of the pool, with its prefix length.
    private String ownAddress(String node) throws IOException {
        return host(node)
                .ip("-4", "-o", "addr", "show", "dev", Segment.DEVICE)
                .lines()
                .map(line -> line.replaceAll(".* inet (\\S+) .*", "$1"))
                .filter(address -> !address.startsWith("10.77.1."))
                .findFirst()
                .orElse("none");
    }
}
