package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Health.Healthy;
import io.yaim.model.Health.Unhealthy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same rules with real threads and real time. No test waits longer than necessary.
@Timeout(120)
final class CheckRunnerThreadsTest {

    private final LinkedBlockingQueue<String> rings = new LinkedBlockingQueue<>();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void becomesHealthyOnItsOwn() throws Exception {
        try (CheckRunner checkRunner = checks(timeout -> new Verdict.Pass())) {
            checkRunner.start();
            awaitRing();
            while (!checkRunner.health().isHealthy()) {
                awaitRing();
            }
            assertThat(checkRunner.health()).isEqualTo(new Healthy());
        }
    }

    @Test
    void aHangingCheckIsInterrupted() throws Exception {
        try (CheckRunner checkRunner = checks(this::hang)) {
            checkRunner.start();
            assertThat(interrupted.await(40, TimeUnit.SECONDS)).isTrue();
            assertThat(checkRunner.health()).isInstanceOf(Unhealthy.class);
        }
    }

    @Test
    void closesEvenIfACheckIgnoresInterrupts() {
        long start = System.nanoTime();
        try (CheckRunner checkRunner = checks(CheckRunnerThreadsTest::ignoreInterrupts)) {
            checkRunner.start();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void closeClosesTheChecksAndMakesTheNodeUnhealthy() throws Exception {
        FakeCheck check = new FakeCheck();
        CheckRunner checkRunner = checks(check);
        checkRunner.start();
        awaitRing();
        checkRunner.close();
        assertThat(check.isClosed()).isTrue();
        assertThat(checkRunner.health()).isEqualTo(new Unhealthy("checks have ended"));
    }

    @Test
    void reconfiguresWhileACheckHangs() throws Exception {
        try (CheckRunner checkRunner = checks(this::hang)) {
            checkRunner.start();
            awaitRing();
            checkRunner.reconfigure(List.of(configured("other", timeout -> new Verdict.Pass())));
            while (!checkRunner.health().isHealthy()) {
                awaitRing();
            }
            assertThat(interrupted.await(40, TimeUnit.SECONDS)).isTrue();
            assertThat(checkRunner.results().checks())
                    .extracting(CheckStatus::name)
                    .containsExactly("other");
        }
    }

    @Test
    void aReconfigurationAfterTheEndDoesNotMakeTheNodeHealthy() {
        CheckRunner checkRunner = checks(timeout -> new Verdict.Pass());
        checkRunner.start();
        checkRunner.close();
        checkRunner.reconfigure(List.of());
        assertThat(checkRunner.health()).isEqualTo(new Unhealthy("checks have ended"));
    }

    private Verdict hang(Duration timeout) throws InterruptedException {
        try {
            never.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
        return new Verdict.Pass();
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static Verdict ignoreInterrupts(Duration timeout) {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            Thread.interrupted();
        }
        return new Verdict.Pass();
    }

    private void awaitRing() throws InterruptedException {
        assertThat(rings.poll(40, TimeUnit.SECONDS)).isNotNull();
    }

    private CheckRunner checks(Check check) {
        return new CheckRunner(
                List.of(configured("api", check)), () -> Duration.ofNanos(System.nanoTime()), () -> rings.add("ring"));
    }

    private static ConfiguredCheck configured(String name, Check check) {
        Pace pace = new Pace(Duration.ofMillis(100), Duration.ofMillis(100), 1, 1, 0, Duration.ZERO);
        return new ConfiguredCheck(new CheckSettings(name, "fake", pace, Map.of()), check);
    }
}
