package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Health;
import io.yaim.model.Health.Healthy;
import io.yaim.model.Health.Unhealthy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The rules by which results become health, on a clock that only the test moves. Interval 1000 ms, timeout 400
/// ms, two retries 100 ms apart.
final class ChecksTest {

    private final ManualTime time = new ManualTime();
    private final List<ConfiguredCheck> configured = new ArrayList<>();
    private final List<Health> rung = new ArrayList<>();
    private final FakeCheck api = check("api", 1, 1);

    @Test
    void isHealthyFromTheStartWithoutAnyCheck() {
        configured.clear();
        assertThat(started().health()).isEqualTo(new Healthy());
    }

    @Test
    void isUnhealthyUntilItHasStarted() {
        configured.clear();
        assertThat(checks().health()).isEqualTo(new Unhealthy("checks have not started"));
    }

    @Test
    void isUnhealthyUntilEveryCheckHasPassed() {
        FakeCheck disk = check("disk", 2, 1);
        Checks checks = started();
        assertThat(checks.health()).isEqualTo(new Unhealthy("api: has not passed yet; disk: has not passed yet"));

        run(checks);
        assertThat(checks.health()).isEqualTo(new Unhealthy("disk: passed 1 of 2 times"));

        time.pass(1000);
        run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
        assertThat(disk.runs()).isEqualTo(2);
    }

    @Test
    void namesTheCheckThatFails() {
        check("disk", 1, 1).fails("full");
        Checks checks = started();
        run(checks);
        assertThat(checks.health()).isEqualTo(new Unhealthy("disk: full"));
    }

    @Test
    void namesThreeChecksAndCountsTheOthers() {
        for (String name : List.of("a", "b", "c", "d")) {
            check(name, 1, 1).fails("no");
        }
        Checks checks = started();
        run(checks);
        assertThat(checks.health()).isEqualTo(new Unhealthy("a: no; b: no; c: no; and 1 more"));
    }

    @Test
    void ringsTheBellWhenHealthChangesAndOnlyThen() {
        Checks checks = started();
        run(checks);
        for (int i = 0; i < 5; i++) {
            time.pass(1000);
            run(checks);
        }
        api.fails("503");
        time.pass(1000);
        run(checks);
        assertThat(rung).containsExactly(new Unhealthy("api: has not passed yet"), new Healthy(), unhealthy("503"));
    }

    @Test
    void runsEachCheckFromStartToStartOfItsInterval() {
        Checks checks = started();
        assertThat(time.waitingAttempts()).isEqualTo(1);
        time.pass(300);
        run(checks);
        time.pass(699);
        checks.advance();
        assertThat(time.waitingAttempts()).isZero();
        time.pass(1);
        checks.advance();
        assertThat(time.waitingAttempts()).isEqualTo(1);
    }

    @Test
    void saysWhenItHasSomethingToDoAgain() {
        Checks checks = started();
        assertThat(checks.advance()).isEqualTo(time.get().plusMillis(400));
        time.runAttempts();
        assertThat(checks.advance()).isEqualTo(time.get().plusMillis(1000));
    }

    @Test
    void countsAWrongAnswerAtOnce() {
        Checks checks = healthy();
        api.fails("503");
        time.pass(1000);
        run(checks);
        assertThat(checks.health()).isEqualTo(unhealthy("503"));
        assertThat(api.runs()).isEqualTo(2);
    }

    @Test
    void asksAgainWhenTheServiceCouldNotBeAsked() {
        Checks checks = healthy();
        api.cannotBeAsked("refused");
        time.pass(1000);
        run(checks);
        time.pass(99);
        run(checks);
        assertThat(api.runs()).as("not before the pause is over").isEqualTo(2);
        time.pass(1);
        run(checks);
        assertThat(checks.health()).as("one retry is left").isEqualTo(new Healthy());
        time.pass(100);
        run(checks);
        assertThat(checks.health()).isEqualTo(unhealthy("refused"));
        assertThat(api.runs()).isEqualTo(4);
    }

    @Test
    void forgetsRetriesThatSucceed() {
        Checks checks = healthy();
        api.cannotBeAsked("refused");
        time.pass(1000);
        run(checks);
        api.passes();
        time.pass(100);
        run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
        assertThat(checks.results().checks().getFirst().reason()).isEmpty();
    }

    @Test
    void countsSilenceAsFailureWhenTheTimeoutIsOver() {
        Checks checks = healthy();
        time.pass(1000);
        checks.advance();
        time.pass(399);
        checks.advance();
        assertThat(checks.health()).isEqualTo(new Healthy());
        time.pass(1);
        checks.advance();
        assertThat(checks.health()).isEqualTo(unhealthy("no answer within 400 ms"));
    }

    @Test
    void neverAsksTwiceAtATime() {
        Checks checks = healthy();
        for (int i = 0; i < 100; i++) {
            time.pass(500);
            checks.advance();
        }
        assertThat(time.waitingAttempts()).isEqualTo(1);
        assertThat(checks.health()).isEqualTo(unhealthy("no answer for 49 s, still asked"));
    }

    @Test
    void countsEachIntervalOfAHangAsOneFailure() {
        configured.clear();
        check("api", 1, 3);
        Checks checks = healthy();
        time.pass(1000);
        checks.advance();
        time.pass(400);
        checks.advance();
        time.pass(600);
        checks.advance();
        assertThat(checks.health()).isEqualTo(new Healthy());
        time.pass(1000);
        checks.advance();
        assertThat(checks.health()).isEqualTo(unhealthy("no answer for 2 s, still asked"));
    }

    @Test
    void ignoresAnAnswerThatComesTooLate() {
        Checks checks = healthy();
        time.pass(1000);
        checks.advance();
        time.pass(401);
        run(checks);
        assertThat(checks.health()).isEqualTo(unhealthy("no answer within 400 ms"));
    }

    @Test
    void judgesAnAnswerByWhenItCameNotByWhenItIsSeen() {
        Checks checks = healthy();
        time.pass(1000);
        checks.advance();
        time.runAttempts();
        time.pass(5000);
        checks.advance();
        assertThat(checks.health()).isEqualTo(new Healthy());
    }

    @Test
    void asksAgainAfterAHangThatEnded() {
        Checks checks = healthy();
        time.pass(1000);
        checks.advance();
        time.pass(450);
        checks.advance();
        run(checks);
        time.pass(550);
        run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
    }

    @Test
    void aHangingCheckDelaysNoOther() {
        FakeCheck disk = check("disk", 1, 1);
        AtomicBoolean first = new AtomicBoolean(true);
        Checks checks = new Checks(configured, time, () -> {}, attempt -> {
            if (!first.getAndSet(false)) {
                time.execute(attempt);
            }
        });
        checks.advance();
        for (int i = 0; i < 10; i++) {
            run(checks);
            time.pass(1000);
        }
        assertThat(disk.runs()).isEqualTo(10);
        assertThat(api.runs()).isZero();
    }

    @Test
    void tellsEachResult() {
        Checks checks = started();
        time.pass(20);
        run(checks);
        CheckStatus.LastRun last = new CheckStatus.LastRun(time.get().minusMillis(20), Duration.ofMillis(20), true);
        assertThat(checks.results())
                .isEqualTo(new CheckResults(
                        new Healthy(),
                        List.of(new CheckStatus("api", "fake", true, Optional.empty(), Optional.of(last)))));
    }

    @Test
    void tellsAFailureThatDampingStillHides() {
        configured.clear();
        FakeCheck damped = check("api", 1, 2);
        Checks checks = healthy();
        damped.fails("503");
        time.pass(1000);
        run(checks);
        CheckStatus status = checks.results().checks().getFirst();
        assertThat(status.passing()).isTrue();
        assertThat(status.reason()).contains("503");
        assertThat(status.lastRun().orElseThrow().passed()).isFalse();
    }

    @Test
    void takesWhateverAForeignCheckThrowsAsNotPassed() {
        Checks checks = healthy();
        api.answers(() -> {
            throw new StackOverflowError("deep");
        });
        failWithRetries(checks);
        assertThat(checks.health()).isEqualTo(unhealthy("StackOverflowError: deep"));
    }

    @Test
    void refusesTwoChecksOfOneName() {
        check("api", 1, 1);
        assertThatThrownBy(this::checks)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two checks of the name 'api'");
    }

    private FakeCheck check(String name, int rise, int fall) {
        FakeCheck check = new FakeCheck();
        Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofMillis(400), rise, fall, 2, Duration.ofMillis(100));
        configured.add(new ConfiguredCheck(new CheckSettings(name, "fake", pace, Map.of()), check));
        return check;
    }

    private Checks checks() {
        Checks[] made = new Checks[1];
        made[0] = new Checks(configured, time, () -> rung.add(made[0].health()), time);
        return made[0];
    }

    private Checks started() {
        Checks checks = checks();
        checks.advance();
        return checks;
    }

    private Checks healthy() {
        Checks checks = started();
        run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
        return checks;
    }

    private void run(Checks checks) {
        checks.advance();
        time.runAttempts();
        checks.advance();
    }

    private void failWithRetries(Checks checks) {
        time.pass(1000);
        run(checks);
        for (int i = 0; i < 2; i++) {
            time.pass(100);
            run(checks);
        }
    }

    private static Unhealthy unhealthy(String reason) {
        return new Unhealthy("api: " + reason);
    }
}
