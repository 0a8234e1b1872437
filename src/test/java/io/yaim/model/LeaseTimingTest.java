package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeaseTimingTest {

    private static final Duration NONE = Duration.ZERO;
    private static final StoreTiming ELECTING = new StoreTiming(
            "ttl",
            Duration.ofSeconds(1),
            Optional.of(
                    new StoreTiming.Interruption("etcd changes its leader", "leader change", Duration.ofSeconds(2))));

    @ParameterizedTest
    @CsvSource({
        "1000, 9000, 500", // the default
        "3000, 9000, 500", // the original's sample
        "1000, 6000, 500",
        "500, 5000, 250"
    })
    void documentedTimesAreAccepted(long interval, long ttl, long timeout) {
        var leaseTiming = timing(interval, ttl, timeout);
        assertThat(leaseTiming.violations(leaseTiming.ttl(), NONE)).isEmpty();
        assertThat(leaseTiming.warnings(leaseTiming.ttl(), NONE, ELECTING)).isEmpty();
    }

    @Test
    void renewalPeriodIsAtMostAFifthOfTheLease() {
        assertThat(timing(3000, 9000, 500).renewalPeriod(seconds(9))).isEqualTo(Duration.ofMillis(1800));
        assertThat(timing(1000, 9000, 500).renewalPeriod(seconds(9))).isEqualTo(seconds(1));
    }

    @Test
    void shortestLifetimeIsInWholeSecondsOfTheGrantedTtl() {
        var leaseTiming = timing(1000, 9999, 500);
        assertThat(leaseTiming.shortestLifetime(seconds(9), NONE)).isEqualTo(seconds(7));
        assertThat(leaseTiming.shortestLifetime(seconds(9), Duration.ofMillis(101)))
                .isEqualTo(seconds(6));
        assertThat(leaseTiming.shortestLifetime(seconds(1), NONE)).isEqualTo(NONE);
    }

    @Test
    void tooFewRenewalAttemptsAreRejectedWithTheFigures() {
        assertThat(timing(1000, 3900, 500).violations(seconds(3), NONE))
                .containsExactly("renewal + 2 * dcs-timeout + refresh <= lifetime does not hold:"
                        + " 0.6 s + 2 * 0.5 s + 0 s = 1.6 s >"
                        + " 1 s = floor(ttl 3 s - margin 0.1 s - kernel lateness 1.3 s - refresh 0 s"
                        + " - dcs-timeout 0.5 s)");
    }

    @Test
    void theLimitIsExactToTheMillisecond() {
        // lifetime floor(5 - 0.1 - 1.3 - 0.1 - 0.5) = 3, needed 1 + 2 * 0.5 + 0.1
        assertThat(timing(1000, 5000, 500).violations(seconds(5), Duration.ofMillis(100)))
                .isEmpty();
        // one thousandth more leaves a lifetime of 2
        assertThat(timing(1000, 5000, 500).violations(seconds(5), Duration.ofMillis(101)))
                .hasSize(1);
    }

    @Test
    void aTtlBelowThreeSecondsIsRejected() {
        assertThat(timing(100, 2000, 50).violations(seconds(2), NONE)).contains("ttl >= 3 s does not hold: 2 s");
    }

    @Test
    void warnsWhenALeaderChangeTakesTooLong() {
        var leaseTiming = timing(1000, 5000, 500);
        assertThat(leaseTiming.violations(seconds(5), NONE)).isEmpty();
        assertThat(leaseTiming.warnings(seconds(5), NONE, ELECTING))
                .containsExactly("addresses are dropped while etcd changes its leader: renewal + leader change"
                        + " + dcs-timeout + refresh <= lifetime does not hold: 1 s + 2 s + 0.5 s + 0 s = 3.5 s >"
                        + " 3 s = floor(ttl 5 s - margin 0.1 s - kernel lateness 1.3 s - refresh 0 s"
                        + " - dcs-timeout 0.5 s)");
    }

    @Test
    void theGateWorksWithATtlOf300Milliseconds() {
        var leaseTiming = gated(100, 300, 70);
        assertThat(leaseTiming.violations(leaseTiming.ttl(), seconds(9))).isEmpty(); // whatever a refresh takes
        assertThat(leaseTiming.renewalPeriod(leaseTiming.ttl())).isEqualTo(Duration.ofMillis(60));
        assertThat(leaseTiming.shortestLifetime(leaseTiming.ttl(), NONE)).isEqualTo(Duration.ofMillis(207));
        assertThat(leaseTiming.retryPause()).isEqualTo(Duration.ofMillis(10));
        assertThat(timing(1000, 9000, 500).retryPause()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void timesThatTheGateCannotEnforceAreRejectedWithTheFigures() {
        assertThat(gated(100, 300, 73).violations(Duration.ofMillis(300), NONE))
                .containsExactly(
                        "renewal + 2 * dcs-timeout <= gate open time does not hold: 0.06 s + 2 * 0.073 s = 0.206 s >"
                                + " 0.204 s = ttl 0.3 s - margin 0.003 s - fence 0.02 s - dcs-timeout 0.073 s");
        assertThat(gated(100, 299, 50).violations(Duration.ofMillis(299), NONE))
                .containsExactly("ttl >= 0.3 s does not hold: 0.299 s");
    }

    private static LeaseTiming gated(long interval, long ttl, long storeTimeout) {
        return timing(interval, ttl, storeTimeout).withGuard(ExpiryGuard.GATE);
    }

    @Test
    void timesMustBePositive() {
        assertThatThrownBy(() -> timing(0, 9000, 500)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LeaseTiming(seconds(1), seconds(9), seconds(1), 1))
                .hasMessage("expected 2 attempts or more");
    }

    private static LeaseTiming timing(long interval, long ttl, long storeTimeout) {
        return new LeaseTiming(
                Duration.ofMillis(interval),
                Duration.ofMillis(ttl),
                Duration.ofMillis(storeTimeout),
                LeaseTiming.DEFAULT_ATTEMPTS);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
