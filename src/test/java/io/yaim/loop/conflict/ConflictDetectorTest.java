package io.yaim.loop.conflict;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.FakeSegment;
import io.yaim.loop.LoopCluster;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.Health;
import io.yaim.model.StoreChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What nodes do about what they hear on the wire, in clusters under simulated time that fail the test when
/// an address is on two hosts.
class ConflictDetectorTest {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration TTL = Duration.ofSeconds(9);

    /// Within this all announcements after a bind are made, and a former owner's are no longer expected.
    private static final Duration SETTLED = Duration.ofSeconds(8);

    /// Later than any address can outlive the first view.
    private static final Duration SIGHTED = Duration.ofSeconds(11);

    private final LoopCluster loopCluster = new LoopCluster();

    @Test
    void probesThreeTimesBeforeItBindsWhatAVanishedOwnerHad() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        b.events.clear();
        a.kill();
        loopCluster.run(Duration.ofSeconds(20));

        assertThat(b.events)
                .filteredOn(event -> event instanceof Event.Probed || event instanceof Event.Bound)
                .hasSize(4)
                .startsWith(new Event.Probed(1), new Event.Probed(1), new Event.Probed(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void bindsWhatAVanishedOwnerHadThreeHundredMillisecondsAfterItClaimedIt() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        a.kill();
        b.events.clear();
        loopCluster.runUntil("the claim", () -> b.events.stream().anyMatch(ConflictDetectorTest::isClaim));
        loopCluster.run(Duration.ofMillis(280));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 1));
        loopCluster.run(Duration.ofMillis(30));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void probesNothingThatWasHandedOverOrIsNewInThePool() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.run(SETTLED);
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SIGHTED);
        a.events.clear();
        b.events.clear();
        loopCluster.pool(3, 4).run(MOMENT);
        a.stop();
        loopCluster.run(MOMENT);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(List.of(a.events, b.events))
                .allSatisfy(events -> assertThat(events).noneMatch(Event.Probed.class::isInstance));
    }

    @Test
    void waitsWhileAFrozenOwnerAnswersWhoseLeaseEndedEarly() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        a.freeze();
        loopCluster.store.end(a.lease());
        b.events.clear();
        loopCluster.run(Duration.ofSeconds(4));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
        assertThat(loopCluster.store.view().marks().values())
                .allMatch(mark -> mark.owner().value().equals("b"));
        assertThat(b.events)
                .filteredOn(Event.ProbeAnswered.class::isInstance)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        Event.ProbeAnswered.class,
                        event -> assertThat(event.addressSighting().senderHardware())
                                .isEqualTo(a.host.hardware()));
        assertThat(b.events).noneMatch(Event.Failed.class::isInstance);

        loopCluster.runUntil("a change", () -> !loopCluster.counts().equals(Map.of("a", 1, "b", 1)));
        loopCluster.run(OrphanedEntries.RETRY_AFTER_ANSWER.plus(OrphanedEntries.PROBE_SPACING.multipliedBy(3)));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void whoCannotHearTakesNothingForSilenceAndWaitsAsLongAsALifetime() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        b.setDeaf(true);
        a.freeze();
        loopCluster.store.end(a.lease());
        loopCluster.run(Duration.ofSeconds(10));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 1));
        assertThat(b.events).anyMatch(event -> event.toString().contains("listen to the wire"));
        loopCluster.run(Duration.ofMillis(500));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void aNodeThatIsCutOffKeepsTheOthersWaitingUntilItHasLetGo() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3, 4).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        a.setReachable(false);
        loopCluster.store.end(a.lease());
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        loopCluster.run(TTL);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(b.events).noneMatch(Event.ConflictBegan.class::isInstance);
    }

    @Test
    void nobodyInheritsWhatIsStillUnclear() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        a.freeze();
        loopCluster.store.end(a.lease());
        loopCluster.run(Duration.ofSeconds(1));
        loopCluster.start("c");
        loopCluster.run(Duration.ofSeconds(1));
        b.setHealth(new Health.Unhealthy("api: down"));
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 0, "c", 3));
    }

    @Test
    void bindsAtLastWhatAStrangerAnswersForAndTellsOfTheConflict() {
        loopCluster.segment.bindAtNeighbour(ip(1));
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(TTL.plusMillis(1200));
        assertThat(a.host.has(ip(1))).isFalse();
        loopCluster.run(Duration.ofMillis(200));
        assertThat(a.host.has(ip(1))).isTrue();
        loopCluster.run(Duration.ofSeconds(3));
        assertThat(a.events).filteredOn(Event.ConflictBegan.class::isInstance).hasSize(1);
    }

    @Test
    void defendsAnAddressAtOnceButNotMoreThanEveryTenSeconds() {
        LoopCluster.Node a = settled();
        for (int i = 0; i < 29; i++) {
            loopCluster.segment.announceAtNeighbour(ip(1));
            loopCluster.run(Duration.ofSeconds(1));
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
        LoopCluster.Node a = settled();
        loopCluster.segment.announceAtNeighbour(ip(1));
        loopCluster.run(Duration.ofSeconds(9));
        a.events.clear();
        loopCluster.run(Duration.ofSeconds(1).plus(MOMENT));
        assertThat(a.events).contains(new Event.ConflictEnded(byNeighbour()), new Event.Announced(1));
        loopCluster.run(SETTLED);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(5);
    }

    @Test
    void aConflictLastsAsLongAsTheStrangerAnswers() {
        LoopCluster.Node a = settled();
        loopCluster.segment.bindAtNeighbour(ip(1));
        loopCluster.segment.announceAtNeighbour(ip(1));
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(a.events).noneMatch(Event.ConflictEnded.class::isInstance);
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSizeBetween(4, 7);
        loopCluster.segment.dropAtNeighbour(ip(1));
        loopCluster.run(AddressConflicts.RESOLVED_AFTER.plus(AddressConflicts.PROBE_INTERVAL));
        assertThat(a.events).contains(new Event.ConflictEnded(byNeighbour()));
    }

    @Test
    void isNotAlarmedByItsOwnFramesOrByWhoOnlyAsks() {
        LoopCluster.Node a = settled();
        loopCluster.segment.reflect(a.host, ip(1));
        loopCluster.segment.probeAtNeighbour(ip(1));
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(a.events).allMatch(Event.Refreshed.class::isInstance);
    }

    @Test
    void isNotAlarmedByTheLastAnnouncementOfTheFormerOwner() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofMillis(400));
        assertThat(a.host.has(ip(1))).isTrue();
        loopCluster.segment.announceAtNeighbour(ip(1));
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(a.events).noneMatch(Event.ConflictBegan.class::isInstance);
    }

    @Test
    void asksAfterwardsWhetherWhatItHeardTooSoonIsTrue() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofMillis(400));
        loopCluster.segment.bindAtNeighbour(ip(1));
        loopCluster.segment.announceAtNeighbour(ip(1));
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(a.events).contains(new Event.ConflictBegan(byNeighbour()));
    }

    /// A node that holds an address, and has nothing to say any more.
    private LoopCluster.Node settled() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(SETTLED);
        a.events.clear();
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(a.events).allMatch(Event.Refreshed.class::isInstance);
        a.events.clear();
        return a;
    }

    private static AddressSighting byNeighbour() {
        return new AddressSighting(ip(1), "eth0", FakeSegment.NEIGHBOUR, AddressSighting.Kind.IN_USE);
    }

    private static boolean isClaim(Event event) {
        return event instanceof Event.ChangeApplied(StoreChange storeChange)
                && storeChange instanceof StoreChange.Claim;
    }
}
