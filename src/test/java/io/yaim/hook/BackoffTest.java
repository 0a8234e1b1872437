package io.yaim.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMinutes(10));

    @Test
    void doublesUpToTheMost() {
        assertThat(backoff.after(1, HookFixtures.LEAST)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.after(4, HookFixtures.LEAST)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.after(1_000_000, HookFixtures.LEAST)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void liesBetweenHalfAndWholeByLot() {
        RandomGenerator lots = new Random(1);
        var pauses = new java.util.HashSet<Duration>();
        for (int i = 0; i < 1000; i++) {
            pauses.add(backoff.after(2, lots));
        }
        assertThat(pauses)
                .hasSizeGreaterThan(900)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(100), Duration.ofMillis(200)));
        assertThat(backoff.after(2, new Random(7))).isEqualTo(backoff.after(2, new Random(7)));
    }

    @Test
    void refusesPausesThatWouldNotGrow() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
