package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProofTest {

    private static final Duration SENT = Duration.ofSeconds(100);

    @Test
    void marginsShrinkInProportionBelowThreeSeconds() {
        assertThat(until(9000)).isEqualTo(8900);
        assertThat(until(3000)).isEqualTo(2900);
        assertThat(until(1000)).isEqualTo(990);
        assertThat(until(300)).isEqualTo(297);
        assertThat(fence(9000)).isEqualTo(8700);
        assertThat(fence(3000)).isEqualTo(2700);
        assertThat(fence(300)).isEqualTo(277);
    }

    @Test
    void fenceIsBeforeTheGateClosesWhateverTheRefreshTime() {
        for (long millis = 300; millis <= 10_000; millis += 50) {
            Proof proof = gated(millis);
            Duration fence = proof.fenceAt(Duration.ofSeconds(9));
            assertThat(fence.plus(proof.gateOpenTime(fence)))
                    .isEqualTo(proof.endsAt().minus(Proof.GATE_LATENESS))
                    .isGreaterThanOrEqualTo(fence);
        }
    }

    @Test
    void theGateIsOpenForWhatRemainsOfTheProof() {
        Proof proof = gated(300);
        assertThat(proof.gateOpenTime(SENT)).isEqualTo(Duration.ofMillis(277));
        assertThat(proof.gateOpenTime(SENT.plusMillis(277))).isZero();
        assertThat(proof.gateOpenTime(SENT.plusSeconds(5))).isZero();
    }

    @Test
    void coarseLifetimeOutlastsTheProofAndIsRefreshedAtHalf() {
        Proof proof = gated(300);
        assertThat(proof.lifetimeSeconds(SENT, Duration.ofSeconds(9))).isEqualTo(5);
        assertThat(proof.lifetimeSeconds(SENT.plusMillis(277), Duration.ZERO)).isZero();
        assertThat(proof.isRefreshDue(Duration.ZERO, 3)).isFalse();
        assertThat(proof.isRefreshDue(proof.endsAt(), 2)).isTrue();
    }

    @Test
    void lifetimesAreRefreshedAfterEachCountedKeepAlive() {
        var proof = Proof.from(SENT, Duration.ofSeconds(9));
        assertThat(proof.isRefreshDue(proof.endsAt().minusMillis(1), 9)).isTrue();
        assertThat(proof.isRefreshDue(proof.endsAt(), 1)).isFalse();
    }

    private static Proof gated(long millis) {
        return Proof.from(SENT, Duration.ofMillis(millis), ExpiryGuard.GATE);
    }

    private static long until(long millis) {
        return gated(millis).endsAt().minus(SENT).toMillis();
    }

    private static long fence(long millis) {
        return gated(millis).fenceAt(Duration.ZERO).minus(SENT).toMillis();
    }
}
