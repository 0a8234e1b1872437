package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clusters of the real loop that meet random faults at random moments. A failure prints its seed and what
/// happened; `-Dyaim.seed=N` runs that one alone, `-Dyaim.schedules=N` so many.
class SimulationTest {

    private static final long SCHEDULES = Long.getLong("yaim.schedules", 5000);

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noAddressIsEverOnTwoNodesAndInTheEndEachIsOnOne() throws InterruptedException {
        Optional<Long> only = Optional.ofNullable(Long.getLong("yaim.seed"));
        var simulation = new Simulation(only.orElse(0L), only.isPresent() ? 1 : SCHEDULES);
        Optional<String> failure = simulation.run();
        System.out.print(Report.of(simulation.tally()));
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        if (only.isEmpty()) {
            assertThat(simulation.tally().of("schedules with something held over"))
                    .as("schedules in which an address was held on to without the store")
                    .isGreaterThan(simulation.tally().of("schedules in failsafe") / 2);
        }
    }

    @Test
    void aSeedIsOneScheduleInEveryProcess() throws Exception {
        String once = Replay.inAnotherProcess(30);
        assertThat(once).contains("hash ").isEqualTo(Replay.inAnotherProcess(30));
        assertThat(once).isEqualTo(Replay.inAnotherProcess(30)).isNotEqualTo(Replay.inAnotherProcess(31));
    }
}
