package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.cycle.Event;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.store.MemoryCluster;
import io.yaim.store.MemoryStore.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Restart without a move, by real loops.
class RestartLoopTest {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration TTL = Duration.ofSeconds(9);

    private final LoopCluster loopCluster = new LoopCluster().pool(1, 2, 3, 4);
    private final LoopCluster.Node first = loopCluster.start("a");
    private final LoopCluster.Node b = loopCluster.start("b");

    @BeforeEach
    void bothHoldTwo() {
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        first.stopForRestart();
        loopCluster.run(MOMENT);
        assertThat(first.isRunning()).isFalse();
    }

    @Test
    void whoIsBackInTimeHasNeverLetGoAndNobodyElseHasMoved() {
        b.events.clear();
        loopCluster.run(Duration.ofSeconds(3));
        LoopCluster.Node second = loopCluster.restart(first);
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(second.events)
                .noneMatch(event -> event instanceof Event.Dropped || event instanceof Event.Bound)
                .anyMatch(event -> event instanceof Event.Refreshed);
        assertThat(b.events).noneMatch(Event::isProgress);
        loopCluster.checkMarks();
    }

    @Test
    void theFormerLeaseIsEndedOnceNothingHangsOnIt() {
        LeaseId former = first.lease();
        LoopCluster.Node second = loopCluster.restart(first);
        loopCluster.run(MOMENT);
        assertThat(loopCluster.store.left(former)).isEmpty();
        assertThat(loopCluster.store.view().marks().values())
                .filteredOn(mark -> mark.owner().equals(new NodeName("a")))
                .extracting(Mark::lease)
                .containsOnly(Optional.of(second.lease()))
                .hasSize(2);
    }

    @Test
    void whoIsNotBackInTimeLosesAllToTheOthersAfterTheLease() {
        loopCluster.run(TTL.plusSeconds(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void whatIsNotTakenBackWhileTheStoreIsAwayGoesWhenItsLifetimeEnds() {
        LoopCluster.Node second = loopCluster.restart(first);
        second.storeClient.setReachable(false);
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        loopCluster.run(TTL);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void anAnswerThatIsLostChangesNothing() {
        LoopCluster.Node second = loopCluster.restart(first);
        // the lease; the member, node and mark keys, in whatever commits
        second.storeClient.inject(Fault.NONE, Fault.LOST_AFTER, Fault.LOST_AFTER, Fault.LOST_AFTER);
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(second.events).noneMatch(event -> event instanceof Event.Dropped || event instanceof Event.Bound);
        loopCluster.checkMarks();
    }

    @Test
    void whatLateWritesOfTheFormerLifeTakeAwayIsDropped() {
        LoopCluster.Node second = loopCluster.restart(first);
        loopCluster.store.deleteMark(ip(1));
        loopCluster.store.deleteMark(ip(2));
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(second.isRunning()).isTrue();
    }

    @Test
    void aStoreThatWentBackForfeitsWhatWasKept() {
        LoopCluster.Node second = loopCluster.restart(first);
        second.storeClient.inject(Fault.NONE, Fault.LOST_BEFORE, Fault.LOST_BEFORE, Fault.LOST_BEFORE);
        MemoryCluster.Snapshot snapshot = loopCluster.store.snapshot();
        loopCluster.run(MOMENT);
        loopCluster.store.restore(snapshot);
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(loopCluster.counts()).containsEntry("a", 0);
        loopCluster.run(Duration.ofSeconds(30));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeThatIsIllWhenItComesBackPassesEverythingOn() {
        LoopCluster.Node second = loopCluster.restart(first);
        second.setHealth(new Health.Unhealthy("api: down"));
        loopCluster.run(MOMENT);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void aNodeThatCannotProveThatItMayKeepLeavesInstead() {
        LoopCluster.Node second = loopCluster.restart(first);
        loopCluster.run(Duration.ofSeconds(3));
        second.storeClient.setReachable(false);
        second.stopForRestart();
        loopCluster.run(Duration.ofSeconds(7));
        assertThat(second.isRunning()).isFalse();
        assertThat(loopCluster.counts()).containsEntry("a", 0);
        assertThat(second.events).noneMatch(Event.AddressesRetained.class::isInstance);
    }
}
