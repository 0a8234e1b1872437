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

/// Every fault once, in every mode in which it matters. Strict conditions are that no address is on two nodes, and
/// that all have an owner again. Times have slack for a busy machine; `deploy/chaos` measures them.
///
/// Most of the time the test waits for something to expire. So two clusters run at the same time.
final class ChaosIT {

    /// What other tests cover in each build, and what takes a busy machine a minute.
    private static final Set<String> COVERED_ELSEWHERE = Set.of(
            "SIGTERM",
            "check fails",
            "kill -9",
            "kill -9, started again at once",
            "stopped and started again, on-stop: keep",
            "paused (SIGSTOP) for three ttl",
            "out of memory",
            "the same, while it binds 500",
            "link down",
            HostFaults.STRANGER,
            "outgoing packets to etcd dropped",
            "all addresses of its device flushed, its own restored after 1 s");

    /// Without a server, in addition to what MulticastFaultIT covers.
    private static final Set<String> COVERED_IN_MULTICAST = Set.of(
            "kill -9 of the coordinator",
            "kill -9, started again at once",
            "stopped and started again, on-stop: keep",
            "killed while it binds 500",
            "its addresses flushed by another program",
            "no packets to and from the others");

    /// With a majority, in addition to what MulticastQuorumIT covers.
    private static final Set<String> COVERED_IN_MAJORITY = Set.of(
            "kill -9 of the coordinator",
            "incoming packets from the others dropped",
            "outgoing packets to the others dropped");

    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final int CLUSTERS = 2;

    private final ExecutorService clusters = Executors.newFixedThreadPool(CLUSTERS);

    /// The result of each fault, in order. One cluster serves for all faults of its mode.
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

        /// An exception is thrown in the test that waits for the result.
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

    /// In the default mode all faults without a test of their own. In the other modes, which take long, only faults
    /// that may differ there.
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
