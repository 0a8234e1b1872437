package io.yaim.hook;

import static io.yaim.hook.HookFixtures.ensuring;
import static io.yaim.hook.HookFixtures.queueing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.loop.cycle.Cycle;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The threads of hooks. Times here are limits that are far away.
@Timeout(360)
final class HooksTest {

    private static final boolean PROVEN = true;
    private final Told quick = new Told();
    private final Hanging hanging = new Hanging();
    private final Queue<String> outcomes = new ConcurrentLinkedQueue<>();
    private Hooks hooks = hooks();

    @AfterEach
    void close() {
        hooks.close();
    }

    @Test
    void aHookThatHangsKeepsNeitherTheLoopNorOtherHooks() throws Exception {
        run(new Hook(queueing(0, HookEventKind.BIND), hanging), new Hook(ensuring(), quick));
        hooks.accept(HookCycles.binding(1, 2));
        hanging.awaitCalls(1);
        patiently().untilAsserted(() -> assertThat(quick.said).containsExactlyInAnyOrder("bind 1", "bind 2"));
        hooks.accept(HookCycles.with(PROVEN, new int[] {1, 2}));
        hooks.accept(HookCycles.dropping(PROVEN, 1, 2));
        patiently()
                .untilAsserted(
                        () -> assertThat(quick.said).containsExactlyInAnyOrder("bind 1", "bind 2", "drop 1", "drop 2"));
        assertThat(hanging.said).containsExactly("bind 1");
        assertThat(hooks.queued("queueing")).isEqualTo(2);
    }

    @Test
    void deliversConfiguredEventsInOrder() {
        run(new Hook(queueing(0, HookEventKind.DROP), quick));
        hooks.accept(HookCycles.binding(3, 1, 2));
        hooks.accept(HookCycles.dropping(PROVEN, 3, 1, 2));
        patiently().untilAsserted(() -> assertThat(quick.said).containsExactly("drop 3", "drop 1", "drop 2"));
        patiently().until(() -> hooks.count("queueing", HookOutcome.SUCCEEDED) == 3);
    }

    @Test
    void endsTheRunForAnAddressThatMovedAway() throws Exception {
        run(new Hook(ensuring(), hanging));
        hooks.accept(HookCycles.binding(1));
        hanging.awaitCalls(1);
        hooks.accept(HookCycles.with(PROVEN, new int[] {1}));
        assertThat(hanging.interrupted).isEmpty();
        hooks.accept(HookCycles.dropping(PROVEN, 1));
        patiently().untilAsserted(() -> assertThat(hanging.interrupted).contains("bind 1"));
        patiently().until(() -> hooks.count("ensuring", HookOutcome.CANCELLED) == 1);
        patiently().untilAsserted(() -> assertThat(hanging.said).containsExactly("bind 1", "drop 1"));
        assertThat(hooks.queued("ensuring")).isEqualTo(1);
    }

    @Test
    void atMostFourAddressesAreEnsuredAtATime() throws Exception {
        run(new Hook(ensuring(), hanging));
        hooks.accept(HookCycles.binding(1, 2, 3, 4, 5, 6));
        hanging.awaitCalls(HookWorker.MOST_AT_A_TIME);
        assertThat(hooks.queued("ensuring")).isEqualTo(6);
        hanging.release();
        patiently().until(() -> hooks.queued("ensuring") == 0);
        assertThat(hanging.mostAtATime).isEqualTo(HookWorker.MOST_AT_A_TIME);
    }

    @Test
    void dropsAreStillDeliveredAtTheEnd() {
        run(new Hook(queueing(3, HookEventKind.BIND, HookEventKind.DROP), quick));
        hooks.accept(HookCycles.binding(1, 2));
        hooks.accept(HookCycles.dropping(PROVEN, 1, 2));
        hooks.close();
        assertThat(quick.said).contains("drop 1", "drop 2");
    }

    @Test
    void aHookThatHangsDoesNotHoldUpTheEnd() throws Exception {
        run(new Hook(queueing(0, HookEventKind.BIND, HookEventKind.DROP), hanging), new Hook(ensuring(), quick));
        hooks.accept(HookCycles.binding(1));
        hanging.awaitCalls(1);
        hooks.accept(HookCycles.dropping(PROVEN, 1));
        hooks.close();
        assertThat(hanging.interrupted).containsExactly("bind 1", "drop 1");
        assertThat(quick.said).contains("drop 1");
    }

    @Test
    void withoutEventsTheEndIsImmediate() throws Exception {
        run(new Hook(ensuring(), hanging));
        hooks.accept(HookCycles.binding(1));
        hanging.awaitCalls(1);
        hooks.close();
        assertThat(hanging.interrupted).containsExactly("bind 1");
        assertThat(outcomes).containsExactly("ensuring 10.0.0.1 CANCELLED it was cancelled");
    }

    @Test
    void aFailureIsReportedWithItsReason() {
        run(new Hook(queueing(0, HookEventKind.BIND), (_, _) -> {
            throw new IOException("status 500");
        }));
        hooks.accept(HookCycles.binding(1));
        patiently().untilAsserted(() -> assertThat(outcomes).containsExactly("queueing 10.0.0.1 GIVEN_UP status 500"));
        assertThat(hooks.count("queueing", HookOutcome.GIVEN_UP)).isEqualTo(1);
    }

    private void run(Hook... all) {
        hooks = hooks(all);
        hooks.start();
    }

    private Hooks hooks(Hook... all) {
        return new Hooks(
                Arrays.asList(all),
                HookFixtures.NODE,
                (Cycle _) -> List.of(),
                () -> Duration.ofNanos(System.nanoTime()),
                InstantSource.fixed(HookFixtures.AT),
                HookFixtures.LEAST,
                (hook, event, hookOutcome, reason) ->
                        outcomes.add((hook + " " + event.ip() + " " + hookOutcome + " " + reason).strip()));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(4));
    }

    private static String words(HookEvent event) {
        String ip = event.ip().toString();
        return event.kind().word() + " " + ip.substring(ip.lastIndexOf('.') + 1);
    }

    /// Records its events.
    private static final class Told implements HookRecipient {

        private final Queue<String> said = new ConcurrentLinkedQueue<>();

        @Override
        public void deliver(HookEvent event, Duration timeout) {
            said.add(words(event));
        }
    }

    /// Does not return before it is released.
    private static final class Hanging implements HookRecipient {

        private final Queue<String> said = new ConcurrentLinkedQueue<>();
        private final Queue<String> interrupted = new ConcurrentLinkedQueue<>();
        private final CountDownLatch released = new CountDownLatch(1);
        private int atATime;
        private int mostAtATime;

        @Override
        public void deliver(HookEvent event, Duration timeout) throws InterruptedException {
            count(1);
            said.add(words(event));
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted.add(words(event));
                throw e;
            } finally {
                count(-1);
            }
        }

        private synchronized void count(int more) {
            atATime += more;
            mostAtATime = Math.max(mostAtATime, atATime);
        }

        void awaitCalls(int count) {
            patiently().until(() -> said.size() >= count);
        }

        void release() {
            released.countDown();
        }
    }
}
