package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;

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

    private final World world = new World().mode(FailureMode.CLAIM).pool(1, 2, 3, 4, 5, 6);
    private final World.Node a = world.start("a");
    private final World.Node b = world.start("b");
    private final World.Node c = world.start("c");

    private void cutOff(World.Node... nodes) {
        for (World.Node node : nodes) {
            node.setReachable(false);
        }
    }

    private void reconnect(World.Node... nodes) {
        for (World.Node node : nodes) {
            node.setReachable(true);
        }
    }

    private Set<Integer> owners() {
        var owners = new TreeSet<Integer>();
        for (int last = 1; last <= 6; last++) {
            owners.add(world.hostsOf(ip(last)).size());
        }
        return owners;
    }

    @Test
    void allKeepWhatTheyHaveWhileTheStoreIsAway() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        for (int second = 0; second < 60; second++) {
            world.run(Duration.ofSeconds(1));
            assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
            assertThat(owners()).containsExactly(1);
        }
    }

    @Test
    void whatIsKeptIsAnnouncedEveryTenSeconds() {
        world.run(Duration.ofSeconds(30));
        cutOff(a, b, c);
        world.run(MINUTE);
        a.events.clear();
        world.run(MINUTE);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(6);
    }

    @Test
    void whoWasStoppedInTheMiddleOfAPassKeepsNothingUnseen() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        world.run(MINUTE);
        a.events.clear();
        a.stallFor(TTL);
        for (int i = 0; i < 200 && a.events.stream().noneMatch(Event.Failed.class::isInstance); i++) {
            world.run(Duration.ofMillis(10));
        }
        assertThat(a.events).anyMatch(event -> event.toString().contains("looked at them 90"));
        assertThat(world.counts()).containsEntry("a", 0);
    }

    @Test
    void nothingFlickersWhenTheStoreReturns() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        world.run(MINUTE);
        assertThat(world.store.view().marks()).isEmpty();
        a.events.clear();
        b.events.clear();
        c.events.clear();
        reconnect(a, b, c);
        world.run(Duration.ofSeconds(20));
        for (World.Node node : world.nodes()) {
            assertThat(node.events).noneMatch(Event.Dropped.class::isInstance);
        }
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(world.store.view().marks()).hasSize(6);
        world.checkMarks();
    }

    @Test
    void theOthersTakeWhatADeadNodeHad() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        world.run(MINUTE);
        a.kill();
        world.run(TTL.plus(Search.AFTER_ANSWER).plusSeconds(3));
        assertThat(owners()).containsExactly(1);
        assertThat(world.counts()).containsEntry("a", 0);
        reconnect(b, c);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 3, "c", 3));
    }

    @Test
    void aNodeThatIsCutOffAloneGivesWayToWhoHasTheMark() {
        world.run(Duration.ofSeconds(5));
        cutOff(a);
        for (int second = 0; second < 40; second++) {
            world.run(Duration.ofSeconds(1));
            assertThat(owners()).doesNotContain(0);
        }
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 3, "c", 3));
        reconnect(a);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        world.checkMarks();
    }

    @Test
    void ofTwoThatHaveItOneGivesWay() {
        world.run(Duration.ofSeconds(5));
        cutOff(a, b, c);
        world.segment.cut(a.host);
        world.run(MINUTE);
        assertThat(owners()).containsExactly(2);
        world.segment.mend(a.host);
        world.run(Duration.ofSeconds(15));
        assertThat(owners()).containsExactly(1);
    }
}
