package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Checks on a clock that only the test moves. Interval 1000 ms, timeout 400 ms, two retries 100 ms apart.
final class Stage {

    final ManualTime time = new ManualTime();
    final List<ConfiguredCheck> configured = new ArrayList<>();
    final List<Health> rung = new ArrayList<>();

    FakeCheck check(String name, int rise, int fall) {
        FakeCheck check = new FakeCheck();
        Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofMillis(400), rise, fall, 2, Duration.ofMillis(100));
        configured.add(new ConfiguredCheck(new CheckSettings(name, "fake", pace, Map.of()), check));
        return check;
    }

    Checks checks() {
        Checks[] made = new Checks[1];
        made[0] = new Checks(configured, time, () -> rung.add(made[0].health()), time);
        return made[0];
    }

    Checks started() {
        Checks checks = checks();
        checks.advance();
        return checks;
    }

    Checks healthy() {
        Checks checks = started();
        run(checks);
        assertThat(checks.health()).isEqualTo(new Health.Healthy());
        return checks;
    }

    void run(Checks checks) {
        checks.advance();
        time.runAttempts();
        checks.advance();
    }

    void failWithRetries(Checks checks) {
        time.pass(1000);
        run(checks);
        for (int i = 0; i < 2; i++) {
            time.pass(100);
            run(checks);
        }
    }

    static Health.Unhealthy unhealthy(String reason) {
        return new Health.Unhealthy("api: " + reason);
    }
}
