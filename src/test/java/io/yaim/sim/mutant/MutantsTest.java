package io.yaim.sim.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.sim.Simulation;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulation finds each planted fault of the protocol within a number of seeds.
class MutantsTest {

    static Stream<Mutant> mutants() {
        String only = System.getProperty("yaim.mutant", "");
        return Mutants.all().stream().filter(mutant -> mutant.name().contains(only));
    }

    @ParameterizedTest
    @Timeout(value = 60, unit = TimeUnit.MINUTES) // takes a few seconds on an idle machine
    @MethodSource("mutants")
    void isFound(Mutant mutant) throws Exception {
        Class<?> simulation = new MutantLoader(mutant).loadClass(Simulation.class.getName());
        long started = System.nanoTime();
        var failure = (Optional<?>) simulation
                .getMethod("firstFailure", long.class, long.class, String.class)
                .invoke(null, mutant.from(), mutant.within(), mutant.mode());
        String found = failure.map(text -> text.toString().lines().findFirst().orElse(""))
                .orElse("not found");
        System.out.println(mutant + ": " + (System.nanoTime() - started) / 1_000_000 + " ms, " + found);
        assertThat(failure).as("what finds that %s", mutant).isPresent();
    }
}
