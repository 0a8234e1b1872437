package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
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
        World world = new World().pool(1, 2, 3, 4, 5, 6);
        World.Node a = world.start("a");
        World.Node b = world.start("b");
        world.run(Duration.ofSeconds(30));
        assertThat(world.counts()).isEqualTo(Map.of("a", 3, "b", 3));
        a.events.clear();
        b.events.clear();
        a.become(self(self -> with(self, self.name(), 2, self.label(), self.failureMode())));
        world.run(Duration.ofSeconds(5));
        assertThat(world.counts()).isEqualTo(Map.of("a", 4, "b", 2));
        assertThat(dropped(a)).isEmpty();
        assertThat(dropped(b)).hasSize(1);
    }

    @Test
    void anotherLabelBindsAnewWhatHasNoneOfItsOwnAndNothingElse() throws IOException {
        World world = new World().pool(1, 2);
        Entry plain = Entry.plain(ip(3), "ips/10.0.0.3");
        world.store.put(new Entry(
                plain.ip(),
                plain.key(),
                plain.prefix(),
                plain.interfaceName(),
                Optional.of("own"),
                plain.group(),
                plain.prefer(),
                plain.failureMode()));
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(30));
        a.events.clear();
        a.become(self(self -> labelled(self, "vip")));
        world.run(Duration.ofSeconds(1));
        assertThat(dropped(a)).containsExactlyInAnyOrder(ip(1), ip(2));
        assertThat(a.addresses.look().ours())
                .extracting(BoundAddress::label)
                .containsExactlyInAnyOrder(Optional.of("eth0:vip"), Optional.of("eth0:vip"), Optional.of("eth0:own"));
    }

    @Test
    void theSameAgainTouchesNothing() {
        World world = new World().pool(1, 2);
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(30));
        a.events.clear();
        a.become(UnaryOperator.identity());
        world.run(Duration.ofSeconds(5));
        assertThat(a.events).allMatch(Event.Refreshed.class::isInstance);
    }

    @Test
    void whoHoldsOnWithoutTheStoreDropsWhenToldToRelease() {
        World world = new World().mode(FailureMode.FAILSAFE).pool(1, 2, 3, 4);
        World.Node a = world.start("a");
        World.Node b = world.start("b");
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        a.become(self(self -> inMode(self, FailureMode.RELEASE)));
        world.run(Duration.ofMillis(10));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 2));
    }

    @Test
    void whoIsAdriftDropsWhenToldToRelease() {
        World world = new World().mode(FailureMode.CLAIM).pool(1, 2, 3, 4);
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(5));
        cutOff(a);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 4));
        a.become(self(self -> inMode(self, FailureMode.RELEASE)));
        world.run(Duration.ofMillis(10));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0));
        assertThat(a.events).as("a lease that proves nothing").anyMatch(Event.LeaseLost.class::isInstance);
    }

    @Test
    void whoHasLostAllTakesThePoolWhenToldToClaim() {
        World world = new World().pool(1, 2, 3, 4);
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(5));
        cutOff(a);
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 0));
        a.become(self(self -> inMode(self, FailureMode.CLAIM)));
        world.run(MINUTE);
        assertThat(world.counts()).isEqualTo(Map.of("a", 4));
    }

    @Test
    void failsafeFromTheOutageOnHoldsNothingThatNoWitnessWasToldOf() {
        World world = new World().pool(1, 2, 3, 4);
        World.Node a = world.start("a");
        World.Node b = world.start("b");
        world.run(Duration.ofSeconds(5));
        cutOff(a, b);
        a.become(self(self -> inMode(self, FailureMode.FAILSAFE)));
        b.become(self(self -> inMode(self, FailureMode.FAILSAFE)));
        world.run(Duration.ofSeconds(9));
        assertThat(world.counts()).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void whatIsBoundAlreadyIsAnnouncedInANewPeriod() {
        World world = new World().pool(1, 2);
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(30));
        a.events.clear();
        a.become(announcing(Optional.of(Duration.ofSeconds(20)), true));
        world.run(MINUTE.plusSeconds(1));
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).hasSize(3);
        a.events.clear();
        a.become(announcing(Optional.of(Duration.ofSeconds(5)), true));
        world.run(Duration.ofSeconds(6));
        assertThat(a.events).filteredOn(Event.Announced.class::isInstance).isNotEmpty();
    }

    @Test
    void whatIsFreeIsProbedOnlyWhereThatIsOn() {
        World world = new World();
        World.Node a = world.start("a");
        world.run(Duration.ofSeconds(2));
        a.become(announcing(Optional.empty(), false));
        world.run(Duration.ofMillis(10));
        world.pool(1).run(Duration.ofMillis(10));
        assertThat(world.hostsOf(ip(1))).containsExactly("a");
        world.run(MINUTE);
        a.become(announcing(Optional.empty(), true));
        world.run(Duration.ofMillis(10));
        world.pool(2).run(Duration.ofMillis(10));
        assertThat(world.hostsOf(ip(2))).isEmpty();
        world.run(Duration.ofSeconds(1));
        assertThat(world.hostsOf(ip(2))).containsExactly("a");
    }

    @Test
    void nobodyBecomesAnotherNode() {
        World world = new World();
        World.Node a = world.start("a");
        assertThatThrownBy(() -> a.become(self(self -> named(self, "b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same node");
    }

    private static void cutOff(World.Node... nodes) {
        for (World.Node node : nodes) {
            node.setReachable(false);
        }
    }

    private static List<VirtualIp> dropped(World.Node node) {
        var ips = new ArrayList<VirtualIp>();
        for (Event event : node.events) {
            if (event instanceof Event.Dropped(var addresses, var _)) {
                addresses.forEach(address -> ips.add(address.ip()));
            }
        }
        return ips;
    }

    private static UnaryOperator<Settings> self(UnaryOperator<Self> change) {
        return settings -> new Settings(change.apply(settings.self()), settings.announcing());
    }

    private static UnaryOperator<Settings> announcing(Optional<Duration> period, boolean isProbing) {
        return settings ->
                new Settings(settings.self(), new Announcing(5, Duration.ofMillis(1100), 200, period, isProbing));
    }

    private static Self labelled(Self self, String label) {
        return with(self, self.name(), self.weight(), Optional.of(label), self.failureMode());
    }

    private static Self inMode(Self self, FailureMode mode) {
        return with(self, self.name(), self.weight(), self.label(), mode);
    }

    private static Self named(Self self, String name) {
        return with(self, new NodeName(name), self.weight(), self.label(), self.failureMode());
    }

    private static Self with(Self self, NodeName name, int weight, Optional<String> label, FailureMode mode) {
        return new Self(
                name,
                self.incarnation(),
                weight,
                self.interfaceName(),
                self.netmask(),
                label,
                self.allowedRanges(),
                self.interval(),
                self.reach(),
                self.peer(),
                mode);
    }
}
