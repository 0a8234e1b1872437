package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;

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

    private final World world = new World().pool(1, 2, 3, 4);
    private final World.Node first = world.start("a");
    private final World.Node b = world.start("b");

    @BeforeEach
    void bothHoldTwo() {
        world.run(Duration.ofSeconds(5));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        first.part();
        world.run(MOMENT);
        assertThat(first.isRunning()).isFalse();
    }

    @Test
    void whoIsBackInTimeHasNeverLetGoAndNobodyElseHasMoved() {
        b.events.clear();
        world.run(Duration.ofSeconds(3));
        World.Node second = world.startAgain(first);
        world.run(Duration.ofSeconds(20));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(second.events)
                .noneMatch(event -> event instanceof Event.Dropped || event instanceof Event.Bound)
                .anyMatch(event -> event instanceof Event.Refreshed);
        assertThat(b.events).noneMatch(Event::isProgress);
        world.checkMarks();
    }

    @Test
    void theFormerLeaseIsEndedOnceNothingHangsOnIt() {
        LeaseId former = first.lease();
        World.Node second = world.startAgain(first);
        world.run(MOMENT);
        assertThat(world.store.left(former)).isEmpty();
        assertThat(world.store.view().marks().values())
                .filteredOn(mark -> mark.owner().equals(new NodeName("a")))
                .extracting(Mark::lease)
                .containsOnly(Optional.of(second.lease()))
                .hasSize(2);
    }

    @Test
    void whoIsNotBackInTimeLosesAllToTheOthersAfterTheLease() {
        world.run(TTL.plusSeconds(1));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void whatIsNotTakenBackWhileTheStoreIsAwayGoesWhenItsLifetimeEnds() {
        World.Node second = world.startAgain(first);
        second.reach.setReachable(false);
        world.run(Duration.ofSeconds(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        world.run(TTL);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void anAnswerThatIsLostChangesNothing() {
        World.Node second = world.startAgain(first);
        // the lease; the member, node and mark keys, in whatever commits
        second.reach.inject(Fault.NONE, Fault.LOST_AFTER, Fault.LOST_AFTER, Fault.LOST_AFTER);
        world.run(Duration.ofSeconds(20));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(second.events).noneMatch(event -> event instanceof Event.Dropped || event instanceof Event.Bound);
        world.checkMarks();
    }

    @Test
    void whatLateWritesOfTheFormerLifeTakeAwayIsDropped() {
        World.Node second = world.startAgain(first);
        world.store.deleteMark(ip(1));
        world.store.deleteMark(ip(2));
        world.run(Duration.ofSeconds(20));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(second.isRunning()).isTrue();
    }

    @Test
    void aStoreThatWentBackForfeitsWhatWasKept() {
        World.Node second = world.startAgain(first);
        second.reach.inject(Fault.NONE, Fault.LOST_BEFORE, Fault.LOST_BEFORE, Fault.LOST_BEFORE);
        MemoryCluster.Snapshot snapshot = world.store.snapshot();
        world.run(MOMENT);
        world.store.restore(snapshot);
        world.run(Duration.ofSeconds(2));
        assertThat(world.counts()).containsEntry("a", 0);
        world.run(Duration.ofSeconds(30));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeThatIsIllWhenItComesBackPassesEverythingOn() {
        World.Node second = world.startAgain(first);
        second.turn(new Health.Unhealthy("api: down"));
        world.run(MOMENT);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void aNodeThatCannotProveThatItMayKeepLeavesInstead() {
        World.Node second = world.startAgain(first);
        world.run(Duration.ofSeconds(3));
        second.reach.setReachable(false);
        second.part();
        world.run(Duration.ofSeconds(7));
        assertThat(second.isRunning()).isFalse();
        assertThat(world.counts()).containsEntry("a", 0);
        assertThat(second.events).noneMatch(Event.Kept.class::isInstance);
    }
}
