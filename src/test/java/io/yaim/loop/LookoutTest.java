package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.FakeSegment;
import io.yaim.model.Change;
import io.yaim.model.Health;
import io.yaim.model.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What nodes do about what they hear on the wire, in clusters under simulated time that fail the test when
/// an address is on two hosts.
class LookoutTest {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration TTL = Duration.ofSeconds(9);

    /// Within this all announcements after a bind are made, and a former owner's are no longer expected.
    private static final Duration SETTLED = Duration.ofSeconds(8);

    /// Later than any address can outlive the first view.
    private static final Duration SIGHTED = Duration.ofSeconds(11);

    private final World world = new World();

    @Test
    void probesThreeTimesBeforeItBindsWhatAVanishedOwnerHad() {
        World.Node a = world.pool(1, 2).start("a");
        World.Node b = world.start("b");
        world.run(SETTLED);
        b.events.clear();
        a.kill();
        world.run(Duration.ofSeconds(20));

        assertThat(b.events)
                .filteredOn(event -> event instanceof Event.Probed || event instanceof Event.Bound)
                .hasSize(4)
                .startsWith(new Event.Probed(1), new Event.Probed(1), new Event.Probed(1));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void bindsWhatAVanishedOwnerHadThreeHundredMillisecondsAfterItClaimedIt() {
        World.Node a = world.pool(1, 2).start("a");
        World.Node b = world.start("b");
        world.run(SETTLED);
        a.kill();
        b.events.clear();
        world.runUntil("the claim", () -> b.events.stream().anyMatch(LookoutTest::isClaim));
        world.run(Duration.ofMillis(280));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 1));
        world.run(Duration.ofMillis(30));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void probesNothingThatWasHandedOverOrIsNewInThePool() {
        World.Node a = world.pool(1, 2).start("a");
        world.run(SETTLED);
        World.Node b = world.start("b");
        world.run(SIGHTED);
        a.events.clear();
        b.events.clear();
        world.pool(3, 4).run(MOMENT);
        a.stop();
        world.run(MOMENT);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(List.of(a.events, b.events))
                .allSatisfy(events -> assertThat(events).noneMatch(Event.Probed.class::isInstance));
    }

    @Test
    void waitsWhileAFrozenOwnerAnswersWhoseLeaseEndedEarly() {
        World.Node a = world.pool(1, 2).start("a");
        World.Node b = world.start("b");
        world.run(SETTLED);
        a.freeze();
        world.store.end(a.lease());
        b.events.clear();
        world.run(Duration.ofSeconds(4));
        assertThat(world.counts()).isEqualTo(Map.of("a", 1, "b", 1));
        assertThat(world.store.view().marks().values())
                .allMatch(mark -> mark.owner().value().equals("b"));
        assertThat(b.events)
                .filteredOn(Event.Answered.class::isInstance)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        Event.Answered.class,
                        event -> assertThat(event.sighting().by()).isEqualTo(a.host.hardware()));
        assertThat(b.events).noneMatch(Event.Failed.class::isInstance);

        world.runUntil("a change", () -> !world.counts().equals(Map.of("a", 1, "b", 1)));
        world.run(Vacancies.AFTER_ANSWER.plus(Vacancies.SPACING.multipliedBy(3)));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void whoCannotHearTakesNothingForSilenceAndWaitsAsLongAsALifetime() {
        World.Node a = world.pool(1, 2).start("a");
        World.Node b = world.start("b");
        world.run(SETTLED);
        b.setDeaf(true);
        a.freeze();
        world.store.end(a.lease());
        world.run(Duration.ofSeconds(10));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 1));
        assertThat(b.events).anyMatch(event -> event.toString().contains("listen to the wire"));
        world.run(Duration.ofMillis(500));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void aNodeThatIsCutOffKeepsTheOthersWaitingUntilItHasLetGo() {
        World.Node a = world.pool(1, 2, 3, 4).start("a");
        World.Node b = world.start("b");
        world.run(SETTLED);
        a.setReachable(false);
        world.store.end(a.lease());
        world.run(Duration.ofSeconds(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        world.run(TTL);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(b.events).noneMatch(Event.ConflictBegan.class::isInstance);
    }

    @Test
    void nobodyInheritsWhatIsStillUnclear() {
        World.Node a = world.pool(1, 2, 3).start("a");
        World.Node b = world.start("b");
        world.run(SETTLED);
        a.freeze();
        world.store.end(a.lease());
        world.run(Duration.ofSeconds(1));
        world.start("c");
        world.run(Duration.ofSeconds(1));
        b.turn(new Health.Unhealthy("api: down"));
        world.run(Duration.ofSeconds(20));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 0, "c", 3));
    }

    @Test
    void bindsAtLastWhatAStrangerAnswersForAndTellsOfTheConflict() {
        world.segment.bindAtNeighbour(ip(1));
        World.Node a = world.pool(1).start("a");
        world.run(TTL.plusMillis(1200));
        assertThat(a.host.has(ip(1))).isFalse();
        world.run(Duration.ofMillis(200));
        assertThat(a.host.has(ip(1))).isTrue();
        world.run(Duration.ofSeconds(3));
        assertThat(a.events).filteredOn(Event.ConflictBegan.class::isInstance).hasSize(1);
    }

    @Test
    void defendsAnAddressAtOnceButNotMoreThanEveryTenSeconds() {
        World.Node a = settled();
        for (int i = 0; i < 29; i++) {
            world.segment.announceAtNeighbour(ip(1));
            world.run(Duration.ofSeconds(1));
            if (i == 0) {
                assertThat(a.events).contains(new Event.ConflictBegan(byNeighbour()), new Event.Announced(1));
            }
        }
        assertThat(a.events).filteredOn(Event.ConflictBegan.class::isInstance).hasSize(1);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(3);
        assertThat(a.host.has(ip(1))).isTrue();
    }

    @Test
    void announcesAgainWhenAConflictIsOver() {
        World.Node a = settled();
        world.segment.announceAtNeighbour(ip(1));
        world.run(Duration.ofSeconds(9));
        a.events.clear();
        world.run(Duration.ofSeconds(1).plus(MOMENT));
        assertThat(a.events).contains(new Event.ConflictEnded(byNeighbour()), new Event.Announced(1));
        world.run(SETTLED);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(5);
    }

    @Test
    void aConflictLastsAsLongAsTheStrangerAnswers() {
        World.Node a = settled();
        world.segment.bindAtNeighbour(ip(1));
        world.segment.announceAtNeighbour(ip(1));
        world.run(Duration.ofMinutes(1));
        assertThat(a.events).noneMatch(Event.ConflictEnded.class::isInstance);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSizeBetween(4, 7);
        world.segment.dropAtNeighbour(ip(1));
        world.run(Conflicts.OVER.plus(Conflicts.ASKING));
        assertThat(a.events).contains(new Event.ConflictEnded(byNeighbour()));
    }

    @Test
    void isNotAlarmedByItsOwnFramesOrByWhoOnlyAsks() {
        World.Node a = settled();
        world.segment.reflect(a.host, ip(1));
        world.segment.probeAtNeighbour(ip(1));
        world.run(Duration.ofSeconds(20));
        assertThat(a.events).allMatch(Event.Refreshed.class::isInstance);
    }

    @Test
    void isNotAlarmedByTheLastAnnouncementOfTheFormerOwner() {
        World.Node a = world.pool(1).start("a");
        world.run(Duration.ofMillis(400));
        assertThat(a.host.has(ip(1))).isTrue();
        world.segment.announceAtNeighbour(ip(1));
        world.run(Duration.ofSeconds(20));
        assertThat(a.events).noneMatch(Event.ConflictBegan.class::isInstance);
    }

    @Test
    void asksAfterwardsWhetherWhatItHeardTooSoonIsTrue() {
        World.Node a = world.pool(1).start("a");
        world.run(Duration.ofMillis(400));
        world.segment.bindAtNeighbour(ip(1));
        world.segment.announceAtNeighbour(ip(1));
        world.run(Duration.ofSeconds(2));
        assertThat(a.events).contains(new Event.ConflictBegan(byNeighbour()));
    }

    /// A node that holds an address, and has nothing to say any more.
    private World.Node settled() {
        World.Node a = world.pool(1).start("a");
        world.run(SETTLED);
        a.events.clear();
        world.run(Duration.ofSeconds(2));
        assertThat(a.events).allMatch(Event.Refreshed.class::isInstance);
        a.events.clear();
        return a;
    }

    private static Sighting byNeighbour() {
        return new Sighting(ip(1), "eth0", FakeSegment.NEIGHBOUR, Sighting.Kind.HOLDS);
    }

    private static boolean isClaim(Event event) {
        return event instanceof Event.Changed(Change change) && change instanceof Change.Claim;
    }
}
