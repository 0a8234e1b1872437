package io.yaim.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.AddressHistory.Event;
import io.yaim.lab.AddressHistory.Period;
import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class AddressHistoryTest {

    private static final VirtualIp IP = VirtualIp.parse("10.77.1.1");
    private static final VirtualIp OTHER = VirtualIp.parse("fd77::1:1");

    @Test
    void anAddressThatMovesIsNeverOnTwoHosts() {
        var history = history(on(10, "a"), off(20, "a"), on(25, "b"));

        assertThat(history.doubles()).isEmpty();
        assertThat(history.periods(IP))
                .containsExactly(period(0, 10), period(10, 20, "a"), period(20, 25), period(25, 100, "b"));
        assertThat(history.owner(IP)).contains("b");
    }

    @Test
    void anAddressOnTwoHostsIsFound() {
        assertThat(history(on(10, "a"), on(20, "b"), off(23, "a")).doubles()).containsExactly(period(20, 23, "a", "b"));
    }

    @Test
    void theOrderOfEventsDecidesWhenTheirTimesAreTheSame() {
        assertThat(history(on(10, "a"), off(20, "a"), on(20, "b")).doubles()).isEmpty();
        assertThat(history(on(10, "a"), on(20, "b"), off(20, "a")).doubles()).containsExactly(period(20, 20, "a", "b"));
    }

    @Test
    void aDoubleThatHasNotEndedIsFound() {
        var history = history(on(10, "a"), on(20, "b"));
        assertThat(history.doubles()).containsExactly(period(20, 100, "a", "b"));
        assertThat(history.owner(IP)).isEmpty();
    }

    @Test
    void aRefreshIsNoSecondArrival() {
        assertThat(history(on(10, "a"), on(15, "a"), off(20, "a"), on(25, "b")).doubles())
                .isEmpty();
    }

    @Test
    void anAddressLeavesAHostWithItsLastPlace() {
        var history = history(
                on(10, "a"),
                new Event(12, "a", IP, "eth1/24", true),
                off(20, "a"),
                on(30, "b"),
                new Event(40, "a", IP, "eth1/24", false));
        assertThat(history.doubles()).containsExactly(period(30, 40, "a", "b"));
    }

    @Test
    void unownedTimeIsCountedFromTheMomentAskedForToTheEnd() {
        assertThat(history(on(10, "a"), off(20, "a"), on(60, "b")).longestUnowned(IP, 15))
                .isEqualTo(40 / 1e6);
        assertThat(history(on(10, "a"), off(20, "a"), on(60, "b")).longestUnowned(IP, 50))
                .isEqualTo(10 / 1e6);
        assertThat(history(on(10, "a"), off(20, "a")).longestUnowned(IP, 15)).isEqualTo(80 / 1e6);
        assertThat(history(on(10, "a")).longestUnowned(IP, 15)).isZero();
    }

    @Test
    void aPartHasNoOwnerAsLongAsOnlyOthersHaveTheAddress() {
        var history = history(on(10, "a"), on(40, "b"), off(45, "a"), off(60, "b"), on(70, "c"), on(80, "a"));
        assertThat(history.longestUnowned(IP, List.of("a"), 20, 75)).isEqualTo(30 / 1e6);
        assertThat(history.longestUnowned(IP, List.of("b", "c"), 5, 90)).isEqualTo(35 / 1e6);
        assertThat(history.longestUnowned(IP, List.of("b", "c"), 50, 90)).isEqualTo(10 / 1e6);
        assertThat(history.longestUnowned(IP, List.of("a", "b", "c"), 10, 55)).isZero();
    }

    @Test
    void countsWhatEachHostHasAtTheEnd() {
        var history = history(on(10, "a"), new Event(11, "b", OTHER, "eth0/128", true), off(20, "a"), on(25, "b"));
        assertThat(history.counts(List.of("a", "b"))).isEqualTo(Map.of("a", 0, "b", 2));
    }

    private static AddressHistory history(Event... events) {
        return new AddressHistory(0, 100, List.of(events));
    }

    private static Event on(long at, String host) {
        return new Event(at, host, IP, "eth0/32", true);
    }

    private static Event off(long at, String host) {
        return new Event(at, host, IP, "eth0/32", false);
    }

    private static Period period(long from, long to, String... hosts) {
        return new Period(IP, new TreeSet<>(List.of(hosts)), from, to);
    }
}
