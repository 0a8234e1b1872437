package io.yaim.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BellTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Bell bell = new Bell();

    @Test
    void aRingBeforeTheWaitIsNotLost() throws Exception {
        bell.ring();
        bell.await(LONG);
    }

    @Test
    void ringsAddUpToOne() throws Exception {
        bell.ring();
        bell.ring();
        bell.await(LONG);
        bell.await(Duration.ofMillis(1));
    }

    @Test
    void aRingEndsTheWait() throws Exception {
        var over = new CompletableFuture<Boolean>();
        var waiting = Thread.ofPlatform().start(() -> {
            try {
                bell.await(LONG);
                over.complete(true);
            } catch (InterruptedException e) {
                over.completeExceptionally(e);
            }
        });
        bell.ring();
        assertThat(over.get(80, SECONDS)).isTrue();
        waiting.join();
    }

    @Test
    void thePauseEndsByItself() throws Exception {
        bell.await(Duration.ofMillis(1));
        bell.await(Duration.ZERO);
    }
}
