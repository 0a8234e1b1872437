package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.sim.fault.RefusedCalls;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clusters of the real loop, with random faults at random moments. A failure prints its seed and its trace.
/// `-Dyaim.seed=N` runs one seed alone, `-Dyaim.schedules=N` that many schedules.
class SimulationTest {

    /// What must happen at all, since the rest would prove little otherwise.
    private static final List<String> MUST_HAPPEN = List.of(
            "held by consent",
            "retained for a restart",
            "taken over from a previous incarnation",
            "cleanup dropped",
            "cleanup ended the lease",
            "cleanup handed over",
            "cleanup found another process",
            "cleanup killed",
            "taken without the store",
            "on two nodes in mode claim",
            "outages",
            "fault reconfigured");

    /// Three of four schedules have 200 steps. The others have outages, whose steps are not counted.
    private static final long ENOUGH = 6800;

    private static final long GATED_SCHEDULES = 600;

    private static final long REFUSING_SCHEDULES = 800;
    private static final long STRANGER_SCHEDULES = 1200;

    private static final long STEPS = 5000 * 200;
    private static final long SCHEDULES = Long.getLong("yaim.schedules", 5000);

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES) // takes two to three on an idle machine
    @SuppressWarnings("SystemOut")
    void noAddressIsEverOnTwoNodesAndInTheEndEachIsOnOne() throws InterruptedException {
        Optional<Long> only = Optional.ofNullable(Long.getLong("yaim.seed"));
        var simulation = new Simulation(only.orElse(0L), only.isPresent() ? 1 : SCHEDULES);
        Optional<String> failure = simulation.run();
        System.out.print(Report.of(simulation.tally()));
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        if (only.isEmpty()) {
            assertThat(simulation.tally().countOf("schedules with an address held by consent"))
                    .as("schedules in which an address was held by consent")
                    .isGreaterThan(simulation.tally().countOf("schedules in failsafe") / 2);
            assertThat(simulation.tally().countOf("steps")).isGreaterThanOrEqualTo(STEPS * SCHEDULES / ENOUGH);
            assertThat(MUST_HAPPEN)
                    .allSatisfy(what -> assertThat(simulation.tally().countOf(what))
                            .as(what)
                            .isPositive());
        }
    }

    /// The same with the gate as the expiry guard, and leases too short for lifetimes.
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noAddressEverAnswersOnTwoNodesThatTheGateGuards() throws InterruptedException {
        var simulation = new Simulation(Schedule.FIRST_GATE_SEED, GATED_SCHEDULES * SCHEDULES / ENOUGH);
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        assertThat(simulation.tally().countOf("bound and silent")).isPositive();
    }

    /// The same with a store that refuses a node calls of some kinds.
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noAddressIsEverOnTwoNodesAndEachIsOnOneAlthoughTheStoreRefusesSomeCalls() throws InterruptedException {
        var simulation = new Simulation(RefusedCalls.FIRST_SEED, REFUSING_SCHEDULES * SCHEDULES / ENOUGH);
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        assertThat(simulation.tally().countOf("fault the store refuses some calls"))
                .isPositive();
    }

    /// The same, and a host that is no yaim has addresses that come into the pool.
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noNodeEverTakesWhatAStrangerHas() throws InterruptedException {
        var simulation = new Simulation(Schedule.FIRST_STRANGER_SEED, STRANGER_SCHEDULES * SCHEDULES / ENOUGH);
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        assertThat(simulation.tally().countOf("stranger left an address to the pool"))
                .isPositive();
    }

    @Test
    void aSeedIsOneScheduleInEveryProcess() throws Exception {
        String once = Replay.inAnotherProcess(30);
        assertThat(once).contains("hash ").isEqualTo(Replay.inAnotherProcess(30));
        assertThat(once).isEqualTo(Replay.inAnotherProcess(30)).isNotEqualTo(Replay.inAnotherProcess(31));
    }
}
