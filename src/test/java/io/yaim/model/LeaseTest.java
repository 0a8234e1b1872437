package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Duration SENT = Duration.ofSeconds(100);
    private static final Lease LEASE = new Lease(new LeaseId("7"), Duration.ofSeconds(9), SENT);

    @Test
    void proofCountsFromWhenTheKeepAliveWasSent() {
        assertThat(LEASE.proof().endsAt()).isEqualTo(Duration.ofMillis(108_900));
        assertThat(LEASE.proof().isValidAt(Duration.ofMillis(108_899))).isTrue();
        assertThat(LEASE.proof().isValidAt(Duration.ofMillis(108_900))).isFalse();
    }

    @Test
    void lifetimeEndsBeforeTheProofEvenIfTheKernelIsLate() {
        for (long now = SENT.toMillis(); now < 110_000; now += 7) {
            Duration at = Duration.ofMillis(now);
            long seconds = LEASE.proof().lifetimeSeconds(at, Duration.ofMillis(50));
            if (seconds > 0) {
                Duration droppedBy =
                        at.plusSeconds(seconds).plus(Proof.KERNEL_LATENESS).plusMillis(50);
                assertThat(droppedBy).isLessThanOrEqualTo(LEASE.proof().endsAt());
            }
        }
    }

    @Test
    void lifetimeIsWhatRemainsOfTheProof() {
        assertThat(LEASE.proof().lifetimeSeconds(SENT, Duration.ZERO)).isEqualTo(7);
        assertThat(LEASE.proof().lifetimeSeconds(SENT.plusMillis(601), Duration.ZERO))
                .isEqualTo(6);
        assertThat(LEASE.proof().lifetimeSeconds(SENT, Duration.ofSeconds(2))).isEqualTo(5);
        assertThat(LEASE.proof().lifetimeSeconds(SENT.plusSeconds(7), Duration.ZERO))
                .isZero();
        assertThat(LEASE.proof().lifetimeSeconds(SENT.plusSeconds(70), Duration.ZERO))
                .isZero();
    }

    @Test
    void fenceIsEarlierByTheRefreshTime() {
        assertThat(LEASE.proof().fenceAt(Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(108_400));
    }

    @Test
    void aRenewalRetainsTheIdAndResetsTheTimes() {
        Lease renewed = LEASE.renewed(Duration.ofSeconds(101), Duration.ofSeconds(8));
        assertThat(renewed).isEqualTo(new Lease(new LeaseId("7"), Duration.ofSeconds(8), Duration.ofSeconds(101)));
    }
}
