package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `dcs-failure-mode: failsafe` under simulated time. That no address is on two hosts is checked after
/// every step.
class FailsafeTest {

    private static final Duration TTL = Duration.ofSeconds(9);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World().mode(FailureMode.FAILSAFE).pool(1, 2, 3, 4);
    private final World.Node a = world.start("a");
    private final World.Node b = world.start("b");

    @Test
    void allHoldOnWhileTheStoreIsAwayForAll() {
        world.run(Duration.ofSeconds(5));
        Map<String, Integer> before = world.counts();
        cutOff(a, b);
        for (int second = 0; second < 60; second++) {
            world.run(Duration.ofSeconds(1));
            assertThat(world.counts()).isEqualTo(before).containsEntry("a", 2);
        }
    }

    @Test
    void nothingFlickersWhenTheStoreReturnsWithTheLeases() {
        world.run(Duration.ofSeconds(5));
        world.store.stop();
        cutOff(a, b);
        world.run(MINUTE);
        world.store.resume();
        a.events.clear();
        b.events.clear();
        reconnect(a, b);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(a.events).noneMatch(Event.Dropped.class::isInstance);
        assertThat(b.events).noneMatch(Event.Dropped.class::isInstance);
    }

    @Test
    void whatIsHeldIsClaimedWhenTheStoreReturnsWithoutTheLeases() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(MINUTE);
        assertThat(world.store.view().marks()).isEmpty();
        a.events.clear();
        b.events.clear();
        reconnect(a, b);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(a.events).noneMatch(Event.Dropped.class::isInstance);
        assertThat(b.events).noneMatch(Event.Dropped.class::isInstance);
        assertThat(world.store.view().marks()).hasSize(4);
        assertThat(world.store.view().witnesses().values())
                .allMatch(record -> world.store.view().isPresent(record.of()));
    }

    @Test
    void whoAloneIsCutOffDropsAndTheOthersTakeOver() {
        world.run(Duration.ofSeconds(5));
        cutOff(a);
        world.run(TTL.plusSeconds(1));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void aDeadWitnessMeansRelease() {
        world.run(Duration.ofSeconds(5));
        b.kill();
        cutOff(a);
        world.run(TTL);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void aWitnessThatCannotBeReachedMeansRelease() {
        world.run(Duration.ofSeconds(5));
        world.network.cut("b", "a");
        cutOff(a, b);
        world.run(TTL);
        assertThat(world.counts()).containsEntry("a", 0);
    }

    @Test
    void aWitnessThatDiesMeanwhileEndsItWithinTheHold() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(MINUTE);
        assertThat(world.counts()).containsEntry("a", 2);
        b.kill();
        world.run(TTL);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void aWitnessThatLeavesInOrderIsAskedNoMore() {
        World.Node c = world.start("c");
        world.run(Duration.ofSeconds(5));
        c.stop();
        world.run(Duration.ofSeconds(2));
        cutOff(a, b);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 0));
    }

    @Test
    void whoIsNoWitnessClaimsNothingThatTheOthersMayHold() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(TTL.plusSeconds(3));
        assertThat(world.store.view().members()).isEmpty();
        World.Node c = world.start("c");
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 0));
        reconnect(a, b);
        world.run(MINUTE);
        assertThat(world.counts().values()).containsExactlyInAnyOrder(2, 1, 1);
        assertThat(c.isRunning()).isTrue();
    }

    @Test
    void whoIsNoWitnessTakesOverOnceAWitnessHasRefused() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(TTL.plusSeconds(3));
        world.start("c");
        world.run(Duration.ofSeconds(5));
        a.kill();
        world.run(TTL.multipliedBy(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 0, "c", 4));
    }

    @Test
    void aNodeThatDiedMeanwhileIsReplacedOnceItsYesHasRunOut() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(MINUTE);
        a.kill();
        b.setReachable(true);
        world.run(TTL.multipliedBy(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void anUnhealthyNodeDropsWhatItHeldOnTo() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(MINUTE);
        a.turn(new Health.Unhealthy("api: down"));
        world.run(Duration.ofMillis(10));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void aStoreThatWentBackFences() {
        world.run(Duration.ofSeconds(5));
        var snapshot = world.store.snapshot();
        cutOff(a, b);
        world.run(MINUTE);
        world.store.restore(snapshot);
        reconnect(a, b);
        world.run(Duration.ofSeconds(1));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 0));
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void anEntryMaySayOtherwiseForItself() {
        VirtualIp ip = ip(9);
        world.store.put(entry(ip, FailureMode.RELEASE));
        world.run(Duration.ofSeconds(5));
        assertThat(world.hostsOf(ip)).hasSize(1);
        cutOff(a, b);
        world.run(MINUTE);
        assertThat(world.hostsOf(ip)).isEmpty();
        assertThat(world.hostsOf(ip(1))).hasSize(1);
    }

    @Test
    void aLeavingNodeTakesItsRecordAlong() {
        world.run(Duration.ofSeconds(5));
        assertThat(world.store.view().witnesses()).hasSize(2);
        a.stop();
        world.run(Duration.ofSeconds(2));
        assertThat(world.store.view().witnesses()).isEmpty(); // and b has nobody left to ask
    }

    @Test
    void afterACrashOfAllTheyStartAgainOnceAllThatWasPromisedHasRunOut() {
        world.run(Duration.ofSeconds(5));
        a.kill();
        b.kill();
        world.run(TTL.plusSeconds(1));
        world.start("a");
        world.start("b");
        world.run(TTL.plusSeconds(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNamesakeOfAWitnessElsewhereDoesNotRefuseInItsPlace() {
        world.run(Duration.ofSeconds(5));
        b.turn(new Health.Unhealthy("api: down"));
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(TTL.plusSeconds(3));
        assertThat(world.counts()).containsEntry("a", 4);
        world.start("b", "elsewhere", Optional.empty());
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 4, "b", 0, "elsewhere", 0));
    }

    private static Entry entry(VirtualIp ip, FailureMode mode) {
        return new Entry(
                ip,
                "ips/" + ip,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new NodeName("a")),
                Optional.of(mode));
    }

    private static void cutOff(World.Node... nodes) {
        for (World.Node node : nodes) {
            node.setReachable(false);
        }
    }

    private static void reconnect(World.Node... nodes) {
        for (World.Node node : nodes) {
            node.setReachable(true);
        }
    }
}
