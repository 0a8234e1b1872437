package io.yaim.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.chaos.ChaosStage.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every fault once, in every mode in which it shows something. What is asked strictly is that no address
/// is on two nodes, and that all have an owner again; how soon, with slack for a busy machine, is measured
/// by `deploy/chaos`.
final class ChaosIT {

    /// What tests of their own look at in each build; and what a busy machine takes a minute for.
    private static final Set<String> ELSEWHERE = Set.of(
            "SIGTERM",
            "check fails",
            "kill -9",
            "kill -9, started again at once",
            "stopped and started again, on-stop: keep",
            "frozen for three ttl, thawed",
            "out of memory",
            "the same, while it binds 500",
            "plug pulled",
            "hears etcd, and is not heard",
            "all of its device flushed, its own back after 1 s");

    /// Without a server, besides what MulticastFaultIT looks at.
    private static final Set<String> SERVERLESS = Set.of(
            "kill -9 of the coordinator",
            "kill -9, started again at once",
            "stopped and started again, on-stop: keep",
            "killed while it binds 500",
            "its addresses flushed by somebody else",
            "no packets to and from the others");

    private static final Duration SLACK = Duration.ofSeconds(10);

    private final Random random = new Random(1);
    private Optional<ChaosStage> stage = Optional.empty();

    @TestFactory
    Stream<DynamicContainer> everyFaultInEveryMode() {
        return Mode.kept().stream()
                .map(mode -> DynamicContainer.dynamicContainer(
                        mode.toString(),
                        faults(mode)
                                .filter(fault -> fault.bound(mode).isPresent())
                                .map(fault -> DynamicTest.dynamicTest(
                                        fault.name() + ", " + mode, () -> check(mode, fault)))));
    }

    /// All in the default mode that have no test of their own; in the others, whose time is dear, what can
    /// show a difference.
    private static Stream<Fault> faults(Mode mode) {
        return switch (mode) {
            case RELEASE -> Faults.all().stream().filter(fault -> !ELSEWHERE.contains(fault.name()));
            case FAILSAFE ->
                Stream.concat(NetworkFaults.all().stream(), StoreFaults.all().stream())
                        .filter(fault -> !fault.isApart() && !ELSEWHERE.contains(fault.name()));
            case CLAIM ->
                StoreFaults.all().stream().filter(fault -> !fault.bound(mode).equals(fault.bound(Mode.RELEASE)));
            case MULTICAST, MAJORITY -> Faults.all().stream().filter(fault -> SERVERLESS.contains(fault.name()));
        };
    }

    /// A cluster serves for all faults of its mode.
    private ChaosStage stage(Mode mode) throws Exception {
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

    @Test
    void eachFaultThatIsNamedExists() {
        assertThat(Faults.all()).extracting(Fault::name).containsAll(ELSEWHERE).containsAll(SERVERLESS);
    }

    private void check(Mode mode, Fault fault) throws Exception {
        ChaosStage present = stage(mode);
        Outcome outcome = Chaos.strike(present, fault, random);
        System.out.println(mode + ", " + fault + ": " + outcome);
        assertThat(outcome)
                .as(() -> fault + ", " + mode + ": " + present.cluster().report())
                .matches(seen -> !seen.isTwice(fault, mode), "no address on two nodes that may not both have it");
        Duration bound = fault.bound(mode).orElseThrow();
        assertThat(outcome.unowned())
                .as(() -> fault + ", " + mode + ": " + present.cluster().report())
                .isLessThanOrEqualTo((double) bound.plus(SLACK).toMillis());
    }
}
