package io.yaim.loop.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressConflictsTest {

    private static final VirtualIp IP = VirtualIp.parse("10.0.0.1");
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final AddressSighting HELD =
            new AddressSighting(IP, "eth0", new HardwareAddress(7), AddressSighting.Kind.IN_USE);
    private static final AddressSighting PROBED =
            new AddressSighting(IP, "eth0", new HardwareAddress(7), AddressSighting.Kind.PROBES);

    private final AddressConflicts addressConflicts = new AddressConflicts();

    @Test
    void beginsOnceAndShowsWhoWasHeardLast() {
        var other = new AddressSighting(IP, "eth0", new HardwareAddress(8), AddressSighting.Kind.IN_USE);
        assertThat(addressConflicts.heard(HELD, NOW)).isTrue();
        assertThat(addressConflicts.heard(other, NOW)).isFalse();
        assertThat(addressConflicts.active()).containsOnlyKeys(IP).containsValue(other);
    }

    @Test
    void whoOnlyAsksIsNoConflict() {
        assertThat(addressConflicts.heard(PROBED, NOW)).isFalse();
        assertThat(addressConflicts.active()).isEmpty();
        assertThat(addressConflicts.nextDue(NOW)).isEmpty();
    }

    @Test
    void isDefendedAtOnceAndAgainOnlyIfTheOtherWasHeardSince() {
        addressConflicts.heard(HELD, NOW);
        assertThat(addressConflicts.dueForDefence(NOW)).containsExactly(IP);
        addressConflicts.heard(HELD, NOW.plusSeconds(9));
        assertThat(addressConflicts.dueForDefence(NOW.plusSeconds(9))).isEmpty();
        assertThat(addressConflicts.dueForDefence(NOW.plusSeconds(10))).containsExactly(IP);
        assertThat(addressConflicts.dueForDefence(NOW.plusSeconds(20))).isEmpty();
    }

    @Test
    void isOverWhenNobodyElseWasHeardForTenSeconds() {
        addressConflicts.heard(HELD, NOW);
        addressConflicts.heard(HELD, NOW.plusSeconds(5));
        assertThat(addressConflicts.removeResolved(NOW.plusMillis(14_999))).isEmpty();
        assertThat(addressConflicts.removeResolved(NOW.plusSeconds(15))).containsExactly(HELD);
        assertThat(addressConflicts.active()).isEmpty();
        assertThat(addressConflicts.nextDue(NOW)).isEmpty();
        assertThat(addressConflicts.heard(HELD, NOW.plusSeconds(16)))
                .as("a new one")
                .isTrue();
    }

    @Test
    void theOtherIsAskedForEverySecond() {
        addressConflicts.heard(HELD, NOW);
        assertThat(addressConflicts.dueForProbe(NOW)).isEmpty();
        assertThat(addressConflicts.nextDue(NOW)).contains(NOW.plusSeconds(1));
        assertThat(addressConflicts.dueForProbe(NOW.plusSeconds(1))).containsExactly(IP);
        addressConflicts.probed(List.of(IP), NOW.plusSeconds(1));
        assertThat(addressConflicts.dueForProbe(NOW.plusMillis(1_999))).isEmpty();
        assertThat(addressConflicts.dueForProbe(NOW.plusSeconds(2))).containsExactly(IP);
    }

    @Test
    void isAnnouncedOnceWhenTheOtherDoesNotAnswerAnyMore() {
        addressConflicts.heard(HELD, NOW);
        assertThat(addressConflicts.dueForDefence(NOW)).containsExactly(IP);
        addressConflicts.probed(List.of(IP), NOW.plusSeconds(1));
        addressConflicts.heard(HELD, NOW.plusMillis(1_001));
        assertThat(addressConflicts.dueForDefence(NOW.plusMillis(1_600)))
                .as("it has answered")
                .isEmpty();

        addressConflicts.probed(List.of(IP), NOW.plusSeconds(2));
        assertThat(addressConflicts.nextDue(NOW.plusSeconds(2))).contains(NOW.plusMillis(2_500));
        assertThat(addressConflicts.dueForDefence(NOW.plusMillis(2_499))).isEmpty();
        assertThat(addressConflicts.dueForDefence(NOW.plusMillis(2_500))).containsExactly(IP);
        addressConflicts.probed(List.of(IP), NOW.plusSeconds(3));
        assertThat(addressConflicts.dueForDefence(NOW.plusMillis(3_500))).isEmpty();
        assertThat(addressConflicts.removeResolved(NOW.plusMillis(11_001))).containsExactly(HELD);
    }

    @Test
    void whatIsHeardRightAfterABindIsAskedAboutOnce() {
        addressConflicts.bound(List.of(IP), NOW);
        assertThat(addressConflicts.heard(HELD, NOW.plusMillis(999))).isFalse();
        assertThat(addressConflicts.dueForProbe(NOW.plusMillis(999))).isEmpty();
        assertThat(addressConflicts.dueForProbe(NOW.plusSeconds(1))).containsExactly(IP);
        addressConflicts.probed(List.of(IP), NOW.plusSeconds(1));
        assertThat(addressConflicts.nextDue(NOW.plusSeconds(1))).isEmpty();
        assertThat(addressConflicts.heard(HELD, NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void whatIsDroppedIsForgotten() {
        addressConflicts.heard(HELD, NOW);
        addressConflicts.forgetAllBut(Set.of());
        assertThat(addressConflicts.active()).isEmpty();
        assertThat(addressConflicts.nextDue(NOW)).isEmpty();
        assertThat(addressConflicts.removeResolved(NOW.plusSeconds(20))).isEmpty();
    }
}
