package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// As [SimulationTest], for nodes without a server. `-Dyaim.seed=N` runs one schedule alone,
/// `-Dyaim.multicast-schedules=N` that many; the old name of the latter is `-Dyaim.meetings`.
class MulticastSimulationTest {

    private static final long SCHEDULES = Long.getLong("yaim.multicast-schedules", Long.getLong("yaim.meetings", 1000));

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
}
