package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.plan.Probations.Probation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProbationTimerTest {

    private static final Duration LEAST = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final ProbationTimer timer = new ProbationTimer();
    private Duration now = Duration.ofSeconds(1000);

    @Test
    void whatWorksFromTheStartHasProvedItself() {
        update(true, LEAST);
        assertThat(timer.at(now)).isEmpty();
    }

    @Test
    void whatRecoversIsOnProbationForTheLeastTime() {
        update(true, LEAST);
        update(false, LEAST);
        assertThat(timer.at(now)).isEmpty();
        update(true, LEAST);
        assertThat(timer.at(now)).contains(new Probation(LEAST, now.plus(LEAST)));
        now = now.plus(LEAST);
        assertThat(timer.at(now)).isEmpty();
    }

    @Test
    void whatDoesNotWorkAtTheStartIsOnProbationToo() {
        update(false, LEAST);
        update(true, LEAST);
        assertThat(length()).contains(LEAST);
    }

    @Test
    void eachFailureSoonAfterAProbationDoublesTheNextOne() {
        assertThat(lengthsOf(8, Duration.ofMinutes(4), LEAST))
                .containsExactly(20L, 40L, 80L, 160L, 300L, 300L, 300L, 300L);
    }

    @Test
    void checksAreOnProbationFromTheirSecondFailureOn() {
        assertThat(lengthsOf(5, Duration.ofMinutes(1), Duration.ZERO)).containsExactly(0L, 5L, 10L, 20L, 40L);
    }

    @Test
    void aFailureDuringAProbationBeginsTheSameOneAgain() {
        assertThat(lengthsOf(16, Duration.ofSeconds(1), LEAST)).containsOnly(20L);
    }

    @Test
    void aFailureLongAfterTheLastRecoveryCountsAsTheFirst() {
        assertThat(lengthsOf(3, LONGEST, LEAST)).containsOnly(20L);
    }

    @Test
    void nothingGrowsWithoutDamping() {
        update(true, LEAST);
        for (int i = 0; i < 5; i++) {
            timer.update(false, LEAST, Duration.ZERO, now);
            timer.update(true, LEAST, Duration.ZERO, now);
            assertThat(length()).contains(LEAST);
            now = now.plus(LEAST).plusSeconds(1);
        }
    }

    private List<Long> lengthsOf(int failures, Duration worksFor, Duration least) {
        var lengths = new ArrayList<Long>();
        update(true, least);
        for (int i = 0; i < failures; i++) {
            update(false, least);
            update(true, least);
            lengths.add(length().orElse(Duration.ZERO).toSeconds());
            now = now.plus(worksFor);
        }
        return lengths;
    }

    private Optional<Duration> length() {
        return timer.at(now).map(Probation::length);
    }

    private void update(boolean works, Duration least) {
        timer.update(works, least, LONGEST, now);
    }
}
