package io.yaim.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.status.TimelineEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TimelineTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final Timeline timeline = new Timeline();

    @Test
    void returnsEventsAfterAnId() {
        timeline.add(happenings(1, 3));
        assertThat(timeline.after(0)).extracting(TimelineEvent::id).containsExactly(1L, 2L, 3L);
        assertThat(timeline.after(2)).extracting(TimelineEvent::id).containsExactly(3L);
        assertThat(timeline.after(3)).isEmpty();
        assertThat(timeline.latest()).isEqualTo(3);
    }

    @Test
    void remembersTheLatestOnly() {
        timeline.add(happenings(1, Timeline.MOST));
        timeline.add(happenings(Timeline.MOST + 1, Timeline.MOST + 5));
        assertThat(timeline.after(0))
                .hasSize(Timeline.MOST)
                .first()
                .satisfies(first -> assertThat(first.id()).isEqualTo(6));
    }

    @Test
    void awaitReturnsAtTheNextEvent() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> await(0, LONG));
        timeline.add(happenings(1, 1));
        assertThat(waiting.get()).extracting(TimelineEvent::id).containsExactly(1L);
    }

    @Test
    void awaitReturnsAtTheTimeout() {
        assertThat(await(0, Duration.ZERO)).isEmpty();
        assertThat(await(7, Duration.ofMillis(1))).isEmpty();
    }

    private List<TimelineEvent> await(long id, Duration patience) {
        try {
            return timeline.await(id, patience);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<TimelineEvent> happenings(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> new TimelineEvent(
                        id,
                        Instant.EPOCH,
                        Kind.POOL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "x"))
                .toList();
    }
}
