package io.yaim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Any outside input is accepted or refused with a clear message, in bounded time and memory.
final class FuzzTest {

    @TempDir
    private static Path folder;

    static List<Target> targets() {
        return Targets.in(folder);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingFromOutsideBreaksARule(Target target) {
        Fuzz.run(target);
    }

    @Test
    void aBuildTriesAHundredThousandInputs() {
        assertThat(targets().stream().mapToInt(Target::inputCount).sum()).isGreaterThanOrEqualTo(100_000);
    }
}
