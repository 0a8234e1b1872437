package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConflictsTest {

    private static final VirtualIp IP = VirtualIp.parse("10.0.0.1");
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Sighting HELD = new Sighting(IP, "eth0", new HardwareAddress(7), Sighting.Kind.HOLDS);
    private static final Sighting PROBED = new Sighting(IP, "eth0", new HardwareAddress(7), Sighting.Kind.PROBES);

    private final Conflicts conflicts = new Conflicts();

    @Test
    void beginsOnceAndShowsWhoWasHeardLast() {
        var other = new Sighting(IP, "eth0", new HardwareAddress(8), Sighting.Kind.HOLDS);
        assertThat(conflicts.heard(HELD, NOW)).isTrue();
        assertThat(conflicts.heard(other, NOW)).isFalse();
        assertThat(conflicts.present()).containsOnlyKeys(IP).containsValue(other);
    }

    @Test
    void whoOnlyAsksIsNoConflict() {
        assertThat(conflicts.heard(PROBED, NOW)).isFalse();
        assertThat(conflicts.present()).isEmpty();
        assertThat(conflicts.next(NOW)).isEmpty();
    }

    @Test
    void isDefendedAtOnceAndAgainOnlyIfTheOtherWasHeardSince() {
        conflicts.heard(HELD, NOW);
        assertThat(conflicts.defend(NOW)).containsExactly(IP);
        conflicts.heard(HELD, NOW.plusSeconds(9));
        assertThat(conflicts.defend(NOW.plusSeconds(9))).isEmpty();
        assertThat(conflicts.defend(NOW.plusSeconds(10))).containsExactly(IP);
        assertThat(conflicts.defend(NOW.plusSeconds(20))).isEmpty();
    }

    @Test
    void isOverWhenNobodyElseWasHeardForTenSeconds() {
        conflicts.heard(HELD, NOW);
        conflicts.heard(HELD, NOW.plusSeconds(5));
        assertThat(conflicts.over(NOW.plusMillis(14_999))).isEmpty();
        assertThat(conflicts.over(NOW.plusSeconds(15))).containsExactly(HELD);
        assertThat(conflicts.present()).isEmpty();
        assertThat(conflicts.next(NOW)).isEmpty();
        assertThat(conflicts.heard(HELD, NOW.plusSeconds(16))).as("a new one").isTrue();
    }

    @Test
    void theOtherIsAskedForEverySecond() {
        conflicts.heard(HELD, NOW);
        assertThat(conflicts.due(NOW)).isEmpty();
        assertThat(conflicts.next(NOW)).contains(NOW.plusSeconds(1));
        assertThat(conflicts.due(NOW.plusSeconds(1))).containsExactly(IP);
        conflicts.probed(List.of(IP), NOW.plusSeconds(1));
        assertThat(conflicts.due(NOW.plusMillis(1_999))).isEmpty();
        assertThat(conflicts.due(NOW.plusSeconds(2))).containsExactly(IP);
    }

    @Test
    void isAnnouncedOnceWhenTheOtherDoesNotAnswerAnyMore() {
        conflicts.heard(HELD, NOW);
        assertThat(conflicts.defend(NOW)).containsExactly(IP);
        conflicts.probed(List.of(IP), NOW.plusSeconds(1));
        conflicts.heard(HELD, NOW.plusMillis(1_001));
        assertThat(conflicts.defend(NOW.plusMillis(1_600)))
                .as("it has answered")
                .isEmpty();

        conflicts.probed(List.of(IP), NOW.plusSeconds(2));
        assertThat(conflicts.next(NOW.plusSeconds(2))).contains(NOW.plusMillis(2_500));
        assertThat(conflicts.defend(NOW.plusMillis(2_499))).isEmpty();
        assertThat(conflicts.defend(NOW.plusMillis(2_500))).containsExactly(IP);
        conflicts.probed(List.of(IP), NOW.plusSeconds(3));
        assertThat(conflicts.defend(NOW.plusMillis(3_500))).isEmpty();
        assertThat(conflicts.over(NOW.plusMillis(11_001))).containsExactly(HELD);
    }

    @Test
    void whatIsHeardRightAfterABindIsAskedAboutOnce() {
        conflicts.bound(List.of(IP), NOW);
        assertThat(conflicts.heard(HELD, NOW.plusMillis(999))).isFalse();
        assertThat(conflicts.due(NOW.plusMillis(999))).isEmpty();
        assertThat(conflicts.due(NOW.plusSeconds(1))).containsExactly(IP);
        conflicts.probed(List.of(IP), NOW.plusSeconds(1));
        assertThat(conflicts.next(NOW.plusSeconds(1))).isEmpty();
        assertThat(conflicts.heard(HELD, NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void whatIsDroppedIsForgotten() {
        conflicts.heard(HELD, NOW);
        conflicts.retain(Set.of());
        assertThat(conflicts.present()).isEmpty();
        assertThat(conflicts.next(NOW)).isEmpty();
        assertThat(conflicts.over(NOW.plusSeconds(20))).isEmpty();
    }
}
