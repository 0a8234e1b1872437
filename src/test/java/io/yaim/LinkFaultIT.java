package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.AddressHistory;
import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Links that come back before the switch forwards, and links that flap.
final class LinkFaultIT {

    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp).toList();

    /// Longer than the switch needs, and than all flaps of a test are apart.
    private static final String DELAY = "20s";

    private static final Duration SWITCH_NEEDS = Duration.ofSeconds(10);
    private static final Duration MOST_SILENCE = Duration.ofSeconds(5);
    private static final int FLAPS = 16;

    /// The share of one node.
    private static final int MOVED = 2;

    private Cluster cluster;

    @BeforeEach
    void twoNodesShareThePool() throws Exception {
        var settings = new HashMap<>(Cluster.SHORT_TTL);
        settings.put("link-up-delay", DELAY);
        settings.put("flap-damping", "5m");
        cluster = new Cluster(Path.of("target", "lab", "link-faults"), 2, POOL, Duration.ofMillis(20), settings);
        cluster.put(POOL);
        cluster.start();
        cluster.awaitCounts(2, 2);
    }

    @AfterEach
    void tearDown() throws IOException {
        cluster.close();
    }

    @Test
    void addressesStayWhereTheyAreServedUntilTheSwitchForwards() throws Exception {
        cluster.segment().pullPlug("n1");
        cluster.awaitCounts(0, 4);
        Thread.sleep(MOST_SILENCE);
        long since = System.nanoTime();
        cluster.segment().stopForwarding("n1", Cluster.CLIENT);
        cluster.segment().putPlugBack("n1");
        Thread.sleep(SWITCH_NEEDS);
        cluster.segment().forwardAgain();
        cluster.awaitCounts(2, 2);
        Thread.sleep(MOST_SILENCE);
        assertThat(cluster.longestSilence(POOL, since)).as(cluster::report).isLessThan(MOST_SILENCE);
    }

    /// Takes more than a minute of flapping.
    @Test
    @Tag("soak")
    void aFlappingLinkMovesItsShareAwayOnceAndBackOnce() throws Exception {
        long since = System.nanoTime();
        for (int i = 0; i < FLAPS; i++) {
            cluster.segment().pullPlug("n1");
            Thread.sleep(Duration.ofMillis(500));
            cluster.segment().putPlugBack("n1");
            Thread.sleep(Duration.ofMillis(2500));
        }
        cluster.awaitCounts(2, 2);
        assertThat(handOvers(since)).as(cluster::report).isLessThanOrEqualTo(2L * MOVED);
    }

    /// How often an address has moved to another node.
    private long handOvers(long since) throws IOException {
        AddressHistory history = cluster.watch().history();
        long count = 0;
        for (VirtualIp ip : POOL) {
            Optional<String> last = Optional.empty();
            for (AddressHistory.Period period : history.periods(ip)) {
                Optional<String> owner = period.hosts().stream().findFirst();
                boolean isMove = last.isPresent() && owner.isPresent() && !last.equals(owner);
                count += isMove && period.from() > since ? 1 : 0;
                last = owner.isPresent() ? owner : last;
            }
        }
        return count;
    }
}
