package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clusters of the real loop that meet random faults at random moments. A failure prints its seed and what
/// happened; `-Dyaim.seed=N` runs that one alone, `-Dyaim.schedules=N` so many.
class SimulationTest {

    /// What would make the rest worth little if it did not happen.
    private static final List<String> MUST_HAPPEN = List.of(
            "held over",
            "kept for a restart",
            "taken over from a former life",
            "guardian dropped",
            "guardian ended the lease",
            "guardian another process runs",
            "guardian killed",
            "taken without the store",
            "two have it, in mode claim",
            "outages");

    private static final long SCHEDULES = Long.getLong("yaim.schedules", 5000);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noAddressIsEverOnTwoNodesAndInTheEndEachIsOnOne() throws InterruptedException {
        Optional<Long> only = Optional.ofNullable(Long.getLong("yaim.seed"));
        var simulation = new Simulation(only.orElse(0L), only.isPresent() ? 1 : SCHEDULES);
        Optional<String> failure = simulation.run();
        System.out.print(Report.of(simulation.tally()));
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        if (only.isEmpty()) {
            assertThat(MUST_HAPPEN)
                    .allSatisfy(what ->
                            assertThat(simulation.tally().of(what)).as(what).isPositive());
        }
    }

    @Test
    void aSeedIsOneScheduleInEveryProcess() throws Exception {
        String once = Replay.inAnotherProcess(30);
        assertThat(once).contains("hash ").isEqualTo(Replay.inAnotherProcess(30));
        assertThat(once).isEqualTo(Replay.inAnotherProcess(30)).isNotEqualTo(Replay.inAnotherProcess(31));
    }
}
