package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Health.Healthy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What silence means: how a check that hangs is counted, and that it holds up nothing.
final class SilentChecksTest {

    private final Stage stage = new Stage();
    private final FakeCheck api = stage.check("api", 1, 1);

    @Test
    void countsSilenceAsFailureWhenTheTimeoutIsOver() {
        Checks checks = stage.healthy();
        stage.time.pass(1000);
        checks.advance();
        stage.time.pass(399);
        checks.advance();
        assertThat(checks.health()).isEqualTo(new Healthy());
        stage.time.pass(1);
        checks.advance();
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("no answer within 400 ms"));
    }

    @Test
    void neverAsksTwiceAtATime() {
        Checks checks = stage.healthy();
        for (int i = 0; i < 100; i++) {
            stage.time.pass(500);
            checks.advance();
        }
        assertThat(stage.time.waitingAttempts()).isEqualTo(1);
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("no answer within 400 ms"));
    }

    @Test
    void countsEachIntervalOfAHangAsOneFailure() {
        stage.configured.clear();
        stage.check("api", 1, 3);
        Checks checks = stage.healthy();
        stage.time.pass(1000);
        checks.advance();
        stage.time.pass(400);
        checks.advance();
        stage.time.pass(600);
        checks.advance();
        assertThat(checks.health()).isEqualTo(new Healthy());
        stage.time.pass(1000);
        checks.advance();
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("no answer within 400 ms"));
    }

    @Test
    void ignoresAnAnswerThatComesTooLate() {
        Checks checks = stage.healthy();
        stage.time.pass(1000);
        checks.advance();
        stage.time.pass(401);
        stage.time.runAttempts();
        checks.advance();
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("no answer within 400 ms"));
    }

    @Test
    void judgesAnAnswerByWhenItCameNotByWhenItIsSeen() {
        Checks checks = stage.healthy();
        stage.time.pass(1000);
        checks.advance();
        stage.time.runAttempts();
        stage.time.pass(5000);
        checks.advance();
        assertThat(checks.health()).isEqualTo(new Healthy());
    }

    @Test
    void asksAgainAfterAHangThatEnded() {
        Checks checks = stage.healthy();
        stage.time.pass(1000);
        checks.advance();
        stage.time.pass(450);
        checks.advance();
        stage.run(checks);
        stage.time.pass(550);
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
    }

    @Test
    void aHangingCheckDelaysNoOther() {
        FakeCheck disk = stage.check("disk", 1, 1);
        AtomicBoolean first = new AtomicBoolean(true);
        Checks checks = new Checks(stage.configured, stage.time, () -> {}, attempt -> {
            if (!first.getAndSet(false)) {
                stage.time.execute(attempt);
            }
        });
        checks.advance();
        for (int i = 0; i < 10; i++) {
            stage.run(checks);
            stage.time.pass(1000);
        }
        assertThat(disk.runs()).isEqualTo(10);
        assertThat(api.runs()).isZero();
    }
}
