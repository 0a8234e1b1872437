package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Change;
import io.yaim.model.Health;
import io.yaim.model.NodeName;
import io.yaim.store.MemoryCluster;
import io.yaim.store.MemoryStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopTest {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration TTL = Duration.ofSeconds(9);

    /// What was free at the first view is probed before it is bound.
    private static final Duration PROBED = Duration.ofMillis(310);

    /// After its first view a node knows for sure that what is put into the pool is nobody's.
    private static final Duration SIGHTED = Duration.ofMillis(10_400);

    private final World world = new World();

    @Test
    void bindsAtOnceWhatIsPutIntoThePool() {
        world.start("a");
        world.run(SIGHTED);
        world.pool(1).run(MOMENT);
        assertThat(world.hostsOf(ip(1))).containsExactly("a");
    }

    @Test
    void dropsAtOnceWhatIsTakenOutOfThePool() {
        World.Node a = world.pool(1).start("a");
        world.run(Duration.ofSeconds(2));
        world.store.delete(ip(1));
        world.run(MOMENT);
        assertThat(a.host.has(ip(1))).isFalse();
        assertThat(world.store.view().marks()).isEmpty();
    }

    @Test
    void sharesFairlyOnceMembershipIsQuiet() {
        world.pool(1, 2, 3, 4, 5, 6, 7).start("a");
        world.run(Duration.ofSeconds(3));
        world.start("b");
        world.start("c");
        world.run(Duration.ofSeconds(3));
        assertThat(world.counts().values()).containsExactlyInAnyOrder(3, 2, 2);
    }

    @Test
    void movesNothingWhenNothingChanges() {
        World.Node a = world.pool(1, 2, 3).start("a");
        World.Node b = world.start("b");
        world.run(Duration.ofSeconds(5));
        a.events.clear();
        b.events.clear();
        world.run(Duration.ofSeconds(60));
        assertThat(a.events).noneMatch(Event::isProgress);
        assertThat(b.events).noneMatch(Event::isProgress);
    }

    @Test
    void passesEverythingOnAtOnceWhenItLeaves() {
        World.Node a = world.pool(1, 2, 3, 4).start("a");
        World.Node b = world.start("b");
        world.run(Duration.ofSeconds(5));
        a.stop();
        world.run(MOMENT);
        assertThat(a.isRunning()).isFalse();
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        assertThat(world.store.view().members()).containsOnlyKeys(new NodeName("b"));
        assertThat(b.isRunning()).isTrue();
    }

    @Test
    void passesEverythingOnAtOnceWhenAChecksFails() {
        World.Node a = world.pool(1, 2, 3, 4).start("a");
        world.start("b");
        world.run(Duration.ofSeconds(5));
        a.turn(new Health.Unhealthy("api: down"));
        world.run(MOMENT);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        a.turn(new Health.Healthy());
        world.run(Duration.ofSeconds(3));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aKilledNodesAddressesAreTakenOverWhenItsLeaseHasEnded() {
        World.Node a = world.pool(1, 2, 3, 4).start("a");
        world.start("b");
        world.run(Duration.ofSeconds(5));
        a.kill();
        world.run(TTL.plusSeconds(1));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void aFrozenNodeHasLostItsAddressesBeforeTheOthersTakeThemAndJoinsAgainAfterTheThaw() {
        World.Node a = world.pool(1, 2, 3, 4).start("a");
        a.host.setLateness(Duration.ofMillis(1300));
        world.start("b");
        world.run(Duration.ofSeconds(5));
        a.freeze();
        world.run(TTL.multipliedBy(3));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
        a.thaw();
        world.run(Duration.ofSeconds(3));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeThatIsCutOffDropsEverythingBeforeItsLeaseEnds() {
        World.Node a = world.pool(1, 2).start("a");
        world.run(Duration.ofSeconds(5));
        a.reach.setReachable(false);
        world.run(TTL.minusMillis(100));
        assertThat(a.host.has(ip(1))).isFalse();
        a.reach.setReachable(true);
        world.run(Duration.ofSeconds(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aShortOutageOfTheStoreIsNotNoticed() {
        World.Node a = world.pool(1, 2).start("a");
        world.run(Duration.ofSeconds(5));
        a.events.clear();
        a.reach.setReachable(false);
        world.run(Duration.ofSeconds(5));
        a.reach.setReachable(true);
        world.run(Duration.ofSeconds(5));
        assertThat(a.events).noneMatch(event -> event instanceof Event.Dropped || event instanceof Event.Bound);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aLeaseThatEndedEarlyIsReplacedAfterEverythingWasDropped() {
        World.Node a = world.pool(1, 2).start("a");
        world.run(Duration.ofSeconds(5));
        a.events.clear();
        world.store.end(a.lease());
        world.run(Duration.ofSeconds(2));
        assertThat(a.leases).hasSize(2);
        assertThat(a.events).anyMatch(event -> event instanceof Event.LeaseLost);
        assertThat(a.events)
                .anyMatch(event -> event instanceof Event.Dropped dropped
                        && dropped.addresses().size() == 2);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aStoreThatWentBackProvesNothing() {
        world.pool(1);
        MemoryCluster.Snapshot before = world.store.snapshot();
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(5));
        world.store.restore(before);
        a.events.clear();
        world.run(TTL.plusSeconds(3));
        assertThat(a.events).anyMatch(event -> event instanceof Event.LeaseLost);
        assertThat(a.leases.size()).isGreaterThan(1);
        assertThat(world.counts()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void claimsNothingFromAStoreThatWentBackWhileOthersMayHoldAddressesByWhatItWas() {
        MemoryCluster.Snapshot before = world.pool(1, 2, 3, 4).store.snapshot();
        World.Node a = world.start("a");
        world.start("b");
        world.run(Duration.ofSeconds(5));
        a.reach.setReachable(false);
        world.store.restore(before);
        world.run(Duration.ofSeconds(5));
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 0));
        world.run(TTL);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 4));
    }

    @Test
    void writesTheMarkAgainAfterAnUnmarkThatMayStillTakeEffect() throws Exception {
        World.Node a = world.pool(1).start("a");
        world.run(Duration.ofSeconds(5));
        a.turn(new Health.Unhealthy("api: down"));
        a.reach.inject(MemoryStore.Fault.LATE);
        world.run(MOMENT);
        a.turn(new Health.Healthy());
        world.run(Duration.ofSeconds(3));
        assertThat(a.events).anyMatch(event -> event instanceof Event.Changed(Change.Retake _));
        a.reach.deliverLate();
        world.run(Duration.ofSeconds(2));
        assertThat(world.hostsOf(ip(1))).containsExactly("a");
        assertThat(world.store.view().owner(ip(1))).isPresent();
    }

    @Test
    void putsBackAtOnceWhatSomebodyRemoved() {
        World.Node a = world.pool(1).start("a");
        world.run(Duration.ofSeconds(5));
        a.host.dropAsAnother(ip(1));
        world.run(MOMENT);
        assertThat(a.host.has(ip(1))).isTrue();
    }

    @Test
    void leavesToOthersWhatItCannotBind() {
        World.Node a = world.pool(1).start("a");
        a.host.refuse(ip(1), "no room");
        world.start("b");
        world.run(Duration.ofSeconds(5));
        assertThat(world.hostsOf(ip(1))).containsExactly("b");
    }

    @Test
    void endsTheLeaseOfItsFormerLifeOnThisHostAndGoesOn() {
        World.Node first = world.pool(1).start("a");
        world.run(Duration.ofSeconds(5));
        first.kill();
        World.Node second = world.start("a", "a", Optional.of(first.lease()));
        world.run(PROBED);
        assertThat(world.hostsOf(ip(1))).containsExactly("a");
        assertThat(second.leases).hasSize(1);
    }

    @Test
    void waitsForANamesakeThatDiedAndRefusesOneThatLives() {
        World.Node first = world.pool(1).start("a", "host1", Optional.empty());
        world.run(Duration.ofSeconds(5));
        world.start("a", "host2", Optional.empty());
        world.run(Duration.ofSeconds(1));
        assertThat(world.hostsOf(ip(1))).containsExactly("host1");
        first.kill();
        world.run(TTL.plus(PROBED));
        assertThat(world.hostsOf(ip(1))).containsExactly("host2");

        world.start("a", "host3", Optional.empty());
        assertThatThrownBy(() -> world.run(Duration.ofSeconds(15)))
                .isInstanceOf(NamesakeException.class)
                .hasMessageContaining("named a");
    }

    @Test
    void whoCannotSeeTheKernelLetsTheLeaseEnd() {
        World.Node a = world.pool(1, 2).start("a");
        world.start("b");
        world.run(Duration.ofSeconds(5));
        a.addresses.fail("no buffer space");
        world.run(TTL.plusSeconds(2));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void goesBackToRestWhenAnAddressWentBeforeItsLastAnnouncement() {
        World.Node a = world.pool(1).start("a");
        world.run(Duration.ofMillis(500));
        a.freeze();
        world.run(TTL);
        world.store.delete(ip(1));
        a.thaw();
        world.run(Duration.ofSeconds(5));
        int before = a.passes;
        world.run(Duration.ofSeconds(10));
        assertThat(a.passes - before).isLessThan(20);
    }

    @Test
    void bindsAgainAfterBindingWasSlowOnce() {
        World.Node a = world.pool(IntStream.rangeClosed(1, 250).toArray()).start("a");
        world.run(Duration.ofSeconds(5));
        a.setSlowness(Duration.ofMillis(2600));
        world.run(Duration.ofSeconds(5));
        a.setSlowness(Duration.ZERO);
        world.run(Duration.ofMinutes(1));
        assertThat(world.counts()).isEqualTo(Map.of("a", 250));
    }

    @Test
    void doesNotHurryForEverAfterWhatItNeverReaches() {
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(5));
        a.stopBinding();
        int before = a.passes;
        world.pool(1).run(Duration.ofSeconds(1));
        assertThat(a.passes - before).isBetween(10, 50);
    }
}
