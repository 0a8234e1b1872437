package io.yaim.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.chaos.ChaosCluster.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/// Every fault once, in every mode in which it shows something. What is asked strictly is that no address
/// is on two nodes, and that all have an owner again; how soon, with slack for a busy machine, is measured
/// by `deploy/chaos`.
///
/// Most of the time is waited for something to run out, so two clusters are broken at the same time.
final class ChaosIT {

    /// What tests of their own look at in each build; and what a busy machine takes a minute for.
    private static final Set<String> COVERED_ELSEWHERE = Set.of(
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
    private static final Set<String> COVERED_IN_MULTICAST = Set.of(
            "kill -9 of the coordinator",
            "kill -9, started again at once",
            "stopped and started again, on-stop: keep",
            "killed while it binds 500",
            "its addresses flushed by somebody else",
            "no packets to and from the others");

    /// With a majority, besides what MulticastQuorumIT looks at.
    private static final Set<String> COVERED_IN_MAJORITY = Set.of(
            "kill -9 of the coordinator",
            "hears nothing of the others, and is heard",
            "hears the others, and is not heard");

    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final int CLUSTERS = 2;

    private final ExecutorService clusters = Executors.newFixedThreadPool(CLUSTERS);

    /// What became of each fault, in its order; a cluster serves for all faults of its mode.
    private record ModeRun(Mode mode, Map<Fault, CompletableFuture<Void>> results) {

        static ModeRun of(Mode mode) {
            var ends = new LinkedHashMap<Fault, CompletableFuture<Void>>();
            faults(mode)
                    .filter(fault -> fault.bound(mode).isPresent())
                    .forEach(fault -> ends.put(fault, new CompletableFuture<>()));
            return new ModeRun(mode, ends);
        }

        void run() {
            try (var stage = new ChaosCluster("chaos-it", mode)) {
                var random = new Random(1);
                results.forEach((fault, end) -> settle(end, () -> check(stage, fault, random)));
            } catch (Exception e) {
                results.values().forEach(end -> end.completeExceptionally(e));
            }
        }

        /// Whatever it ends with is thrown by the test that waits for it.
        private static void settle(CompletableFuture<Void> end, Executable check) {
            try {
                check.execute();
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        }

        DynamicContainer tests() {
            return DynamicContainer.dynamicContainer(
                    mode.toString(),
                    results.entrySet().stream()
                            .map(each -> DynamicTest.dynamicTest(
                                    each.getKey() + ", " + mode,
                                    () -> each.getValue().get())));
        }
    }

    @TestFactory
    Stream<DynamicContainer> everyFaultInEveryMode() {
        List<ModeRun> courses = Stream.of(Mode.values()).map(ModeRun::of).toList();
        courses.forEach(modeRun -> clusters.execute(modeRun::run));
        return courses.stream().map(ModeRun::tests);
    }

    @AfterEach
    void close() {
        clusters.shutdownNow();
        clusters.close();
    }

    /// All in the default mode that have no test of their own; in the others, whose time is dear, what can
    /// show a difference.
    private static Stream<Fault> faults(Mode mode) {
        return switch (mode) {
            case RELEASE -> Faults.all().stream().filter(fault -> !COVERED_ELSEWHERE.contains(fault.name()));
            case FAILSAFE ->
                Stream.concat(NetworkFaults.all().stream(), StoreFaults.all().stream())
                        .filter(fault -> !fault.isDoubleTolerated() && !COVERED_ELSEWHERE.contains(fault.name()));
            case CLAIM ->
                StoreFaults.all().stream().filter(fault -> !fault.bound(mode).equals(fault.bound(Mode.RELEASE)));
            case MULTICAST -> Faults.all().stream().filter(fault -> COVERED_IN_MULTICAST.contains(fault.name()));
            case MAJORITY -> Faults.all().stream().filter(fault -> COVERED_IN_MAJORITY.contains(fault.name()));
        };
    }

    @Test
    void eachFaultThatIsNamedExists() {
        assertThat(Faults.all())
                .extracting(Fault::name)
                .containsAll(COVERED_ELSEWHERE)
                .containsAll(COVERED_IN_MULTICAST)
                .containsAll(COVERED_IN_MAJORITY);
    }

    private static void check(ChaosCluster stage, Fault fault, Random random) throws Exception {
        Mode mode = stage.mode();
        long began = System.nanoTime();
        Outcome outcome = Chaos.injectOnce(stage, fault, random);
        System.out.printf("%s, %s, in %.1f s: %s%n", mode, fault, (System.nanoTime() - began) / 1e9, outcome);
        Duration bound = fault.bound(mode).orElseThrow().plus(SLACK);
        assertThat(outcome)
                .as(() -> fault + ", " + mode + ": " + stage.cluster().report())
                .matches(
                        seen -> !seen.hasForbiddenDouble(fault, mode),
                        "no address on two nodes that may not both have it")
                .matches(seen -> !seen.hasDoubleAfterMerge(fault, SLACK), "none on two nodes for long after it healed")
                .matches(seen -> seen.unowned() <= bound.toMillis(), "none without an owner beyond " + bound);
    }
}
