package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Health.Healthy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// How a check that hangs is counted, and that it delays nothing else.
final class CheckTimeoutTest {

    private final CheckRunnerFixture checkRunnerFixture = new CheckRunnerFixture();
    private final FakeCheck api = checkRunnerFixture.check("api", 1, 1);

    @Test
    void noAnswerCountsAsFailureAtTheTimeout() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        checkRunnerFixture.time.pass(399);
        checkRunner.runDue();
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        checkRunnerFixture.time.pass(1);
        checkRunner.runDue();
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("no answer within 400 ms"));
    }

    @Test
    void runsOfACheckNeverOverlap() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        for (int i = 0; i < 100; i++) {
            checkRunnerFixture.time.pass(500);
            checkRunner.runDue();
        }
        assertThat(checkRunnerFixture.time.waitingAttempts()).isEqualTo(1);
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("no answer within 400 ms"));
    }

    @Test
    void eachIntervalOfAHangCountsAsOneFailure() {
        checkRunnerFixture.configured.clear();
        checkRunnerFixture.check("api", 1, 3);
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        checkRunnerFixture.time.pass(400);
        checkRunner.runDue();
        checkRunnerFixture.time.pass(600);
        checkRunner.runDue();
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("no answer within 400 ms"));
    }

    @Test
    void anAnswerAfterTheTimeoutIsIgnored() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        checkRunnerFixture.time.pass(401);
        checkRunnerFixture.time.runAttempts();
        checkRunner.runDue();
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("no answer within 400 ms"));
    }

    @Test
    void anAnswerCountsByWhenItCameNotByWhenItIsSeen() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        checkRunnerFixture.time.runAttempts();
        checkRunnerFixture.time.pass(5000);
        checkRunner.runDue();
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
    }

    @Test
    void runsAgainAfterTheEndOfAHang() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        checkRunnerFixture.time.pass(450);
        checkRunner.runDue();
        checkRunnerFixture.run(checkRunner);
        checkRunnerFixture.time.pass(550);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
    }

    @Test
    void aHangingCheckDelaysNoOtherCheck() {
        FakeCheck disk = checkRunnerFixture.check("disk", 1, 1);
        AtomicBoolean first = new AtomicBoolean(true);
        CheckRunner checkRunner =
                new CheckRunner(checkRunnerFixture.configured, checkRunnerFixture.time, () -> {}, attempt -> {
                    if (!first.getAndSet(false)) {
                        checkRunnerFixture.time.execute(attempt);
                    }
                });
        checkRunner.runDue();
        for (int i = 0; i < 10; i++) {
            checkRunnerFixture.run(checkRunner);
            checkRunnerFixture.time.pass(1000);
        }
        assertThat(disk.runs()).isEqualTo(10);
        assertThat(api.runs()).isZero();
    }
}
