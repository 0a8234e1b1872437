package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Health.Healthy;
import io.yaim.model.Health.Unhealthy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rules by which results become health.
final class ChecksTest {

    private final Stage stage = new Stage();
    private final FakeCheck api = stage.check("api", 1, 1);

    @Test
    void isHealthyFromTheStartWithoutAnyCheck() {
        stage.configured.clear();
        assertThat(stage.started().health()).isEqualTo(new Healthy());
    }

    @Test
    void isUnhealthyUntilItHasStarted() {
        stage.configured.clear();
        assertThat(stage.checks().health()).isEqualTo(new Unhealthy("checks have not started", true));
    }

    @Test
    void isUnhealthyUntilEveryCheckHasPassed() {
        FakeCheck disk = stage.check("disk", 2, 1);
        Checks checks = stage.started();
        assertThat(checks.health()).isEqualTo(new Unhealthy("api: has not passed yet; disk: has not passed yet", true));

        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Unhealthy("disk: passed 1 of 2 times", true));

        stage.time.pass(1000);
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
        assertThat(disk.runs()).isEqualTo(2);
    }

    @Test
    void namesTheCheckThatFails() {
        stage.check("disk", 1, 1).fails("full");
        Checks checks = stage.started();
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Unhealthy("disk: full"));
    }

    @Test
    void namesThreeChecksAndCountsTheOthers() {
        for (String name : List.of("a", "b", "c", "d")) {
            stage.check(name, 1, 1).fails("no");
        }
        Checks checks = stage.started();
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Unhealthy("a: no; b: no; c: no; and 1 more"));
    }

    @Test
    void ringsTheBellWhenHealthChangesAndOnlyThen() {
        Checks checks = stage.started();
        stage.run(checks);
        for (int i = 0; i < 5; i++) {
            stage.time.pass(1000);
            stage.run(checks);
        }
        api.fails("503");
        stage.time.pass(1000);
        stage.run(checks);
        assertThat(stage.rung)
                .containsExactly(new Unhealthy("api: has not passed yet", true), new Healthy(), Stage.unhealthy("503"));
    }

    @Test
    void runsEachCheckFromStartToStartOfItsInterval() {
        Checks checks = stage.started();
        assertThat(stage.time.waitingAttempts()).isEqualTo(1);
        stage.time.pass(300);
        stage.run(checks);
        stage.time.pass(699);
        checks.advance();
        assertThat(stage.time.waitingAttempts()).isZero();
        stage.time.pass(1);
        checks.advance();
        assertThat(stage.time.waitingAttempts()).isEqualTo(1);
    }

    @Test
    void saysWhenItHasSomethingToDoAgain() {
        Checks checks = stage.started();
        assertThat(checks.advance()).isEqualTo(stage.time.get().plusMillis(400));
        stage.time.runAttempts();
        assertThat(checks.advance()).isEqualTo(stage.time.get().plusMillis(1000));
    }

    @Test
    void countsAWrongAnswerAtOnce() {
        Checks checks = stage.healthy();
        api.fails("503");
        stage.time.pass(1000);
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("503"));
        assertThat(api.runs()).isEqualTo(2);
    }

    @Test
    void asksAgainWhenTheServiceCouldNotBeAsked() {
        Checks checks = stage.healthy();
        api.cannotBeAsked("refused");
        stage.time.pass(1000);
        stage.run(checks);
        stage.time.pass(99);
        stage.run(checks);
        assertThat(api.runs()).as("not before the pause is over").isEqualTo(2);
        stage.time.pass(1);
        stage.run(checks);
        assertThat(checks.health()).as("one retry is left").isEqualTo(new Healthy());
        stage.time.pass(100);
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("refused"));
        assertThat(api.runs()).isEqualTo(4);
    }

    @Test
    void forgetsRetriesThatSucceed() {
        Checks checks = stage.healthy();
        api.cannotBeAsked("refused");
        stage.time.pass(1000);
        stage.run(checks);
        api.passes();
        stage.time.pass(100);
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
        assertThat(checks.results().checks().getFirst().reason()).isEmpty();
    }

    @Test
    void tellsEachResult() {
        Checks checks = stage.started();
        stage.time.pass(20);
        stage.run(checks);
        CheckStatus.LastRun last =
                new CheckStatus.LastRun(stage.time.get().minusMillis(20), Duration.ofMillis(20), true);
        assertThat(checks.results())
                .isEqualTo(new CheckResults(
                        new Healthy(),
                        List.of(new CheckStatus("api", "fake", true, Optional.empty(), Optional.of(last)))));
    }

    @Test
    void tellsAFailureThatDampingStillHides() {
        stage.configured.clear();
        FakeCheck damped = stage.check("api", 1, 2);
        Checks checks = stage.healthy();
        damped.fails("503");
        stage.time.pass(1000);
        stage.run(checks);
        CheckStatus status = checks.results().checks().getFirst();
        assertThat(status.passing()).isTrue();
        assertThat(status.reason()).contains("503");
        assertThat(status.lastRun().orElseThrow().passed()).isFalse();
    }

    @Test
    void takesWhateverAForeignCheckThrowsAsNotPassed() {
        Checks checks = stage.healthy();
        api.answers(() -> {
            throw new StackOverflowError("deep");
        });
        stage.failWithRetries(checks);
        assertThat(checks.health()).isEqualTo(Stage.unhealthy("StackOverflowError: deep"));
    }

    @Test
    void refusesTwoChecksOfOneName() {
        stage.check("api", 1, 1);
        assertThatThrownBy(stage::checks)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two checks of the name 'api'");
    }
}
