package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.conflict.ClaimProbing;
import io.yaim.loop.cycle.Event;
import io.yaim.model.FailureMode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// `dcs-failure-mode: claim` under simulated time: somebody has every address, and if two have, not for
/// long.
class ClaimModeTest {

    private static final Duration TTL = Duration.ofSeconds(9);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LoopCluster loopCluster =
            new LoopCluster().failureMode(FailureMode.CLAIM).pool(1, 2, 3, 4, 5, 6);
    private final LoopCluster.Node a = loopCluster.start("a");
    private final LoopCluster.Node b = loopCluster.start("b");
    private final LoopCluster.Node c = loopCluster.start("c");

    private void cutOff(LoopCluster.Node... nodes) {
        for (LoopCluster.Node node : nodes) {
            node.setReachable(false);
        }
    }

    private void reconnect(LoopCluster.Node... nodes) {
        for (LoopCluster.Node node : nodes) {
            node.setReachable(true);
        }
    }

    private Set<Integer> owners() {
        var owners = new TreeSet<Integer>();
        for (int last = 1; last <= 6; last++) {
            owners.add(loopCluster.hostsOf(ip(last)).size());
        }
        return owners;
    }

    @Test
    void allKeepWhatTheyHaveWhileTheStoreIsAway() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        for (int second = 0; second < 60; second++) {
            loopCluster.run(Duration.ofSeconds(1));
            assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
            assertThat(owners()).containsExactly(1);
        }
    }

    @Test
    void whatIsKeptIsAnnouncedEveryTenSeconds() {
        loopCluster.run(Duration.ofSeconds(30));
        cutOff(a, b, c);
        loopCluster.run(MINUTE);
        a.events.clear();
        loopCluster.run(MINUTE);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(6);
    }

    @Test
    void whoWasStoppedInTheMiddleOfAPassKeepsNothingUnseen() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        loopCluster.run(MINUTE);
        a.events.clear();
        a.stallFor(TTL);
        for (int i = 0; i < 200 && a.events.stream().noneMatch(Event.Failed.class::isInstance); i++) {
            loopCluster.run(Duration.ofMillis(10));
        }
        assertThat(a.events).anyMatch(event -> event.toString().contains("looked at them 90"));
        assertThat(loopCluster.counts()).containsEntry("a", 0);
    }

    @Test
    void nothingFlickersWhenTheStoreReturns() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.store.view().marks()).isEmpty();
        a.events.clear();
        b.events.clear();
        c.events.clear();
        reconnect(a, b, c);
        loopCluster.run(Duration.ofSeconds(20));
        for (LoopCluster.Node node : loopCluster.nodes()) {
            assertThat(node.events).noneMatch(Event.Dropped.class::isInstance);
        }
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(loopCluster.store.view().marks()).hasSize(6);
        loopCluster.checkMarks();
    }

    @Test
    void theOthersTakeWhatADeadNodeHad() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        loopCluster.run(MINUTE);
        a.kill();
        loopCluster.run(TTL.plus(ClaimProbing.RETRY_AFTER_ANSWER).plusSeconds(3));
        assertThat(owners()).containsExactly(1);
        assertThat(loopCluster.counts()).containsEntry("a", 0);
        reconnect(b, c);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 3, "c", 3));
    }

    @Test
    void aNodeThatIsCutOffAloneGivesWayToWhoHasTheMark() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a);
        for (int second = 0; second < 40; second++) {
            loopCluster.run(Duration.ofSeconds(1));
            assertThat(owners()).doesNotContain(0);
        }
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 3, "c", 3));
        reconnect(a);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        loopCluster.checkMarks();
    }

    @Test
    void ofTwoThatHaveItOneGivesWay() {
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        loopCluster.segment.cut(a.host);
        loopCluster.run(MINUTE);
        assertThat(owners()).containsExactly(2);
        loopCluster.segment.mend(a.host);
        loopCluster.run(Duration.ofSeconds(15));
        assertThat(owners()).containsExactly(1);
    }
}
