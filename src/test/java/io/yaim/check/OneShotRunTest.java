package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.linux.BootClock;
import io.yaim.model.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OneShotRunTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final List<ConfiguredCheck> checks = new ArrayList<>();

    @Test
    void runsEachCheckOnceThoughAnotherTakesLonger() throws InterruptedException {
        var quick = new FakeCheck();
        var answered = new CountDownLatch(1);
        add("slow", AMPLE, 0, 1, timeout -> {
            answered.await();
            return new Verdict.Pass();
        });
        add("quick", AMPLE, 0, 1, timeout -> {
            answered.countDown();
            return quick.run(timeout);
        });
        assertThat(trial().health()).isEqualTo(new Health.Healthy());
        assertThat(quick.runs()).isEqualTo(1);
    }

    @Test
    void makesAllAttemptsAtAServiceThatCannotBeAsked() throws InterruptedException {
        FakeCheck refused = new FakeCheck().cannotBeAsked("refused");
        add("refused", AMPLE, 3, 1, refused);
        assertThat(trial().health()).isEqualTo(new Health.Unhealthy("refused: refused"));
        assertThat(refused.runs()).isEqualTo(4);
    }

    @Test
    void believesAWrongAnswerAtOnce() throws InterruptedException {
        FakeCheck wrong = new FakeCheck().fails("status 500");
        add("wrong", AMPLE, 3, 1, wrong);
        assertThat(trial().checks().getFirst().reason()).contains("status 500");
        assertThat(wrong.runs()).isEqualTo(1);
    }

    @Test
    void takesOnePassForAPassHoweverManyADaemonWants() throws InterruptedException {
        add("good", AMPLE, 0, 5, new FakeCheck());
        assertThat(trial().health().isHealthy()).isTrue();
    }

    @Test
    void doesNotWaitForACheckThatHangs() throws InterruptedException {
        var never = new CountDownLatch(1);
        add("hangs", Duration.ofMillis(50), 0, 1, timeout -> {
            never.await();
            return new Verdict.Pass();
        });
        assertThat(trial().health()).isEqualTo(new Health.Unhealthy("hangs: no answer within 50 ms"));
    }

    @Test
    void isHealthyWithoutAnyCheck() throws InterruptedException {
        assertThat(trial().health().isHealthy()).isTrue();
    }

    @Test
    void closesTheChecks() throws InterruptedException {
        var check = new FakeCheck();
        add("one", AMPLE, 0, 1, check);
        trial();
        assertThat(check.isClosed()).isTrue();
    }

    private CheckResults trial() throws InterruptedException {
        return OneShotRun.run(checks, BootClock::now);
    }

    private void add(String name, Duration timeout, int retries, int rise, Check check) {
        var pace = new Pace(Duration.ofMillis(1), timeout, rise, 1, retries, Duration.ofMillis(1));
        checks.add(new ConfiguredCheck(new CheckSettings(name, "fake", pace, Map.of()), check));
    }
}
