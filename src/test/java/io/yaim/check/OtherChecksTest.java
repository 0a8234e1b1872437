package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.model.Health.Healthy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules by which checks become others while they run.
final class OtherChecksTest {

    private final Stage stage = new Stage();
    private final FakeCheck api = stage.check("api", 1, 3);

    @Test
    void aCheckThatStaysGoesOnAsIfNothingHadHappened() {
        Checks checks = stage.healthy();
        fails(checks, 2);
        List<ConfiguredCheck> same = checks.running();
        stage.check("disk", 1, 1);
        checks.become(List.of(same.getFirst(), stage.configured.getLast()));
        stage.run(checks);
        assertThat(api.runs()).as("keeps its pace").isEqualTo(3);
        assertThat(checks.health()).isEqualTo(new Healthy());
        stage.time.pass(1000);
        stage.run(checks);
        assertThat(checks.health()).as("keeps its count").isEqualTo(Stage.unhealthy("503"));
        assertThat(api.isClosed()).isFalse();
    }

    @Test
    void aNewCheckLeavesAHealthyNodeHealthyUntilItHasFailed() {
        Checks checks = stage.healthy();
        FakeCheck disk = stage.check("disk", 1, 1).fails("full");
        checks.become(List.of(checks.running().getFirst(), stage.configured.getLast()));
        assertThat(checks.health()).isEqualTo(new Healthy());
        checks.advance();
        assertThat(checks.health()).as("it has been asked").isEqualTo(new Healthy());
        stage.run(checks);
        assertThat(disk.runs()).isEqualTo(1);
        assertThat(checks.health().toString()).contains("disk: full");
        assertThat(stage.rung).hasSize(3);
    }

    @Test
    void aNewCheckHelpsNoUnhealthyNodeUntilItHasPassed() {
        Checks checks = stage.healthy();
        fails(checks, 3);
        stage.check("disk", 1, 1);
        checks.become(List.of(stage.configured.getLast()));
        assertThat(checks.health().toString()).contains("disk: has not passed yet");
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
    }

    @Test
    void aCheckThatChangesKeepsTheVerdictOfItsName() {
        FakeCheck disk = stage.check("disk", 1, 1);
        Checks checks = stage.healthy();
        disk.fails("full");
        stage.time.pass(1000);
        stage.run(checks);
        stage.configured.clear();
        stage.check("api", 1, 1);
        stage.check("disk", 2, 1);
        checks.become(stage.configured);
        assertThat(checks.results().checks()).extracting(CheckStatus::passing).containsExactly(true, false);
        stage.run(checks);
        assertThat(checks.health().toString()).contains("disk: passed 1 of 2 times");
    }

    @Test
    void withoutTheCheckThatFailedTheOthersDecideAtOnce() {
        stage.check("disk", 1, 1).fails("full");
        Checks checks = stage.started();
        stage.run(checks);
        assertThat(checks.health().isHealthy()).isFalse();
        checks.become(List.of(checks.running().getFirst()));
        assertThat(checks.health()).isEqualTo(new Healthy());
        assertThat(stage.rung).endsWith(new Healthy());
    }

    @Test
    void withoutAnyCheckTheNodeIsHealthy() {
        Checks checks = stage.healthy();
        fails(checks, 3);
        checks.become(List.of());
        assertThat(checks.health()).isEqualTo(new Healthy());
    }

    @Test
    void aCheckThatRunsNoMoreIsClosedAndSaysNothingAnyMore() {
        Checks checks = stage.healthy();
        stage.time.pass(1000);
        checks.advance();
        api.fails("503");
        stage.check("disk", 1, 1);
        checks.become(List.of(stage.configured.getLast()));
        stage.run(checks);
        assertThat(checks.health()).isEqualTo(new Healthy());
        await().until(api::isClosed);
    }

    @Test
    void refusesTwoChecksOfOneNameAndStaysAsItIs() {
        Checks checks = stage.healthy();
        stage.check("api", 1, 1);
        assertThatThrownBy(() -> checks.become(stage.configured)).isInstanceOf(IllegalArgumentException.class);
        assertThat(checks.running()).hasSize(1);
        assertThat(api.isClosed()).isFalse();
    }

    private void fails(Checks checks, int times) {
        api.fails("503");
        for (int i = 0; i < times; i++) {
            stage.time.pass(1000);
            stage.run(checks);
        }
    }
}
