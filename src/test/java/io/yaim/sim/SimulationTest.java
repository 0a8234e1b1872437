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
            "guardian passed on",
            "guardian another process runs",
            "guardian killed",
            "taken without the store",
            "two have it, in mode claim",
            "outages",
            "fault reconfigured");

    /// Three of four have 200 steps; the others have outages, of which nobody counts the steps.
    private static final long ENOUGH = 6800;

    private static final long GATED_SCHEDULES = 600;

    private static final long STEPS = 5000 * 200;
    private static final long SCHEDULES = Long.getLong("yaim.schedules", 5000);

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // takes two to three on an idle machine
    @SuppressWarnings("SystemOut")
    void noAddressIsEverOnTwoNodesAndInTheEndEachIsOnOne() throws InterruptedException {
        Optional<Long> only = Optional.ofNullable(Long.getLong("yaim.seed"));
        var simulation = new Simulation(only.orElse(0L), only.isPresent() ? 1 : SCHEDULES);
        Optional<String> failure = simulation.run();
        System.out.print(Report.of(simulation.tally()));
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        if (only.isEmpty()) {
            assertThat(simulation.tally().countOf("schedules with something held over"))
                    .as("schedules in which an address was held on to without the store")
                    .isGreaterThan(simulation.tally().countOf("schedules in failsafe") / 2);
            assertThat(simulation.tally().countOf("steps")).isGreaterThanOrEqualTo(STEPS * SCHEDULES / ENOUGH);
            assertThat(MUST_HAPPEN)
                    .allSatisfy(what -> assertThat(simulation.tally().countOf(what))
                            .as(what)
                            .isPositive());
        }
    }

    /// The same with the gate as the guard, and leases too short for lifetimes.
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noAddressEverAnswersOnTwoNodesThatTheGateGuards() throws InterruptedException {
        var simulation = new Simulation(Schedule.FIRST_GATE_SEED, GATED_SCHEDULES * SCHEDULES / ENOUGH);
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        assertThat(simulation.tally().countOf("bound and silent")).isPositive();
    }

    @Test
    void aSeedIsOneScheduleInEveryProcess() throws Exception {
        String once = Replay.inAnotherProcess(30);
        assertThat(once).contains("hash ").isEqualTo(Replay.inAnotherProcess(30));
        assertThat(once).isEqualTo(Replay.inAnotherProcess(30)).isNotEqualTo(Replay.inAnotherProcess(31));
    }
}
