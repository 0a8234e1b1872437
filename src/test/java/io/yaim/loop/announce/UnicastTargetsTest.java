package io.yaim.loop.announce;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.yaim.address.FakeHost;
import io.yaim.loop.LoopCluster;
import io.yaim.loop.LoopSettings;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressRange;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Neighbour;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whom nodes tell alone of addresses, in clusters under simulated time.
class UnicastTargetsTest {

    private static final Duration SETTLED = Duration.ofSeconds(8);
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final Duration LATER = Duration.ofSeconds(17);

    private final LoopCluster loopCluster = new LoopCluster();

    @Test
    void tellsEachNeighbourThatAnyNodeKnowsOnceAfterAllWereToldByBroadcast() {
        LoopCluster.Node a = start("a");
        LoopCluster.Node b = start("b");
        a.host.meet(neighbour(21));
        b.host.meet(neighbour(22));
        loopCluster.run(LATER);

        loopCluster.pool(1).run(SETTLED);

        LoopCluster.Node owner = a.host.has(ip(1)) ? a : b;
        assertThat(owner.host.unicastAnnouncements())
                .extracting(
                        FakeHost.UnicastAnnouncement::ip,
                        unicastAnnouncement -> unicastAnnouncement.neighbour().ip())
                .containsExactlyInAnyOrder(tuple(ip(1), ip(21)), tuple(ip(1), ip(22)));
        assertThat(owner.events)
                .filteredOn(event -> event instanceof Event.Announced || event instanceof Event.UnicastAnnounced)
                .startsWith(new Event.Announced(1), new Event.UnicastAnnounced(2, 0))
                .hasSize(6);
        assertThat((owner == a ? b : a).host.unicastAnnouncements()).isEmpty();
    }

    @Test
    void toldAreAllByBroadcastBeforeAnybodyAlone() {
        LoopCluster.Node a = start("a");
        IntStream.rangeClosed(101, 130).forEach(last -> a.host.meet(neighbour(last)));
        loopCluster.run(LATER);
        a.events.clear();

        loopCluster.pool(IntStream.rangeClosed(1, 90).toArray()).run(Duration.ofMinutes(1));

        int announced = 0;
        for (Event event : a.events) {
            if (event instanceof Event.Announced(int count)) {
                announced += count;
            } else if (event instanceof Event.UnicastAnnounced) {
                break;
            }
        }
        assertThat(announced).isGreaterThanOrEqualTo(90);
        assertThat(a.host.unicastAnnouncements()).hasSize(90 * 30);
        assertThat(new HashSet<>(a.host.unicastAnnouncements())).as("each once").hasSize(90 * 30);
        assertThat(a.events.getLast()).isNotNull();
        assertThat(a.events.stream()
                        .filter(Event.UnicastAnnounced.class::isInstance)
                        .toList())
                .last()
                .matches(event -> ((Event.UnicastAnnounced) event).pendingAddresses() == 0);
    }

    /// A second's worth may go out at once after a quiet time.
    @Test
    void broadcastsAndFramesToNeighboursKeepToOneRate() {
        LoopCluster.Node a = start("a");
        IntStream.rangeClosed(101, 180).forEach(last -> a.host.meet(neighbour(last)));
        loopCluster.run(LATER);
        a.events.clear();

        loopCluster.pool(IntStream.rangeClosed(1, 60).toArray()).run(Duration.ofSeconds(10));

        int frames = a.events.stream()
                .mapToInt(event -> switch (event) {
                    case Event.Announced(int count) -> 2 * count;
                    case Event.UnicastAnnounced(int sent, int _) -> sent;
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
        LoopCluster.Node a = start("a");
        LoopCluster.Node b = start("b");
        loopCluster.pool(1, 2).run(SETTLED);
        VirtualIp ofA = a.host.has(ip(1)) ? ip(1) : ip(2);
        a.host.meet(neighbour(21));
        loopCluster.run(LATER);
        a.kill();
        loopCluster.runUntil("the take-over", () -> b.host.has(ofA));
        loopCluster.run(SETTLED);

        assertThat(loopCluster.store.view().neighbourReports()).isEmpty();
        assertThat(b.host.unicastAnnouncements())
                .extracting(FakeHost.UnicastAnnouncement::ip, FakeHost.UnicastAnnouncement::neighbour)
                .containsExactly(tuple(ofA, neighbour(21)));
    }

    @Test
    void whatANodeKnowsIsWrittenOnceAPeriodAndOnlyIfItDiffers() {
        LoopCluster.Node a = start("a");
        loopCluster.run(SETTLED);
        assertThat(written(a)).isZero();
        a.host.meet(neighbour(21));
        loopCluster.run(LATER);
        assertThat(written(a)).isEqualTo(1);
        for (int last = 22; last < 52; last++) {
            a.host.meet(neighbour(last));
            loopCluster.run(Duration.ofSeconds(1));
        }
        assertThat(written(a)).isBetween(2L, 3L);
        loopCluster.run(PERIOD.multipliedBy(10));
        assertThat(written(a)).isBetween(3L, 4L);
    }

    @Test
    void whatCannotBeReadIsToldAndStaysAsItWas() {
        LoopCluster.Node a = start("a");
        a.host.meet(neighbour(21));
        loopCluster.run(LATER);
        a.setDeaf(true);
        a.host.forgetNeighbours();
        a.events.clear();
        loopCluster.run(LATER);

        assertThat(a.events).contains(new Event.Failed("read the neighbours", "read neighbours: no buffer space"));
        assertThat(loopCluster.store.view().neighbourReports().values())
                .singleElement()
                .matches(known -> known.all().equals(List.of(neighbour(21))));
        a.setDeaf(false);
        loopCluster.run(LATER);
        assertThat(loopCluster.store.view().neighbourReports().values())
                .singleElement()
                .matches(known -> known.isEmpty());
    }

    @Test
    void asksEachHostOfANetworkThatNobodyKnowsForItself() {
        var network = new UnicastTargets.Network("eth0", AddressRange.parse("10.0.0.16/29"));
        LoopCluster.Node a = start("a", new UnicastTargets(Optional.of(PERIOD), true, List.of(network)));
        a.host.meet(neighbour(21));
        loopCluster.run(LATER);
        loopCluster.pool(1, 19).run(SETTLED);

        assertThat(a.host.unicastAnnouncements())
                .filteredOn(unicastAnnouncement -> unicastAnnouncement.ip().equals(ip(1)))
                .extracting(
                        unicastAnnouncement -> unicastAnnouncement.neighbour().ip(),
                        unicastAnnouncement -> unicastAnnouncement.neighbour().hardware())
                .containsExactly(
                        tuple(ip(21), neighbour(21).hardware()),
                        tuple(ip(17), Neighbour.BROADCAST),
                        tuple(ip(18), Neighbour.BROADCAST),
                        tuple(ip(20), Neighbour.BROADCAST),
                        tuple(ip(22), Neighbour.BROADCAST));
    }

    @Test
    void withoutNotifyNobodyIsToldAloneAndNothingIsWritten() {
        LoopCluster.Node a = start("a", UnicastTargets.none());
        a.host.meet(neighbour(21));
        loopCluster.pool(1).run(LATER);
        assertThat(a.host.unicastAnnouncements()).isEmpty();
        assertThat(loopCluster.store.view().neighbourReports()).isEmpty();
    }

    @Test
    void aNetworkHasItsHostsWithoutItsEdges() {
        assertThat(hosts("10.0.0.8/30")).containsExactly(ip(9), ip(10));
        assertThat(hosts("10.0.0.8/31")).containsExactly(ip(8), ip(9));
        assertThat(hosts("10.0.0.8")).containsExactly(ip(8));
        assertThat(hosts("255.255.252.0/22")).hasSize(1022).endsWith(VirtualIp.parse("255.255.255.254"));
    }

    private static List<VirtualIp> hosts(String range) {
        return new UnicastTargets.Network("eth0", AddressRange.parse(range)).hosts();
    }

    private static long written(LoopCluster.Node node) {
        return node.events.stream()
                .filter(event -> event instanceof Event.ChangeApplied(StoreChange storeChange)
                        && storeChange instanceof StoreChange.PutNeighbourReport)
                .count();
    }

    private LoopCluster.Node start(String name) {
        return start(name, new UnicastTargets(Optional.of(PERIOD), true, List.of()));
    }

    private LoopCluster.Node start(String name, UnicastTargets unicastTargets) {
        LoopCluster.Node node = loopCluster.start(name);
        node.reconfigure(loopSettings -> new LoopSettings(
                loopSettings.self(),
                new AnnounceSettings(5, Duration.ofMillis(1100), 200, Optional.empty(), true, unicastTargets),
                loopSettings.probationSettings()));
        return node;
    }

    private static Neighbour neighbour(int last) {
        return new Neighbour("eth0", ip(last), new HardwareAddress(0x02_77_00_00_00_00L + last));
    }
}
