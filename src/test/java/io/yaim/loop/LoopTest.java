package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.DuplicateNameException;
import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.store.MemoryCluster;
import io.yaim.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTest {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration TTL = Duration.ofSeconds(9);

    /// What was free at the first view is probed before it is bound.
    private static final Duration PROBED = Duration.ofMillis(310);

    /// After its first view a node knows for sure that what is put into the pool is nobody's.
    private static final Duration SIGHTED = Duration.ofMillis(10_400);

    private final LoopCluster loopCluster = new LoopCluster();

    @Test
    void bindsWhatIsPutIntoThePoolAsSoonAsItsProbesAreDone() {
        loopCluster.start("a");
        loopCluster.run(SIGHTED);
        loopCluster.pool(IntStream.rangeClosed(1, 250).toArray()).run(PROBED.minus(MOMENT.multipliedBy(2)));
        assertThat(loopCluster.counts()).containsExactly(Map.entry("a", 0));
        loopCluster.run(MOMENT.multipliedBy(2));
        assertThat(loopCluster.counts()).containsExactly(Map.entry("a", 250));
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("a");
    }

    @Test
    void dropsAtOnceWhatIsTakenOutOfThePool() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofSeconds(2));
        loopCluster.store.delete(ip(1));
        loopCluster.run(MOMENT);
        assertThat(a.host.has(ip(1))).isFalse();
        assertThat(loopCluster.store.view().marks()).isEmpty();
    }

    @Test
    void sharesFairlyOnceMembershipIsQuiet() {
        loopCluster.pool(1, 2, 3, 4, 5, 6, 7).start("a");
        loopCluster.run(Duration.ofSeconds(3));
        loopCluster.start("b");
        loopCluster.start("c");
        loopCluster.run(Duration.ofSeconds(3));
        assertThat(loopCluster.counts().values()).containsExactlyInAnyOrder(3, 2, 2);
    }

    @Test
    void movesNothingWhenNothingChanges() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.events.clear();
        b.events.clear();
        loopCluster.run(Duration.ofSeconds(60));
        assertThat(a.events).noneMatch(Event::isProgress);
        assertThat(b.events).noneMatch(Event::isProgress);
    }

    @Test
    void passesEverythingOnAtOnceWhenItLeaves() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3, 4).start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.stop();
        loopCluster.run(MOMENT);
        assertThat(a.isRunning()).isFalse();
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(loopCluster.store.view().members()).containsOnlyKeys(new NodeName("b"));
        assertThat(b.isRunning()).isTrue();
    }

    @Test
    void passesEverythingOnAtOnceWhenAChecksFails() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3, 4).start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.setHealth(new Health.Unhealthy("api: down"));
        loopCluster.run(MOMENT);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        a.setHealth(new Health.Healthy());
        loopCluster.run(Duration.ofSeconds(3));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aKilledNodesAddressesAreTakenOverWhenItsLeaseHasEnded() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3, 4).start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.kill();
        loopCluster.run(TTL.plusSeconds(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void aFrozenNodeHasLostItsAddressesBeforeTheOthersTakeThemAndJoinsAgainAfterTheThaw() {
        LoopCluster.Node a = loopCluster.pool(1, 2, 3, 4).start("a");
        a.host.setLateness(Duration.ofMillis(1300));
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.freeze();
        loopCluster.run(TTL.multipliedBy(3));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        a.thaw();
        loopCluster.run(Duration.ofSeconds(3));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeThatIsCutOffDropsEverythingBeforeItsLeaseEnds() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.storeClient.setReachable(false);
        loopCluster.run(TTL.minusMillis(100));
        assertThat(a.host.has(ip(1))).isFalse();
        a.storeClient.setReachable(true);
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aShortOutageOfTheStoreIsNotNoticed() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.events.clear();
        a.storeClient.setReachable(false);
        loopCluster.run(Duration.ofSeconds(5));
        a.storeClient.setReachable(true);
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(a.events).noneMatch(event -> event instanceof Event.Dropped || event instanceof Event.Bound);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aLeaseThatEndedEarlyIsReplacedAfterEverythingWasDropped() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.events.clear();
        loopCluster.store.end(a.lease());
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(a.leases).hasSize(2);
        assertThat(a.events).anyMatch(event -> event instanceof Event.LeaseLost);
        assertThat(a.events)
                .anyMatch(event -> event instanceof Event.Dropped dropped
                        && dropped.addresses().size() == 2);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aStoreThatWentBackProvesNothing() {
        loopCluster.pool(1);
        MemoryCluster.Snapshot before = loopCluster.store.snapshot();
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(5));
        loopCluster.store.restore(before);
        a.events.clear();
        loopCluster.run(TTL.plusSeconds(3));
        assertThat(a.events).anyMatch(event -> event instanceof Event.LeaseLost);
        assertThat(a.leases.size()).isGreaterThan(1);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void claimsNothingFromAStoreThatWentBackWhileOthersMayHoldAddressesByWhatItWas() {
        MemoryCluster.Snapshot before = loopCluster.pool(1, 2, 3, 4).store.snapshot();
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.storeClient.setReachable(false);
        loopCluster.store.restore(before);
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 0));
        loopCluster.run(TTL);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void writesTheMarkAgainAfterAnUnmarkThatMayStillTakeEffect() throws Exception {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.setHealth(new Health.Unhealthy("api: down"));
        a.storeClient.inject(MemoryStore.Fault.LATE);
        loopCluster.run(MOMENT);
        a.setHealth(new Health.Healthy());
        loopCluster.run(Duration.ofSeconds(3));
        assertThat(a.events).anyMatch(event -> event instanceof Event.ChangeApplied(StoreChange.Retake _));
        a.storeClient.deliverLate();
        loopCluster.run(Duration.ofSeconds(2));
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("a");
        assertThat(loopCluster.store.view().owner(ip(1))).isPresent();
    }

    @Test
    void putsBackAtOnceWhatSomebodyRemoved() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.host.dropAsAnother(ip(1));
        loopCluster.run(MOMENT);
        assertThat(a.host.has(ip(1))).isTrue();
    }

    @Test
    void announcesEverythingAnewWhenItsHardwareAddressChanges() {
        LoopCluster.Node n1 = loopCluster.pool(1, 2, 3).start("n1");
        loopCluster.run(Duration.ofSeconds(20));
        int before = n1.events.size();

        n1.host.setHardware(new HardwareAddress(0x02_77_00_00_00_99L));
        loopCluster.run(Duration.ofMillis(10));

        assertThat(n1.events.subList(before, n1.events.size()))
                .contains(new Event.HardwareChanged(Set.of("eth0"), 3), new Event.Announced(3));
    }

    @Test
    void aPortOfABridgeCarriesNothing() {
        LoopCluster.Node n1 = loopCluster.pool(1, 2, 3, 4).start("n1");
        loopCluster.start("n2");
        loopCluster.run(Duration.ofSeconds(20));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("n1", 2, "n2", 2));

        n1.host.setPortOf("eth0", "bridge");
        loopCluster.run(Duration.ofSeconds(1));

        assertThat(loopCluster.counts()).isEqualTo(Map.of("n1", 0, "n2", 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 24})
    void takesOverAgainWhatAnotherProgramHasBound(int prefix) throws Exception {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(20));
        int mine = loopCluster.hostsOf(ip(1)).equals(List.of("a")) ? 1 : 2;

        a.host.bindAsAnother(ip(mine), "eth0", prefix);
        loopCluster.run(MOMENT);

        assertThat(a.addresses.readHost().addresses()).hasSize(1).allMatch(BoundAddress::isOurs);
        assertThat(loopCluster.hostsOf(ip(mine))).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 24})
    void passesNothingOnThatIsStillOnItsHost(int prefix) throws Exception {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(20));
        int mine = loopCluster.hostsOf(ip(1)).equals(List.of("a")) ? 1 : 2;

        a.setHealth(new Health.Unhealthy("broken"));
        a.host.bindAsAnother(ip(mine), "eth0", prefix);
        loopCluster.run(MOMENT);

        assertThat(a.addresses.readHost().addresses()).isEmpty();
        assertThat(loopCluster.hostsOf(ip(mine))).containsExactly("b");
    }

    @Test
    void leavesToOthersWhatItCannotBind() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        a.host.refuse(ip(1), "no room");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("b");
    }

    @Test
    void endsTheLeaseOfItsFormerLifeOnThisHostAndGoesOn() {
        LoopCluster.Node first = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        first.kill();
        LoopCluster.Node second = loopCluster.start("a", "a", Optional.of(first.lease()));
        loopCluster.run(PROBED);
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("a");
        assertThat(second.leases).hasSize(1);
    }

    @Test
    void waitsForANamesakeThatDiedAndRefusesOneThatLives() {
        LoopCluster.Node first = loopCluster.pool(1).start("a", "host1", Optional.empty());
        loopCluster.run(Duration.ofSeconds(5));
        loopCluster.start("a", "host2", Optional.empty());
        loopCluster.run(Duration.ofSeconds(1));
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("host1");
        first.kill();
        loopCluster.run(TTL.plus(PROBED));
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("host2");

        loopCluster.start("a", "host3", Optional.empty());
        assertThatThrownBy(() -> loopCluster.run(Duration.ofSeconds(15)))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("named a");
    }

    @Test
    void whoCannotSeeTheKernelLetsTheLeaseEnd() {
        LoopCluster.Node a = loopCluster.pool(1, 2).start("a");
        loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        a.addresses.fail("no buffer space");
        loopCluster.run(TTL.plusSeconds(2));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void goesBackToRestWhenAnAddressWentBeforeItsLastAnnouncement() {
        LoopCluster.Node a = loopCluster.pool(1).start("a");
        loopCluster.run(Duration.ofMillis(500));
        a.freeze();
        loopCluster.run(TTL);
        loopCluster.store.delete(ip(1));
        a.thaw();
        loopCluster.run(Duration.ofSeconds(5));
        int before = a.cycles;
        loopCluster.run(Duration.ofSeconds(10));
        assertThat(a.cycles - before).isLessThan(20);
    }

    @Test
    void bindsAgainAfterBindingWasSlowOnce() {
        LoopCluster.Node a =
                loopCluster.pool(IntStream.rangeClosed(1, 250).toArray()).start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.setSlowness(Duration.ofMillis(2600));
        loopCluster.run(Duration.ofSeconds(5));
        a.setSlowness(Duration.ZERO);
        loopCluster.run(Duration.ofMinutes(1));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 250));
    }

    @Test
    void doesNotHurryForEverAfterWhatItNeverReaches() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(5));
        a.stopBinding();
        int before = a.cycles;
        loopCluster.pool(1).run(Duration.ofSeconds(1));
        assertThat(a.cycles - before).isBetween(10, 50);
    }
}
