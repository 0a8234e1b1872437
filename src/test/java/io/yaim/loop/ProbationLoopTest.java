package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.cycle.Event;
import io.yaim.model.Health;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.ProbationSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A link or a check that has recovered has to prove itself.
final class ProbationLoopTest {

    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration DELAY = Duration.ofSeconds(20);
    private static final ProbationSettings SETTINGS = new ProbationSettings(DELAY, Duration.ofMinutes(5));
    private static final int FLAPS = 16;
    private static final Health FAILING = new Health.Unhealthy("api: down");

    private final LoopCluster loopCluster =
            new LoopCluster().probation(SETTINGS).pool(1, 2, 3, 4);

    @Test
    void aNodeTakesItsShareBackOnlyWhenItsLinkHasProvedItself() {
        LoopCluster.Node a = startBoth();
        setLink(a, false);
        loopCluster.run(MOMENT);
        setLink(a, true);
        loopCluster.run(DELAY.minus(MOMENT));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(member("a").state()).isEqualTo(Member.State.HEALTHY);
        assertThat(member("a").reason()).isEqualTo("on probation for 20 s: eth0 is up again");
        loopCluster.run(MOMENT.multipliedBy(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(member("a").reason()).isEmpty();
    }

    @Test
    void aNodeThatStartsHasNothingToProve() {
        startBoth();
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeOnProbationTakesAtOnceWhatNoOtherNodeCanTake() {
        LoopCluster.Node a = startBoth();
        setLink(a, false);
        loopCluster.run(MOMENT);
        setLink(a, true);
        loopCluster.run(MOMENT);
        loopCluster.nodes().get(1).setHealth(FAILING);
        loopCluster.run(MOMENT);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 4, "b", 0));
    }

    /// When a switch restarts, all links come back at the same time.
    @Test
    void nodesThatAreAllOnProbationShareThePoolAtOnce() {
        startBoth();
        loopCluster.nodes().forEach(node -> setLink(node, false));
        loopCluster.run(MOMENT);
        loopCluster.nodes().forEach(node -> setLink(node, true));
        loopCluster.run(MOMENT);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        loopCluster.nodes().forEach(node -> node.events.clear());
        loopCluster.run(DELAY.plus(MOMENT));
        assertThat(loopCluster.nodes().stream()
                        .mapToLong(ProbationLoopTest::drops)
                        .sum())
                .as("moves at the end of the probation")
                .isZero();
    }

    @Test
    void aFlappingLinkMovesEntriesOnlyAFewTimes() {
        LoopCluster.Node a = startBoth();
        flapLink(a);
        assertThat(drops(a)).as("losses").isBetween(1L, 2L);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    /// What both keys are for.
    @Test
    void withoutProbationsEachFlapMovesItsShare() {
        loopCluster.probation(ProbationSettings.none());
        LoopCluster.Node a = startBoth();
        flapLink(a);
        assertThat(drops(a)).as("losses").isEqualTo(FLAPS);
    }

    @Test
    void flappingChecksMoveEntriesOnlyAFewTimes() {
        LoopCluster.Node a = startBoth();
        for (int i = 0; i < FLAPS; i++) {
            a.setHealth(FAILING);
            loopCluster.run(MOMENT);
            a.setHealth(new Health.Healthy());
            loopCluster.run(MOMENT);
        }
        assertThat(drops(a)).as("losses").isBetween(1L, 2L);
        assertThat(member("a").reason()).isEqualTo("on probation for 5 s: the checks pass again");
        loopCluster.run(MOMENT.multipliedBy(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    private LoopCluster.Node startBoth() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(10));
        return a;
    }

    private void flapLink(LoopCluster.Node node) {
        for (int i = 0; i < FLAPS; i++) {
            setLink(node, false);
            loopCluster.run(MOMENT);
            setLink(node, true);
            loopCluster.run(Duration.ofSeconds(30));
        }
    }

    private static void setLink(LoopCluster.Node node, boolean isUp) {
        node.host.setLink("eth0", isUp);
    }

    private Member member(String name) {
        return Objects.requireNonNull(loopCluster.store.view().members().get(new NodeName(name)));
    }

    /// How often the node dropped addresses.
    private static long drops(LoopCluster.Node node) {
        return node.events.stream().filter(Event.Dropped.class::isInstance).count();
    }
}
