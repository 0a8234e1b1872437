package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeighbourReportTest {

    @Test
    void aNewOrMovedNeighbourMakesAReportOutdated() {
        NeighbourReport known = of(host(1, 1), host(2, 2));
        assertThat(known.isOutdatedBy(of(host(1, 1), host(2, 2)))).isFalse();
        assertThat(known.isOutdatedBy(of(host(1, 1), host(2, 2), host(3, 3)))).isTrue();
        assertThat(known.isOutdatedBy(of(host(1, 1), host(2, 7)))).isTrue();
        assertThat(known.isOutdatedBy(of(
                        host(1, 1),
                        new Neighbour("eth1", host(2, 2).ip(), host(2, 2).hardware()))))
                .isTrue();
    }

    @Test
    void silentNeighboursStayUntilMoreThanHalfAreSilent() {
        NeighbourReport four = of(host(1, 1), host(2, 2), host(3, 3), host(4, 4));
        assertThat(four.isOutdatedBy(of(host(1, 1), host(2, 2)))).isFalse();
        assertThat(four.isOutdatedBy(of(host(1, 1)))).isTrue();
        assertThat(four.isOutdatedBy(of())).isTrue();
        assertThat(of().isOutdatedBy(of())).isFalse();
    }

    @Test
    void anInterfaceWithoutNeighboursIsLeftOut() {
        assertThat(of().isEmpty()).isTrue();
        assertThat(of(host(1, 1)).interfaces()).containsOnlyKeys("eth0");
        assertThat(of(host(1, 1), host(2, 2)).all()).containsExactly(host(1, 1), host(2, 2));
    }

    @Test
    void onlyTheFirstNeighboursAreReported() {
        var many = IntStream.rangeClosed(1, 1200)
                .mapToObj(i -> new Neighbour(
                        "eth0", VirtualIp.of(new byte[] {10, 1, (byte) (i >> 8), (byte) i}), new HardwareAddress(i)));
        assertThat(of(many.toArray(Neighbour[]::new)).all()).hasSize(NeighbourReport.MOST);
    }

    private static NeighbourReport of(Neighbour... all) {
        return NeighbourReport.of(
                new NodeName("a"),
                Incarnation.of(1),
                new LeaseId("1"),
                Stream.of(all).toList());
    }

    private static Neighbour host(int last, int hardware) {
        return new Neighbour("eth0", VirtualIp.parse("10.0.0." + last), new HardwareAddress(hardware));
    }
}
