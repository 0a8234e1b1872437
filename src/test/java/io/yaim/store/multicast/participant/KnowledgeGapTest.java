package io.yaim.store.multicast.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnowledgeGapTest {

    private static final Duration TTL = Duration.ofSeconds(8);
    private static final Duration START = Duration.ofSeconds(100);

    private final KnowledgeGap knowledgeGap = new KnowledgeGap(TTL, START);

    @Test
    void aNewcomerIsUnsureUntilItIsToldOrTheTimeOfALeaseIsOver() {
        assertThat(knowledgeGap.unsureFor(START.plusSeconds(3))).isEqualTo(Duration.ofSeconds(5));
        assertThat(knowledgeGap.unsureFor(START.plus(TTL))).isZero();
        knowledgeGap.stateInstalled();
        assertThat(knowledgeGap.unsureFor(START.plusSeconds(3))).isZero();
    }

    @Test
    void whoTakesASeatLateIsUnsureFromThenOn() {
        knowledgeGap.viewChanged(START.plusSeconds(3));
        knowledgeGap.viewChanged(START.plusSeconds(5));
        assertThat(knowledgeGap.unsureFor(START.plusSeconds(5))).isEqualTo(Duration.ofSeconds(6));
    }

    /// What it is told may have waited since before it was stopped.
    @Test
    void whoWasStoppedIsUnsureForTheTimeOfALeaseWhateverItIsTold() {
        knowledgeGap.stateInstalled();
        Duration thaw = START.plusMillis(4001);
        assertThat(knowledgeGap.checkForStall(thaw)).isTrue();
        knowledgeGap.stateInstalled();
        assertThat(knowledgeGap.unsureFor(thaw)).isEqualTo(TTL);
        assertThat(knowledgeGap.unsureFor(thaw.plus(TTL))).isZero();
    }

    @Test
    void whoLooksInTimeWasNotStopped() {
        knowledgeGap.stateInstalled();
        assertThat(knowledgeGap.nextCheck()).isEqualTo(START.plusSeconds(1));
        assertThat(knowledgeGap.checkForStall(START.plusSeconds(4))).isFalse();
        assertThat(knowledgeGap.unsureFor(START.plusSeconds(4))).isZero();
    }
}
