package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.cycle.Event;
import io.yaim.model.Health;
import io.yaim.store.MemoryStore.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A store that renews the lease of a node, and refuses it other calls.
class StoreAccessLoopTest {

    private static final Duration TTL = Duration.ofSeconds(9);

    /// One ttl of failures, then one until the lease has ended, and time to claim and probe.
    private static final Duration TAKEN_OVER = TTL.multipliedBy(2).plusSeconds(2);

    private final LoopCluster loopCluster = new LoopCluster();
    private LoopCluster.Node a;
    private LoopCluster.Node b;

    @BeforeEach
    void start() {
        a = loopCluster.pool(1, 2).start("a");
        b = loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void anUnhealthyNodeThatCannotTakeItsMarksOffLetsTheLeaseEnd() {
        a.storeClient.refuse(Kind.WRITE, Kind.LEAVE);
        a.setHealth(new Health.Unhealthy("broken"));
        loopCluster.run(TAKEN_OVER);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
        assertThat(reasons()).contains("marks of this node could not be changed for one ttl");
    }

    @Test
    void anUnhealthyNodeThatCanNeitherReadNorWriteLetsTheLeaseEnd() {
        a.storeClient.refuse(Kind.READ, Kind.WRITE, Kind.LEAVE);
        a.setHealth(new Health.Unhealthy("broken"));
        loopCluster.run(TAKEN_OVER);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
        assertThat(reasons()).contains("the store could not be read for one ttl");
    }

    @Test
    void aHealthyNodeThatCannotReadLetsTheLeaseEndAndStaysQuietThen() {
        a.storeClient.refuse(Kind.READ);
        loopCluster.run(TTL.minusSeconds(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
        loopCluster.run(TAKEN_OVER);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
        int leases = a.leases.size();
        int cycles = a.cycles;
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(a.leases).hasSize(leases);
        assertThat(a.cycles - cycles).isLessThan(1300);
    }

    @Test
    void takesItsShareAgainWhenItCanReadAgain() {
        a.storeClient.refuse(Kind.READ);
        loopCluster.run(TAKEN_OVER.multipliedBy(2));
        a.storeClient.refuse();
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void goesOnWithItsLeaseIfItCanReadBeforeTheProofEnds() {
        a.storeClient.refuse(Kind.READ);
        loopCluster.run(TTL.plusSeconds(4));
        a.storeClient.refuse();
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(a.leases).hasSize(1);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void failuresThatAreShorterThanOneTtlDoNotAddUp() {
        for (int i = 0; i < 5; i++) {
            a.storeClient.refuse(Kind.READ);
            loopCluster.run(TTL.minusSeconds(2));
            a.storeClient.refuse();
            loopCluster.run(Duration.ofSeconds(1));
        }
        assertThat(a.leases).hasSize(1);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void aNodeThatMayOnlyReadKeepsWhatItServes() {
        a.storeClient.refuse(Kind.WRITE, Kind.LEAVE);
        loopCluster.run(Duration.ofMinutes(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void anEntryWhoseMarkCannotBeTakenOffGetsAnOwnerWhenItComesBack() {
        int mine = a.host.has(ip(1)) ? 1 : 2;
        a.storeClient.refuse(Kind.WRITE, Kind.LEAVE);
        loopCluster.store.delete(ip(mine));
        loopCluster.run(Duration.ofSeconds(2));
        loopCluster.pool(mine).run(TAKEN_OVER);
        assertThat(loopCluster.hostsOf(ip(mine))).hasSize(1);
    }

    /// As good as cut off: nothing changes for it.
    @Test
    void aNodeThatCannotRenewDropsEverythingBeforeItsLeaseEnds() {
        b.storeClient.refuse(Kind.RENEW, Kind.JOIN);
        loopCluster.run(TTL.plusSeconds(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 0));
    }

    private List<String> reasons() {
        return a.events.stream()
                .filter(Event.LeaseLost.class::isInstance)
                .map(event -> ((Event.LeaseLost) event).reason())
                .toList();
    }
}
