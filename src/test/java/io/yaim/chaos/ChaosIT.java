package io.yaim.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.chaos.ChaosStage.Outcome;
import io.yaim.model.FailureMode;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every fault once, in every mode in which it shows something.
final class ChaosIT {

    private final Random random = new Random(1);
    private Optional<ChaosStage> stage = Optional.empty();

    @TestFactory
    Stream<DynamicContainer> everyFaultInEveryMode() {
        return Stream.of(FailureMode.values())
                .map(mode -> DynamicContainer.dynamicContainer(
                        mode.toString(),
                        Faults.all().stream()
                                .filter(fault -> fault.bound(mode).isPresent())
                                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> check(mode, fault)))));
    }

    /// A cluster serves for all faults of its mode.
    private ChaosStage stage(FailureMode mode) throws Exception {
        if (stage.filter(present -> present.mode() == mode).isEmpty()) {
            close();
            stage = Optional.of(new ChaosStage("chaos-it", mode));
        }
        return stage.orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        if (stage.isPresent()) {
            stage.get().close();
        }
        stage = Optional.empty();
    }

    private void check(FailureMode mode, Fault fault) throws Exception {
        ChaosStage present = stage(mode);
        Outcome outcome = Chaos.strike(present, fault, random);
        System.out.println(mode + ", " + fault + ": " + outcome);
        if (mode != FailureMode.CLAIM) {
            assertThat(outcome.doubled()).as(present.cluster()::report).isZero();
        }
        assertThat(outcome.unowned())
                .as(present.cluster()::report)
                .isLessThan(fault.bound(mode).orElseThrow().toMillis());
    }
}
