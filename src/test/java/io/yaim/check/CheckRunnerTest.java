package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Health.Healthy;
import io.yaim.model.Health.Unhealthy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rules for how results become health.
final class CheckRunnerTest {

    private final CheckRunnerFixture checkRunnerFixture = new CheckRunnerFixture();
    private final FakeCheck api = checkRunnerFixture.check("api", 1, 1);

    @Test
    void withoutChecksTheNodeIsHealthyFromTheStart() {
        checkRunnerFixture.configured.clear();
        assertThat(checkRunnerFixture.started().health()).isEqualTo(new Healthy());
    }

    @Test
    void theNodeIsUnhealthyBeforeTheStart() {
        checkRunnerFixture.configured.clear();
        assertThat(checkRunnerFixture.checkRunner().health()).isEqualTo(new Unhealthy("checks have not started", true));
    }

    @Test
    void theNodeIsUnhealthyUntilEveryCheckHasPassed() {
        FakeCheck disk = checkRunnerFixture.check("disk", 2, 1);
        CheckRunner checkRunner = checkRunnerFixture.started();
        assertThat(checkRunner.health())
                .isEqualTo(new Unhealthy("api: has not passed yet; disk: has not passed yet", true));

        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Unhealthy("disk: passed 1 of 2 times", true));

        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        assertThat(disk.runs()).isEqualTo(2);
    }

    @Test
    void theReasonNamesTheFailedCheck() {
        checkRunnerFixture.check("disk", 1, 1).fails("full");
        CheckRunner checkRunner = checkRunnerFixture.started();
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Unhealthy("disk: full"));
    }

    @Test
    void theReasonNamesThreeChecksAndCountsTheOthers() {
        for (String name : List.of("a", "b", "c", "d")) {
            checkRunnerFixture.check(name, 1, 1).fails("no");
        }
        CheckRunner checkRunner = checkRunnerFixture.started();
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Unhealthy("a: no; b: no; c: no; and 1 more"));
    }

    @Test
    void ringsTheBellOnlyWhenHealthChanges() {
        CheckRunner checkRunner = checkRunnerFixture.started();
        checkRunnerFixture.run(checkRunner);
        for (int i = 0; i < 5; i++) {
            checkRunnerFixture.time.pass(1000);
            checkRunnerFixture.run(checkRunner);
        }
        api.fails("503");
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunnerFixture.ringsWithHealth)
                .containsExactly(
                        new Unhealthy("api: has not passed yet", true),
                        new Healthy(),
                        CheckRunnerFixture.unhealthy("503"));
    }

    @Test
    void theIntervalIsFromStartToStart() {
        CheckRunner checkRunner = checkRunnerFixture.started();
        assertThat(checkRunnerFixture.time.waitingAttempts()).isEqualTo(1);
        checkRunnerFixture.time.pass(300);
        checkRunnerFixture.run(checkRunner);
        checkRunnerFixture.time.pass(699);
        checkRunner.runDue();
        assertThat(checkRunnerFixture.time.waitingAttempts()).isZero();
        checkRunnerFixture.time.pass(1);
        checkRunner.runDue();
        assertThat(checkRunnerFixture.time.waitingAttempts()).isEqualTo(1);
    }

    @Test
    void runDueReturnsTheTimeOfTheNextAction() {
        CheckRunner checkRunner = checkRunnerFixture.started();
        assertThat(checkRunner.runDue()).isEqualTo(checkRunnerFixture.time.get().plusMillis(400));
        checkRunnerFixture.time.runAttempts();
        assertThat(checkRunner.runDue()).isEqualTo(checkRunnerFixture.time.get().plusMillis(1000));
    }

    @Test
    void aWrongAnswerCountsAtOnce() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        api.fails("503");
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("503"));
        assertThat(api.runs()).isEqualTo(2);
    }

    @Test
    void repeatsAnAttemptWhenTheServiceIsUnreachable() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        api.isUnreachable("refused");
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        checkRunnerFixture.time.pass(99);
        checkRunnerFixture.run(checkRunner);
        assertThat(api.runs()).as("not before the end of the pause").isEqualTo(2);
        checkRunnerFixture.time.pass(1);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).as("one retry is left").isEqualTo(new Healthy());
        checkRunnerFixture.time.pass(100);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("refused"));
        assertThat(api.runs()).isEqualTo(4);
    }

    @Test
    void aSuccessfulRetryLeavesNoReason() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        api.isUnreachable("refused");
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        api.passes();
        checkRunnerFixture.time.pass(100);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        assertThat(checkRunner.results().checks().getFirst().reason()).isEmpty();
    }

    @Test
    void resultsContainEachCheck() {
        CheckRunner checkRunner = checkRunnerFixture.started();
        checkRunnerFixture.time.pass(20);
        checkRunnerFixture.run(checkRunner);
        CheckStatus.LastRun last =
                new CheckStatus.LastRun(checkRunnerFixture.time.get().minusMillis(20), Duration.ofMillis(20), true);
        assertThat(checkRunner.results())
                .isEqualTo(new CheckResults(
                        new Healthy(),
                        List.of(new CheckStatus("api", "fake", true, Optional.empty(), Optional.of(last)))));
    }

    @Test
    void aDampedFailureIsReportedAsReason() {
        checkRunnerFixture.configured.clear();
        FakeCheck damped = checkRunnerFixture.check("api", 1, 2);
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        damped.fails("503");
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        CheckStatus status = checkRunner.results().checks().getFirst();
        assertThat(status.passing()).isTrue();
        assertThat(status.reason()).contains("503");
        assertThat(status.lastRun().orElseThrow().passed()).isFalse();
    }

    @Test
    void anyThrowableOfACheckCountsAsNotPassed() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        api.answers(() -> {
            throw new StackOverflowError("deep");
        });
        checkRunnerFixture.failWithRetries(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(CheckRunnerFixture.unhealthy("StackOverflowError: deep"));
    }

    @Test
    void twoChecksOfOneNameAreRejected() {
        checkRunnerFixture.check("api", 1, 1);
        assertThatThrownBy(checkRunnerFixture::checkRunner)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two checks have the name 'api'");
    }
}
