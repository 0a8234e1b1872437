package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final Duration TTL = Duration.ofSeconds(8);
    private static final Duration START = Duration.ofSeconds(100);

    private final Memory memory = new Memory(TTL, START);

    @Test
    void aNewcomerIsUnsureUntilItIsToldOrTheTimeOfALeaseIsOver() {
        assertThat(memory.unsureFor(START.plusSeconds(3))).isEqualTo(Duration.ofSeconds(5));
        assertThat(memory.unsureFor(START.plus(TTL))).isZero();
        memory.told();
        assertThat(memory.unsureFor(START.plusSeconds(3))).isZero();
    }

    @Test
    void whoTakesASeatLateIsUnsureFromThenOn() {
        memory.called(START.plusSeconds(3));
        memory.called(START.plusSeconds(5));
        assertThat(memory.unsureFor(START.plusSeconds(5))).isEqualTo(Duration.ofSeconds(6));
    }

    /// What it is told may have waited since before it was stopped.
    @Test
    void whoWasStoppedIsUnsureForTheTimeOfALeaseWhateverItIsTold() {
        memory.told();
        Duration thaw = START.plusMillis(4001);
        assertThat(memory.look(thaw)).isTrue();
        memory.told();
        assertThat(memory.unsureFor(thaw)).isEqualTo(TTL);
        assertThat(memory.unsureFor(thaw.plus(TTL))).isZero();
    }

    @Test
    void whoLooksInTimeWasNotStopped() {
        memory.told();
        assertThat(memory.next()).isEqualTo(START.plusSeconds(1));
        assertThat(memory.look(START.plusSeconds(4))).isFalse();
        assertThat(memory.unsureFor(START.plusSeconds(4))).isZero();
    }
}
