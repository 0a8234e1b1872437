package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void theDefaultTimeoutIsTheIntervalButAtMostOneSecond() {
        assertThat(Pace.every(Duration.ofMillis(300)).timeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(Pace.every(Duration.ofSeconds(3)).timeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theTimeToDetectAFailureIsLimited() {
        Pace pace = pace(1000, 400, 3, 2, 100);
        assertThat(pace.longestRun()).isEqualTo(Duration.ofMillis(400 + 2 * (400 + 100)));
        assertThat(pace.longestDetection()).isEqualTo(Duration.ofMillis(3 * 1400 + 1400));
        assertThat(pace.hangDetection()).isEqualTo(Duration.ofMillis(3 * 1000 + 400));
    }

    @Test
    void valuesThatAreTooSmallAreRejected() {
        assertThatThrownBy(() -> pace(0, 1, 1, 1, 1)).hasMessage("interval: found 0 ms, expected at least 1 ms");
        assertThatThrownBy(() -> pace(1, 0, 1, 1, 1)).hasMessage("timeout: found 0 ms, expected at least 1 ms");
        assertThatThrownBy(() -> pace(1, 1, 0, 1, 1)).hasMessage("fall: found 0, expected at least 1");
        assertThatThrownBy(() -> pace(1, 1, 1, -1, 1)).hasMessage("retry-num: found -1, expected at least 0");
        assertThatThrownBy(() -> pace(1, 1, 1, 1, -1)).hasMessage("retry-after: found -1 ms, expected at least 0 ms");
    }

    private static Pace pace(long interval, long timeout, int fall, int retries, long retryAfter) {
        return new Pace(
                Duration.ofMillis(interval),
                Duration.ofMillis(timeout),
                1,
                fall,
                retries,
                Duration.ofMillis(retryAfter));
    }
}
