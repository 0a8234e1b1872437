package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DampingTest {

    @Test
    void failsUntilItHasPassedRiseTimes() {
        assertThat(after(1, 1, "-")).isEqualTo("-");
        assertThat(after(3, 2, "++")).isEqualTo("-");
        assertThat(after(3, 2, "+++")).isEqualTo("+");
    }

    @Test
    void passesUntilItHasFailedFallTimes() {
        assertThat(after(1, 3, "+--")).isEqualTo("+");
        assertThat(after(1, 3, "+---")).isEqualTo("-");
    }

    @Test
    void onlyConsecutiveResultsCount() {
        assertThat(after(1, 2, "+-+-+-+")).isEqualTo("+");
        assertThat(after(2, 1, "+-+-+-")).isEqualTo("-");
    }

    @Test
    void theCountStartsAgainAfterAChange() {
        assertThat(after(2, 2, "++--+")).isEqualTo("-");
        assertThat(after(2, 2, "++--++-")).isEqualTo("+");
    }

    @Test
    void everyResultCountsIfOneIsEnough() {
        assertThat(after(1, 1, "+")).isEqualTo("+");
        assertThat(after(1, 1, "+-")).isEqualTo("-");
        assertThat(after(1, 1, "+-+")).isEqualTo("+");
    }

    private static String after(int rise, int fall, String results) {
        Damping damping = new Damping(rise, fall, false, 0);
        for (int i = 0; i < results.length(); i++) {
            damping = damping.after(results.charAt(i) == '+');
        }
        return damping.passing() ? "+" : "-";
    }
}
