package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Checks on a clock that only the test advances. Interval 1000 ms, timeout 400 ms, two retries 100 ms apart.
final class CheckRunnerFixture {

    final ManualClockAndThreads time = new ManualClockAndThreads();
    final List<ConfiguredCheck> configured = new ArrayList<>();
    final List<Health> ringsWithHealth = new ArrayList<>();

    FakeCheck check(String name, int rise, int fall) {
        FakeCheck check = new FakeCheck();
        Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofMillis(400), rise, fall, 2, Duration.ofMillis(100));
        configured.add(new ConfiguredCheck(new CheckSettings(name, "fake", pace, Map.of()), check));
        return check;
    }

    CheckRunner checkRunner() {
        CheckRunner[] made = new CheckRunner[1];
        made[0] = new CheckRunner(configured, time, () -> ringsWithHealth.add(made[0].health()), time);
        return made[0];
    }

    CheckRunner started() {
        CheckRunner checkRunner = checkRunner();
        checkRunner.runDue();
        return checkRunner;
    }

    CheckRunner healthy() {
        CheckRunner checkRunner = started();
        run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Health.Healthy());
        return checkRunner;
    }

    void run(CheckRunner checkRunner) {
        checkRunner.runDue();
        time.runAttempts();
        checkRunner.runDue();
    }

    void failWithRetries(CheckRunner checkRunner) {
        time.pass(1000);
        run(checkRunner);
        for (int i = 0; i < 2; i++) {
            time.pass(100);
            run(checkRunner);
        }
    }

    static Health.Unhealthy unhealthy(String reason) {
        return new Health.Unhealthy("api: " + reason);
    }
}
