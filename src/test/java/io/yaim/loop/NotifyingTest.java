package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.yaim.address.FakeHost;
import io.yaim.model.AddressRange;
import io.yaim.model.Change;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whom nodes tell alone of addresses, in clusters under simulated time.
class NotifyingTest {

    private static final Duration SETTLED = Duration.ofSeconds(8);
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final Duration LATER = Duration.ofSeconds(17);

    private final World world = new World();

    @Test
    void tellsEachNeighbourThatAnyNodeKnowsOnceAfterAllWereToldByBroadcast() {
        World.Node a = start("a");
        World.Node b = start("b");
        a.host.meet(neighbour(21));
        b.host.meet(neighbour(22));
        world.run(LATER);

        world.pool(1).run(SETTLED);

        World.Node owner = a.host.has(ip(1)) ? a : b;
        assertThat(owner.host.told())
                .extracting(FakeHost.Told::ip, told -> told.neighbour().ip())
                .containsExactlyInAnyOrder(tuple(ip(1), ip(21)), tuple(ip(1), ip(22)));
        assertThat(owner.events)
                .filteredOn(event -> event instanceof Event.Announced || event instanceof Event.Directed)
                .startsWith(new Event.Announced(1), new Event.Directed(2, 0))
                .hasSize(6);
        assertThat((owner == a ? b : a).host.told()).isEmpty();
    }

    @Test
    void toldAreAllByBroadcastBeforeAnybodyAlone() {
        World.Node a = start("a");
        IntStream.rangeClosed(101, 130).forEach(last -> a.host.meet(neighbour(last)));
        world.run(LATER);
        a.events.clear();

        world.pool(IntStream.rangeClosed(1, 90).toArray()).run(Duration.ofMinutes(1));

        int announced = 0;
        for (Event event : a.events) {
            if (event instanceof Event.Announced(int count)) {
                announced += count;
            } else if (event instanceof Event.Directed) {
                break;
            }
        }
        assertThat(announced).isGreaterThanOrEqualTo(90);
        assertThat(a.host.told()).hasSize(90 * 30);
        assertThat(new HashSet<>(a.host.told())).as("each once").hasSize(90 * 30);
        assertThat(a.events.getLast()).isNotNull();
        assertThat(a.events.stream().filter(Event.Directed.class::isInstance).toList())
                .last()
                .matches(event -> ((Event.Directed) event).left() == 0);
    }

    /// A second's worth may go out at once after a quiet time.
    @Test
    void broadcastsAndFramesToNeighboursKeepToOneRate() {
        World.Node a = start("a");
        IntStream.rangeClosed(101, 180).forEach(last -> a.host.meet(neighbour(last)));
        world.run(LATER);
        a.events.clear();

        world.pool(IntStream.rangeClosed(1, 60).toArray()).run(Duration.ofSeconds(10));

        int frames = a.events.stream()
                .mapToInt(event -> switch (event) {
                    case Event.Announced(int count) -> 2 * count;
                    case Event.Directed(int sent, int _) -> sent;
                    default -> 0;
                })
                .sum();
        assertThat(frames).isBetween(200 + 1700, 200 + 2000);
        assertThat(a.events.stream()
                        .filter(Event.Announced.class::isInstance)
                        .mapToInt(event -> ((Event.Announced) event).count()))
                .as("further rounds are not held up")
                .hasSizeGreaterThan(10);
    }

    @Test
    void aNodeThatTakesOverTellsWhomTheDeadOneKnew() {
        World.Node a = start("a");
        World.Node b = start("b");
        world.pool(1, 2).run(SETTLED);
        VirtualIp ofA = a.host.has(ip(1)) ? ip(1) : ip(2);
        a.host.meet(neighbour(21));
        world.run(LATER);
        a.kill();
        world.runUntil("the take-over", () -> b.host.has(ofA));
        world.run(SETTLED);

        assertThat(world.store.view().neighbours()).isEmpty();
        assertThat(b.host.told())
                .extracting(FakeHost.Told::ip, FakeHost.Told::neighbour)
                .containsExactly(tuple(ofA, neighbour(21)));
    }

    @Test
    void whatANodeKnowsIsWrittenOnceAPeriodAndOnlyIfItDiffers() {
        World.Node a = start("a");
        world.run(SETTLED);
        assertThat(written(a)).isZero();
        a.host.meet(neighbour(21));
        world.run(LATER);
        assertThat(written(a)).isEqualTo(1);
        for (int last = 22; last < 52; last++) {
            a.host.meet(neighbour(last));
            world.run(Duration.ofSeconds(1));
        }
        assertThat(written(a)).isBetween(2L, 3L);
        world.run(PERIOD.multipliedBy(10));
        assertThat(written(a)).isBetween(3L, 4L);
    }

    @Test
    void whatCannotBeReadIsToldAndStaysAsItWas() {
        World.Node a = start("a");
        a.host.meet(neighbour(21));
        world.run(LATER);
        a.setDeaf(true);
        a.host.forgetNeighbours();
        a.events.clear();
        world.run(LATER);

        assertThat(a.events).contains(new Event.Failed("read the neighbours", "read neighbours: no buffer space"));
        assertThat(world.store.view().neighbours().values())
                .singleElement()
                .matches(known -> known.all().equals(List.of(neighbour(21))));
        a.setDeaf(false);
        world.run(LATER);
        assertThat(world.store.view().neighbours().values()).singleElement().matches(known -> known.isEmpty());
    }

    @Test
    void asksEachHostOfANetworkThatNobodyKnowsForItself() {
        var network = new Notifying.Network("eth0", AddressRange.parse("10.0.0.16/29"));
        World.Node a = start("a", new Notifying(Optional.of(PERIOD), true, List.of(network)));
        a.host.meet(neighbour(21));
        world.run(LATER);
        world.pool(1, 19).run(SETTLED);

        assertThat(a.host.told())
                .filteredOn(told -> told.ip().equals(ip(1)))
                .extracting(
                        told -> told.neighbour().ip(), told -> told.neighbour().hardware())
                .containsExactly(
                        tuple(ip(21), neighbour(21).hardware()),
                        tuple(ip(17), Neighbour.EVERYBODY),
                        tuple(ip(18), Neighbour.EVERYBODY),
                        tuple(ip(20), Neighbour.EVERYBODY),
                        tuple(ip(22), Neighbour.EVERYBODY));
    }

    @Test
    void withoutNotifyNobodyIsToldAloneAndNothingIsWritten() {
        World.Node a = start("a", Notifying.none());
        a.host.meet(neighbour(21));
        world.pool(1).run(LATER);
        assertThat(a.host.told()).isEmpty();
        assertThat(world.store.view().neighbours()).isEmpty();
    }

    @Test
    void aNetworkHasItsHostsWithoutItsEdges() {
        assertThat(hosts("10.0.0.8/30")).containsExactly(ip(9), ip(10));
        assertThat(hosts("10.0.0.8/31")).containsExactly(ip(8), ip(9));
        assertThat(hosts("10.0.0.8")).containsExactly(ip(8));
        assertThat(hosts("255.255.252.0/22")).hasSize(1022).endsWith(VirtualIp.parse("255.255.255.254"));
    }

    private static List<VirtualIp> hosts(String range) {
        return new Notifying.Network("eth0", AddressRange.parse(range)).hosts();
    }

    private static long written(World.Node node) {
        return node.events.stream()
                .filter(event ->
                        event instanceof Event.Changed(Change change) && change instanceof Change.PutNeighbours)
                .count();
    }

    private World.Node start(String name) {
        return start(name, new Notifying(Optional.of(PERIOD), true, List.of()));
    }

    private World.Node start(String name, Notifying notifying) {
        World.Node node = world.start(name);
        node.become(settings -> new Settings(
                settings.self(), new Announcing(5, Duration.ofMillis(1100), 200, Optional.empty(), true, notifying)));
        return node;
    }

    private static Neighbour neighbour(int last) {
        return new Neighbour("eth0", ip(last), new HardwareAddress(0x02_77_00_00_00_00L + last));
    }
}
