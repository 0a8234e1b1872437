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

@Timeout(180)
final class OneShotRunTest {

    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(30);

    private final List<ConfiguredCheck> checks = new ArrayList<>();

    @Test
    void runsAllChecksAtTheSameTime() throws InterruptedException {
        var quick = new FakeCheck();
        var answered = new CountDownLatch(1);
        add("slow", LONG_TIMEOUT, 0, 1, timeout -> {
            answered.await();
            return new Verdict.Pass();
        });
        add("quick", LONG_TIMEOUT, 0, 1, timeout -> {
            answered.countDown();
            return quick.run(timeout);
        });
        assertThat(runOnce().health()).isEqualTo(new Health.Healthy());
        assertThat(quick.runs()).isEqualTo(1);
    }

    @Test
    void makesAllAttemptsAtAnUnreachableService() throws InterruptedException {
        FakeCheck refused = new FakeCheck().isUnreachable("refused");
        add("refused", LONG_TIMEOUT, 3, 1, refused);
        assertThat(runOnce().health()).isEqualTo(new Health.Unhealthy("refused: refused"));
        assertThat(refused.runs()).isEqualTo(4);
    }

    @Test
    void aWrongAnswerIsNotRetried() throws InterruptedException {
        FakeCheck wrong = new FakeCheck().fails("status 500");
        add("wrong", LONG_TIMEOUT, 3, 1, wrong);
        assertThat(runOnce().checks().getFirst().reason()).contains("status 500");
        assertThat(wrong.runs()).isEqualTo(1);
    }

    @Test
    void onePassIsEnoughWhateverRiseIs() throws InterruptedException {
        add("good", LONG_TIMEOUT, 0, 5, new FakeCheck());
        assertThat(runOnce().health().isHealthy()).isTrue();
    }

    @Test
    void aHangingCheckFailsAtItsTimeout() throws InterruptedException {
        var never = new CountDownLatch(1);
        add("hangs", Duration.ofMillis(50), 0, 1, timeout -> {
            never.await();
            return new Verdict.Pass();
        });
        assertThat(runOnce().health()).isEqualTo(new Health.Unhealthy("hangs: no answer within 50 ms"));
    }

    @Test
    void withoutChecksTheResultIsHealthy() throws InterruptedException {
        assertThat(runOnce().health().isHealthy()).isTrue();
    }

    @Test
    void closesAllChecks() throws InterruptedException {
        var check = new FakeCheck();
        add("one", LONG_TIMEOUT, 0, 1, check);
        runOnce();
        assertThat(check.isClosed()).isTrue();
    }

    private CheckResults runOnce() throws InterruptedException {
        return OneShotRun.run(checks, BootClock::now);
    }

    private void add(String name, Duration timeout, int retries, int rise, Check check) {
        var pace = new Pace(Duration.ofMillis(1), timeout, rise, 1, retries, Duration.ofMillis(1));
        checks.add(new ConfiguredCheck(new CheckSettings(name, "fake", pace, Map.of()), check));
    }
}
