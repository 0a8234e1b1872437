package io.yaim.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.loop.cycle.Cycle;
import io.yaim.model.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterReportTest {

    private Duration now = Sketch.NOW;
    private final EntryStateTracker entryStateTracker = new EntryStateTracker();
    private final StatusTracker statusTracker = new StatusTracker(
            () -> now, () -> Instant.EPOCH, () -> new CheckResults(new Health.Healthy(), List.of()), entryStateTracker);

    @Test
    void aNodeWithoutALinkIsNotHealthyThoughItsChecksPass() {
        assertThat(report(Sketch.of("a").linkDown().cycle()))
                .containsEntry("state", "unhealthy")
                .containsEntry("reason", "interface eth0 is down");
    }

    @Test
    void aNodeOnProbationSaysWhyAndForHowLong() {
        Cycle cycle = Sketch.of("a").onProbation().cycle();
        assertThat(report(cycle))
                .containsEntry("state", "healthy")
                .containsEntry("reason", "on probation for 15 s: eth0 is up again; it ends in 11 s");
        now = now.plusSeconds(4);
        assertThat(report(cycle)).containsEntry("reason", "on probation for 15 s: eth0 is up again; it ends in 7 s");
    }

    private Map<String, Object> report(Cycle cycle) {
        entryStateTracker.accept(cycle);
        statusTracker.accept(cycle);
        return new ClusterReport("/service/yaim/", "etcd", "1", false, statusTracker.snapshot()).fields();
    }
}
