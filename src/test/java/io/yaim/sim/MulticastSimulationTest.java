package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.sim.fault.RefusedCalls;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// As [SimulationTest], for nodes without a server. `-Dyaim.seed=N` runs one schedule alone,
/// `-Dyaim.multicast-schedules=N` that many; the old name of the latter is `-Dyaim.meetings`.
class MulticastSimulationTest {

    private static final long SCHEDULES = Long.getLong("yaim.multicast-schedules", Long.getLong("yaim.meetings", 1000));

    /// The part of the schedules that is run with refused calls as well.
    private static final int REFUSING = 8;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES) // takes one on an idle machine
    @SuppressWarnings("SystemOut")
    void noAddressIsOnTwoNodesThatHaveBeenTogetherForOneLease() throws InterruptedException {
        Optional<Long> only = Optional.ofNullable(Long.getLong("yaim.seed"));
        var simulation = new Simulation(only.orElse(0L), only.isPresent() ? 1 : SCHEDULES, MulticastSchedule::new);
        Optional<String> failure = simulation.run();
        System.out.print(Report.ofMulticast(simulation.tally()));
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
    }

    /// The same with a coordinator that refuses a node calls of some kinds.
    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noAddressIsOnTwoNodesAlthoughTheCoordinatorRefusesSomeCalls() throws InterruptedException {
        long schedules = SCHEDULES / REFUSING;
        var simulation = new Simulation(RefusedCalls.FIRST_SEED, schedules, MulticastSchedule::new);
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        assertThat(simulation.tally().countOf("fault the store refuses some calls"))
                .isPositive();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    @SuppressWarnings("SystemOut")
    void noNodeEverTakesWhatAStrangerHas() throws InterruptedException {
        var simulation = new Simulation(Schedule.FIRST_STRANGER_SEED, SCHEDULES / 5, MulticastSchedule::new);
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        assertThat(failure).isEmpty();
        assertThat(simulation.tally().countOf("stranger left an address to the pool"))
                .isPositive();
    }
}
