package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.model.Health.Healthy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules for the replacement of checks while they run.
final class CheckReconfigurationTest {

    private final CheckRunnerFixture checkRunnerFixture = new CheckRunnerFixture();
    private final FakeCheck api = checkRunnerFixture.check("api", 1, 3);

    @Test
    void anUnchangedCheckGoesOnUnaffected() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        failRuns(checkRunner, 2);
        List<ConfiguredCheck> same = checkRunner.runningChecks();
        checkRunnerFixture.check("disk", 1, 1);
        checkRunner.reconfigure(List.of(same.getFirst(), checkRunnerFixture.configured.getLast()));
        checkRunnerFixture.run(checkRunner);
        assertThat(api.runs()).as("its pace is unchanged").isEqualTo(3);
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).as("its count is unchanged").isEqualTo(CheckRunnerFixture.unhealthy("503"));
        assertThat(api.isClosed()).isFalse();
    }

    @Test
    void aNewCheckOnAHealthyNodePassesUntilItFails() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        FakeCheck disk = checkRunnerFixture.check("disk", 1, 1).fails("full");
        checkRunner.reconfigure(
                List.of(checkRunner.runningChecks().getFirst(), checkRunnerFixture.configured.getLast()));
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        checkRunner.runDue();
        assertThat(checkRunner.health()).as("the run has started").isEqualTo(new Healthy());
        checkRunnerFixture.run(checkRunner);
        assertThat(disk.runs()).isEqualTo(1);
        assertThat(checkRunner.health().toString()).contains("disk: full");
        assertThat(checkRunnerFixture.ringsWithHealth).hasSize(3);
    }

    @Test
    void aNewCheckOnAnUnhealthyNodeFailsUntilItPasses() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        failRuns(checkRunner, 3);
        checkRunnerFixture.check("disk", 1, 1);
        checkRunner.reconfigure(List.of(checkRunnerFixture.configured.getLast()));
        assertThat(checkRunner.health().toString()).contains("disk: has not passed yet");
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
    }

    @Test
    void aChangedCheckStartsWithTheResultOfItsName() {
        FakeCheck disk = checkRunnerFixture.check("disk", 1, 1);
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        disk.fails("full");
        checkRunnerFixture.time.pass(1000);
        checkRunnerFixture.run(checkRunner);
        checkRunnerFixture.configured.clear();
        checkRunnerFixture.check("api", 1, 1);
        checkRunnerFixture.check("disk", 2, 1);
        checkRunner.reconfigure(checkRunnerFixture.configured);
        assertThat(checkRunner.results().checks())
                .extracting(CheckStatus::passing)
                .containsExactly(true, false);
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health().toString()).contains("disk: passed 1 of 2 times");
    }

    @Test
    void withoutTheFailedCheckTheOthersCountAtOnce() {
        checkRunnerFixture.check("disk", 1, 1).fails("full");
        CheckRunner checkRunner = checkRunnerFixture.started();
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health().isHealthy()).isFalse();
        checkRunner.reconfigure(List.of(checkRunner.runningChecks().getFirst()));
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        assertThat(checkRunnerFixture.ringsWithHealth).endsWith(new Healthy());
    }

    @Test
    void withoutAnyCheckTheNodeIsHealthy() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        failRuns(checkRunner, 3);
        checkRunner.reconfigure(List.of());
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
    }

    @Test
    void aRemovedCheckIsClosedAndItsResultIgnored() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.time.pass(1000);
        checkRunner.runDue();
        api.fails("503");
        checkRunnerFixture.check("disk", 1, 1);
        checkRunner.reconfigure(List.of(checkRunnerFixture.configured.getLast()));
        checkRunnerFixture.run(checkRunner);
        assertThat(checkRunner.health()).isEqualTo(new Healthy());
        await().atMost(Duration.ofMinutes(2)).until(api::isClosed);
    }

    @Test
    void twoChecksOfOneNameAreRejectedWithoutAChange() {
        CheckRunner checkRunner = checkRunnerFixture.healthy();
        checkRunnerFixture.check("api", 1, 1);
        assertThatThrownBy(() -> checkRunner.reconfigure(checkRunnerFixture.configured))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(checkRunner.runningChecks()).hasSize(1);
        assertThat(api.isClosed()).isFalse();
    }

    private void failRuns(CheckRunner checkRunner, int times) {
        api.fails("503");
        for (int i = 0; i < times; i++) {
            checkRunnerFixture.time.pass(1000);
            checkRunnerFixture.run(checkRunner);
        }
    }
}
