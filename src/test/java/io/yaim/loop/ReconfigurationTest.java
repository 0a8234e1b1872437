package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.UnicastTargets;
import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
import io.yaim.plan.SelfBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A node that becomes another while it runs, under simulated time. That no address is on two hosts is
/// checked after every step.
class ReconfigurationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aGreaterWeightMovesWhatItMustAndNothingElse() {
        LoopCluster loopCluster = new LoopCluster().pool(1, 2, 3, 4, 5, 6);
        LoopCluster.Node a = loopCluster.start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(30));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 3, "b", 3));
        a.events.clear();
        b.events.clear();
        a.reconfigure(self(self -> SelfBuilder.like(self).weight(2).build()));
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 4, "b", 2));
        assertThat(dropped(a)).isEmpty();
        assertThat(dropped(b)).hasSize(1);
    }

    @Test
    void anotherLabelBindsAnewWhatHasNoneOfItsOwnAndNothingElse() throws IOException {
        LoopCluster loopCluster = new LoopCluster().pool(1, 2);
        Entry plain = Entry.plain(ip(3), "ips/10.0.0.3");
        loopCluster.store.put(EntryBuilder.like(plain).label(Optional.of("own")).build());
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(30));
        a.events.clear();
        a.reconfigure(self(self -> labelled(self, "vip")));
        loopCluster.run(Duration.ofSeconds(1));
        assertThat(dropped(a)).containsExactlyInAnyOrder(ip(1), ip(2));
        assertThat(a.addresses.readHost().ours())
                .extracting(BoundAddress::label)
                .containsExactlyInAnyOrder(Optional.of("eth0:vip"), Optional.of("eth0:vip"), Optional.of("eth0:own"));
    }

    @Test
    void theSameAgainTouchesNothing() {
        LoopCluster loopCluster = new LoopCluster().pool(1, 2);
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(30));
        a.events.clear();
        a.reconfigure(UnaryOperator.identity());
        loopCluster.run(Duration.ofSeconds(5));
        assertThat(a.events).allMatch(Event.Refreshed.class::isInstance);
    }

    @Test
    void whoHoldsOnWithoutTheStoreDropsWhenToldToRelease() {
        LoopCluster loopCluster =
                new LoopCluster().failureMode(FailureMode.FAILSAFE).pool(1, 2, 3, 4);
        LoopCluster.Node a = loopCluster.start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        a.reconfigure(self(self -> inMode(self, FailureMode.RELEASE)));
        loopCluster.run(Duration.ofMillis(10));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void whoIsAdriftDropsWhenToldToRelease() {
        LoopCluster loopCluster =
                new LoopCluster().failureMode(FailureMode.CLAIM).pool(1, 2, 3, 4);
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 4));
        a.reconfigure(self(self -> inMode(self, FailureMode.RELEASE)));
        loopCluster.run(Duration.ofMillis(10));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0));
        assertThat(a.events).as("a lease that proves nothing").anyMatch(Event.LeaseLost.class::isInstance);
    }

    @Test
    void whoHasLostAllTakesThePoolWhenToldToClaim() {
        LoopCluster loopCluster = new LoopCluster().pool(1, 2, 3, 4);
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a);
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0));
        a.reconfigure(self(self -> inMode(self, FailureMode.CLAIM)));
        loopCluster.run(MINUTE);
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 4));
    }

    @Test
    void failsafeFromTheOutageOnHoldsNothingThatNoWitnessWasToldOf() {
        LoopCluster loopCluster = new LoopCluster().pool(1, 2, 3, 4);
        LoopCluster.Node a = loopCluster.start("a");
        LoopCluster.Node b = loopCluster.start("b");
        loopCluster.run(Duration.ofSeconds(5));
        cutOff(a, b);
        a.reconfigure(self(self -> inMode(self, FailureMode.FAILSAFE)));
        b.reconfigure(self(self -> inMode(self, FailureMode.FAILSAFE)));
        loopCluster.run(Duration.ofSeconds(9));
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void whatIsBoundAlreadyIsAnnouncedInANewPeriod() {
        LoopCluster loopCluster = new LoopCluster().pool(1, 2);
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(30));
        a.events.clear();
        a.reconfigure(announcing(Optional.of(Duration.ofSeconds(20)), true));
        loopCluster.run(MINUTE.plusSeconds(1));
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(3);
        a.events.clear();
        a.reconfigure(announcing(Optional.of(Duration.ofSeconds(5)), true));
        loopCluster.run(Duration.ofSeconds(6));
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).isNotEmpty();
    }

    @Test
    void whatIsFreeIsProbedOnlyWhereThatIsOn() {
        LoopCluster loopCluster = new LoopCluster();
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(Duration.ofSeconds(2));
        a.reconfigure(announcing(Optional.empty(), false));
        loopCluster.run(Duration.ofMillis(10));
        loopCluster.pool(1).run(Duration.ofMillis(10));
        assertThat(loopCluster.hostsOf(ip(1))).containsExactly("a");
        loopCluster.run(MINUTE);
        a.reconfigure(announcing(Optional.empty(), true));
        loopCluster.run(Duration.ofMillis(10));
        loopCluster.pool(2).run(Duration.ofMillis(10));
        assertThat(loopCluster.hostsOf(ip(2))).isEmpty();
        loopCluster.run(Duration.ofSeconds(1));
        assertThat(loopCluster.hostsOf(ip(2))).containsExactly("a");
    }

    @Test
    void nobodyBecomesAnotherNode() {
        LoopCluster loopCluster = new LoopCluster();
        LoopCluster.Node a = loopCluster.start("a");
        assertThatThrownBy(() -> a.reconfigure(self(self -> named(self, "b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same node");
    }

    private static void cutOff(LoopCluster.Node... nodes) {
        for (LoopCluster.Node node : nodes) {
            node.setReachable(false);
        }
    }

    private static List<VirtualIp> dropped(LoopCluster.Node node) {
        var ips = new ArrayList<VirtualIp>();
        for (Event event : node.events) {
            if (event instanceof Event.Dropped(var addresses, var _)) {
                addresses.forEach(address -> ips.add(address.ip()));
            }
        }
        return ips;
    }

    private static UnaryOperator<LoopSettings> self(UnaryOperator<Self> change) {
        return loopSettings -> new LoopSettings(
                change.apply(loopSettings.self()), loopSettings.announceSettings(), loopSettings.probationSettings());
    }

    private static UnaryOperator<LoopSettings> announcing(Optional<Duration> period, boolean isProbing) {
        return loopSettings -> new LoopSettings(
                loopSettings.self(),
                new AnnounceSettings(5, Duration.ofMillis(1100), 200, period, isProbing, UnicastTargets.none()),
                loopSettings.probationSettings());
    }

    private static Self labelled(Self self, String label) {
        return SelfBuilder.like(self).label(Optional.of(label)).build();
    }

    private static Self inMode(Self self, FailureMode mode) {
        return SelfBuilder.like(self).failureMode(mode).build();
    }

    private static Self named(Self self, String name) {
        return SelfBuilder.like(self, new NodeName(name)).build();
    }
}
