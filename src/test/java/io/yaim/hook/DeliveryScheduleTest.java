package io.yaim.hook;

import static io.yaim.hook.HookFixtures.bind;
import static io.yaim.hook.HookFixtures.drop;
import static io.yaim.hook.HookFixtures.ensuring;
import static io.yaim.hook.HookFixtures.event;
import static io.yaim.hook.HookFixtures.ip;
import static io.yaim.hook.HookFixtures.queueing;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DeliveryScheduleTest {

    private Duration now = Duration.ofSeconds(1000);
    private final DeliverySchedule queue =
            new DeliverySchedule(queueing(2, HookEventKind.values()), HookFixtures.LEAST);
    private final DeliverySchedule ensuring = new DeliverySchedule(ensuring(), HookFixtures.LEAST);

    @Test
    void deliversOneAfterTheOtherInOrder() {
        queue.offer(bind(1));
        queue.offer(drop(2));
        DeliverySchedule.Task first = due(queue);
        assertThat(first.event()).isEqualTo(bind(1));
        assertThat(queue.next(now)).isEmpty();
        assertThat(queue.nextDue()).isEmpty();
        assertThat(queue.succeeded(first, now)).isEqualTo(HookOutcome.SUCCEEDED);
        assertThat(due(queue).event()).isEqualTo(drop(2));
    }

    @Test
    void triesAgainAfterLongerAndLongerPausesWhileTheOthersWait() {
        queue.offer(bind(1));
        queue.offer(bind(2));
        assertThat(queue.failed(due(queue), now)).isEqualTo(HookOutcome.FAILED);
        assertThat(queue.nextDue()).contains(now.plusSeconds(1));
        assertThat(queue.next(now.plusMillis(999))).isEmpty();
        pass(1);
        assertThat(queue.failed(due(queue), now)).isEqualTo(HookOutcome.FAILED);
        assertThat(queue.nextDue()).contains(now.plusSeconds(2));
        pass(2);
        assertThat(queue.failed(due(queue), now)).isEqualTo(HookOutcome.GIVEN_UP);
        assertThat(due(queue).event()).isEqualTo(bind(2));
    }

    @Test
    void lessRetriesThanOneMeansOnce() {
        var once = new DeliverySchedule(queueing(0, HookEventKind.BIND), HookFixtures.LEAST);
        once.offer(bind(1));
        assertThat(once.failed(due(once), now)).isEqualTo(HookOutcome.GIVEN_UP);
        assertThat(once.isEmpty()).isTrue();
    }

    @Test
    void theOldestThatWaitsGivesWayWhenItIsFull() {
        queue.offer(bind(0));
        DeliverySchedule.Task running = due(queue);
        for (int i = 1; i <= DeliverySchedule.MOST_WAITING; i++) {
            assertThat(queue.offer(bind(i % 200))).isEmpty();
        }
        assertThat(queue.size()).isEqualTo(DeliverySchedule.MOST_WAITING + 1);
        assertThat(queue.offer(drop(7))).contains(bind(1));
        assertThat(queue.succeeded(running, now)).isEqualTo(HookOutcome.SUCCEEDED);
        assertThat(due(queue).event()).isEqualTo(bind(2));
    }

    @Test
    void ensuresUntilItSucceedsAndAgainAfterTheRefresh() {
        ensuring.ensure(bind(1), now);
        for (int seconds : List.of(1, 2, 4, 5, 5)) {
            assertThat(ensuring.failed(due(ensuring), now)).isEqualTo(HookOutcome.FAILED);
            assertThat(ensuring.nextDue()).contains(now.plusSeconds(seconds));
            assertThat(ensuring.size()).isEqualTo(1);
            pass(seconds);
        }
        assertThat(ensuring.succeeded(due(ensuring), now)).isEqualTo(HookOutcome.SUCCEEDED);
        assertThat(ensuring.size()).isZero();
        assertThat(ensuring.nextDue()).contains(now.plusSeconds(60));
        assertThat(ensuring.next(now.plusSeconds(59))).isEmpty();
        pass(60);
        assertThat(due(ensuring).event()).isEqualTo(bind(1));
    }

    @Test
    void ensuresSeveralAddressesAtATimeButNoneTwice() {
        ensuring.ensure(bind(1), now);
        ensuring.ensure(bind(2), now);
        DeliverySchedule.Task one = due(ensuring);
        DeliverySchedule.Task other = due(ensuring);
        assertThat(List.of(one.event(), other.event())).containsExactly(bind(1), bind(2));
        ensuring.ensure(bind(1), now);
        assertThat(ensuring.next(now)).isEmpty();
        assertThat(ensuring.failed(one, now)).isEqualTo(HookOutcome.CANCELLED);
        assertThat(due(ensuring).event()).isEqualTo(bind(1));
    }

    @Test
    void endsTheRunForAnAddressThatIsNotHeldAnyMore() {
        ensuring.ensure(bind(1), now);
        ensuring.ensure(bind(2), now);
        DeliverySchedule.Task one = due(ensuring);
        DeliverySchedule.Task other = due(ensuring);
        assertThat(ensuring.retainOnly(Set.of(ip(2)))).containsExactly(one);
        assertThat(ensuring.failed(one, now)).isEqualTo(HookOutcome.CANCELLED);
        assertThat(ensuring.failed(other, now)).isEqualTo(HookOutcome.FAILED);
        assertThat(ensuring.ensures(ip(1))).isFalse();
        assertThat(ensuring.size()).isEqualTo(1);
    }

    @Test
    void waitingEventsOfAnAddressAreDeliveredBeforeItIsEnsuredAgain() {
        ensuring.ensure(bind(1), now);
        DeliverySchedule.Task old = due(ensuring);
        ensuring.offer(drop(1));
        assertThat(ensuring.retainOnly(Set.of())).containsExactly(old);
        ensuring.ensure(bind(1), now);
        assertThat(ensuring.next(now)).as("the old run has not ended yet").isEmpty();
        ensuring.failed(old, now);
        DeliverySchedule.Task dropping = due(ensuring);
        assertThat(dropping.event()).isEqualTo(drop(1));
        assertThat(ensuring.retainOnly(Set.of(ip(1)))).isEmpty();
        assertThat(ensuring.next(now)).as("the drop has not been told yet").isEmpty();
        ensuring.succeeded(dropping, now);
        assertThat(due(ensuring).event()).isEqualTo(bind(1));
    }

    @Test
    void anAddressWaitsForItsDropAlsoWhenOthersAreBeforeIt() {
        ensuring.offer(drop(2));
        ensuring.offer(drop(1));
        ensuring.ensure(bind(1), now);
        DeliverySchedule.Task other = due(ensuring);
        assertThat(other.event()).isEqualTo(drop(2));
        assertThat(ensuring.next(now)).isEmpty();
        ensuring.succeeded(other, now);
        ensuring.succeeded(due(ensuring), now);
        assertThat(due(ensuring).event()).isEqualTo(bind(1));
    }

    @Test
    void aSuccessOfBeforeDoesNotCountForAnAddressBoundAnew() {
        ensuring.ensure(bind(1), now);
        DeliverySchedule.Task old = due(ensuring);
        ensuring.ensure(bind(1), now);
        ensuring.succeeded(old, now);
        assertThat(due(ensuring).event()).isEqualTo(bind(1));
    }

    @Test
    void atTheEndOnlyDropsAreDeliveredAtOnceAndOnce() {
        queue.offer(drop(1));
        queue.failed(due(queue), now);
        queue.offer(bind(2));
        queue.offer(event(HookEventKind.FENCE, 3));
        queue.offer(drop(3));
        assertThat(queue.close()).containsExactly(bind(2), event(HookEventKind.FENCE, 3));
        DeliverySchedule.Task first = due(queue);
        assertThat(first.event()).isEqualTo(drop(1));
        assertThat(queue.failed(first, now)).isEqualTo(HookOutcome.GIVEN_UP);
        queue.succeeded(due(queue), now);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void atTheEndNothingIsEnsuredAndWhatRunsIsToEndUnlessItIsADrop() {
        ensuring.ensure(bind(1), now);
        DeliverySchedule.Task running = due(ensuring);
        ensuring.offer(drop(2));
        DeliverySchedule.Task last = due(ensuring);
        assertThat(ensuring.close()).isEmpty();
        ensuring.ensure(bind(3), now);
        assertThat(ensuring.next(now)).isEmpty();
        assertThat(ensuring.tasksOtherThanDrops()).containsExactly(running);
        ensuring.failed(running, now);
        assertThat(ensuring.isEmpty()).isFalse();
        ensuring.failed(last, now);
        assertThat(ensuring.isEmpty()).isTrue();
    }

    private DeliverySchedule.Task due(DeliverySchedule deliverySchedule) {
        Optional<DeliverySchedule.Task> task = deliverySchedule.next(now);
        assertThat(task).isPresent();
        return task.orElseThrow();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
