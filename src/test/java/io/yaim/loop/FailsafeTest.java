package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.cycle.Event;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
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

    private final LoopCluster loopCluster =
            new LoopCluster().failureMode(FailureMode.FAILSAFE).pool(1, 2, 3, 4);
    private final LoopCluster.Node a = loopCluster.start("a");
    private final LoopCluster.Node b = loopCluster.start("b");

    @Test
    void allHoldOnWhileTheStoreIsAwayForAll() {
        loopCluster.run(Duration.ofSeconds(5));
        Map<String, Integer> before = loopCluster.counts();
        cutOff(a, b);
        for (int second = 0; second < 60; second++) {
            loopCluster.run(Duration.ofSeconds(1));
            assertThat(loopCluster.counts()).isEqualTo(before).containsEntry("a", 2);
        }
    }

    @Test
    void nothingFlickersWhenTheStoreReturnsWithTheLeases() {
        loopCluster.run(Duration.ofSeconds(5));
        loopCluster.store.stop();
        cutOff(a, b);
        loopCluster.run(MINUTE);
        loopCluster.store.resume();
        a.events.clear();
        b.events.clear();
        reconnect(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(a.events).noneMatch(Event.Dropped.class::isInstance);
        assertThat(b.events).noneMatch(Event.Dropped.class::isInstance);
    }

    @Test
    void whatIsHeldIsClaimedWhenTheStoreReturnsWithoutTheLeases() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.store.view().marks()).isEmpty();
        a.events.clear();
        b.events.clear();
        reconnect(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(a.events).noneMatch(Event.Dropped.class::isInstance);
        assertThat(b.events).noneMatch(Event.Dropped.class::isInstance);
        assertThat(loopCluster.store.view().marks()).hasSize(4);
        assertThat(loopCluster.store.view().consentRecords().values())
                .allMatch(record -> loopCluster.store.view().isPresent(record.tenancy()));
    }

    @Test
    void whoAloneIsCutOffDropsAndTheOthersTakeOver() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a);
        loopCluster.run(TTL.plusSeconds(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void aDeadWitnessMeansRelease() {
        loopCluster.run(Duration.ofSeconds(5));
        b.kill();
        cutOff(a);
        loopCluster.run(TTL);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void aWitnessThatCannotBeReachedMeansRelease() {
        loopCluster.run(Duration.ofSeconds(5));
        loopCluster.network.cut("b", "a");
        cutOff(a, b);
        loopCluster.run(TTL);
        assertThat(loopCluster.counts()).containsEntry("a", 0);
    }

    @Test
    void aWitnessThatDiesMeanwhileEndsItWithinTheHold() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).containsEntry("a", 2);
        b.kill();
        loopCluster.run(TTL);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void aWitnessThatLeavesInOrderIsAskedNoMore() {
        LoopCluster.Node c = loopCluster.start("c");
        loopCluster.run(Duration.ofSeconds(5));
        c.stop();
        loopCluster.run(Duration.ofSeconds(2));
        cutOff(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 0));
    }

    @Test
    void whoIsNoWitnessClaimsNothingThatTheOthersMayHold() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(TTL.plusSeconds(3));
        assertThat(loopCluster.store.view().members()).isEmpty();
        LoopCluster.Node c = loopCluster.start("c");
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 0));
        reconnect(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts().values()).containsExactlyInAnyOrder(2, 1, 1);
        assertThat(c.isRunning()).isTrue();
    }

    @Test
    void whoIsNoWitnessTakesOverOnceAWitnessHasRefused() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(TTL.plusSeconds(3));
        loopCluster.start("c");
        loopCluster.run(Duration.ofSeconds(5));
        a.kill();
        loopCluster.run(TTL.multipliedBy(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 0, "c", 4));
    }

    @Test
    void aNodeThatDiedMeanwhileIsReplacedOnceItsYesHasRunOut() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(MINUTE);
        a.kill();
        b.setReachable(true);
        loopCluster.run(TTL.multipliedBy(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void anUnhealthyNodeDropsWhatItHeldOnTo() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(MINUTE);
        a.setHealth(new Health.Unhealthy("api: down"));
        loopCluster.run(Duration.ofMillis(10));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void aStoreThatWentBackFences() {
        loopCluster.run(Duration.ofSeconds(5));
        var snapshot = loopCluster.store.snapshot();
        cutOff(a, b);
        loopCluster.run(MINUTE);
        loopCluster.store.restore(snapshot);
        reconnect(a, b);
        loopCluster.run(Duration.ofSeconds(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 0));
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void anEntryMaySayOtherwiseForItself() {
        VirtualIp ip = ip(9);
        loopCluster.store.put(entry(ip, FailureMode.RELEASE));
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.hostsOf(ip)).hasSize(1);
        cutOff(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.hostsOf(ip)).isEmpty();
        assertThat(loopCluster.hostsOf(ip(1))).hasSize(1);
    }

    @Test
    void aLeavingNodeTakesItsRecordAlong() {
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.store.view().consentRecords()).hasSize(2);
        a.stop();
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(loopCluster.store.view().consentRecords()).isEmpty(); // and b has nobody left to ask
    }

    @Test
    void afterACrashOfAllTheyStartAgainOnceAllThatWasPromisedHasRunOut() {
        loopCluster.run(Duration.ofSeconds(5));
        a.kill();
        b.kill();
        loopCluster.run(TTL.plusSeconds(1));
        loopCluster.start("a");
        loopCluster.start("b");
        loopCluster.run(TTL.plusSeconds(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNamesakeOfAWitnessElsewhereDoesNotRefuseInItsPlace() {
        loopCluster.run(Duration.ofSeconds(5));
        b.setHealth(new Health.Unhealthy("api: down"));
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(TTL.plusSeconds(3));
        assertThat(loopCluster.counts()).containsEntry("a", 4);
        loopCluster.start("b", "elsewhere", Optional.empty());
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 4, "b", 0, "elsewhere", 0));
    }

    private static Entry entry(VirtualIp ip, FailureMode mode) {
        return EntryBuilder.of(ip, "ips/" + ip)
                .prefer(List.of(new NodeName("a")))
                .failureMode(Optional.of(mode))
                .build();
    }

    private static void cutOff(LoopCluster.Node... nodes) {
        for (LoopCluster.Node node : nodes) {
            node.setReachable(false);
        }
    }

    private static void reconnect(LoopCluster.Node... nodes) {
        for (LoopCluster.Node node : nodes) {
            node.setReachable(true);
        }
    }
}
