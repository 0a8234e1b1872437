package io.yaim.loop.conflict;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.FakeSegment;
import io.yaim.loop.LoopCluster;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    void probesNothingThatWasHandedOver() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.run(SETTLED);
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.pool(3, 4).run(SIGHTED);
        a.events.clear();
        b.events.clear();
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
    void bindsAtLastWhatAStrangerTookFromALostOwnerAndTellsOfTheConflict() {
        LoopCluster.Node b = loopCluster.pool(1).start("b");
        loopCluster.run(SETTLED);
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(SETTLED);
        loopCluster.segment.bindAtNeighbour(ip(1));
        b.kill();
        loopCluster.runUntil("the claim", () -> a.events.stream().anyMatch(ConflictDetectorTest::isClaim));
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

    @Test
    void nobodyTakesWhatAStrangerHasWhenItEntersThePoolUntilHeLetsGo() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SIGHTED);
        loopCluster.segment.bindAtNeighbour(ip(3));
        loopCluster.segment.bindAtNeighbour(ip(4));
        loopCluster.pool(3, 4).run(Duration.ofMinutes(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1, "b", 1));
        assertThat(loopCluster.store.view().marks()).doesNotContainKeys(ip(3), ip(4));
        assertThat(reports(ip(3))).hasSize(1).allMatch(reason -> reason.equals("in use by 02:ff:00:00:00:01 on eth0"));
        assertThat(List.of(a.events, b.events))
                .allSatisfy(events -> assertThat(events).noneMatch(Event.ConflictBegan.class::isInstance));

        loopCluster.segment.dropAtNeighbour(ip(3));
        loopCluster.segment.dropAtNeighbour(ip(4));
        loopCluster.run(OrphanedEntries.RETRY_AFTER_ANSWER.plus(Duration.ofSeconds(1)));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(reports(ip(3))).isEmpty();
    }

    @Test
    void norWhatAStrangerHasWhenTheFirstNodeStarts() {
        loopCluster.segment.bindAtNeighbour(ip(1));
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(loopCluster.hostsOf(ip(1))).isEmpty();
        assertThat(loopCluster.hostsOf(ip(2))).containsExactly("a");
        loopCluster.store.end(a.lease());
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(loopCluster.hostsOf(ip(1))).as("under another lease").isEmpty();
        a.kill();
        loopCluster.start("b");
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(loopCluster.hostsOf(ip(1))).as("on another node").isEmpty();
    }

    /// A firewall may keep the neighbours from finding it.
    @Test
    void norWhatAnotherProgramHasOnANode() {
        LoopCluster.Node a = loopCluster.start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SIGHTED);
        a.host.bindAsAnother(ip(1), "eth0");
        b.setDeaf(true);
        loopCluster.pool(1).run(Duration.ofMinutes(1));
        b.setDeaf(false);
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(loopCluster.store.view().marks()).isEmpty();
        assertThat(reports(ip(1))).containsExactly("already on eth0, and not by yaim");
        assertThat(List.of(a.events, b.events))
                .allSatisfy(events -> assertThat(events).noneMatch(Event.Bound.class::isInstance));

        a.host.dropAsAnother(ip(1));
        loopCluster.run(Duration.ofSeconds(1));
        assertThat(loopCluster.hostsOf(ip(1))).hasSize(1);
        assertThat(reports(ip(1))).isEmpty();
    }

    @Test
    void itsOwnerKeepsWhatAnotherProgramBindsOnAnotherNode() {
        loopCluster.store.put(Entry.plain(ip(1), "ips/" + ip(1))); // two hosts will have it
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(SETTLED);
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(SETTLED);
        b.host.bindAsAnother(ip(1), "eth0");
        loopCluster.segment.announceAtNeighbour(ip(1));
        a.events.clear();
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(a.host.has(ip(1))).isTrue();
        assertThat(loopCluster.store.view().owner(ip(1)).map(node -> node.name().value()))
                .contains("a");
        assertThat(a.events).anyMatch(Event.Announced.class::isInstance);
    }

    private List<String> reports(VirtualIp ip) {
        return loopCluster.store.view().nodes().values().stream()
                .flatMap(node -> Stream.ofNullable(node.unbindable().get(ip)))
                .toList();
    }

    private static AddressSighting byNeighbour() {
        return new AddressSighting(ip(1), "eth0", FakeSegment.NEIGHBOUR, AddressSighting.Kind.IN_USE);
    }

    private static boolean isClaim(Event event) {
        return event instanceof Event.ChangeApplied(StoreChange storeChange)
                && storeChange instanceof StoreChange.Claim;
    }
}
