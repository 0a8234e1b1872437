package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clusters of the real loop that meet random faults at random moments. A failure prints its seed and what
/// happened; `-Dyaim.seed=N` runs that one alone, `-Dyaim.schedules=N` so many.
class SimulationTest {

    private static final long SCHEDULES = Long.getLong("yaim.schedules", 5000);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void noAddressIsEverOnTwoNodesAndInTheEndEachIsOnOne() throws InterruptedException {
        Optional<Long> only = Optional.ofNullable(Long.getLong("yaim.seed"));
        Optional<String> failure =
                Simulation.run(only.orElse(0L), only.isPresent() ? 1 : SCHEDULES, () -> false, SimulationTest::print);
        assertThat(failure).isEmpty();
    }

    @Test
    void aSeedIsOneScheduleForEver() {
        assertThat(Simulation.traceHash(7)).isEqualTo(Simulation.traceHash(7));
        assertThat(Simulation.traceHash(7)).isNotEqualTo(Simulation.traceHash(8));
    }

    @SuppressWarnings("SystemOut")
    static void print(Tally tally) {
        System.out.printf(
                Locale.ROOT,
                "%,d schedules of %d steps, %,d s simulated, %,d passes, %,d points to stop at, %,d checks, %,d moves%n",
                tally.of("schedules"),
                Schedule.STEPS,
                tally.of("seconds"),
                tally.of("passes"),
                tally.points(),
                tally.checks(),
                tally.of("moves"));
        Duration bound = Calm.longestUnowned(Duration.ofSeconds(9));
        System.out.printf("longest without owner after the last fault: %s of %s%n", tally.longest(), bound);
        System.out.println("faults: " + tally.startingWith("fault "));
        System.out.println("not held against yaim: " + tally.startingWith("double "));
    }
}
