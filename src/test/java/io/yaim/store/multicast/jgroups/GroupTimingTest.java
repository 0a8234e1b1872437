package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTimingTest {

    @Test
    void whoIsUnheardForStaleIsOffTheRoll() {
        for (long stale : List.of(300L, 500L, 1000L, 3000L, 5000L, 60_000L, 600_000L)) {
            for (long interval : List.of(10L, 100L, 1000L, 10_000L)) {
                var groupTiming = GroupTiming.of(Duration.ofMillis(stale), Duration.ofMillis(interval));

                assertThat(groupTiming
                                .suspectAfter()
                                .plus(groupTiming.heartbeat())
                                .plus(groupTiming.verifyTimeout()))
                        .isLessThanOrEqualTo(Duration.ofMillis(stale));
                assertThat(groupTiming.suspectAfter())
                        .isGreaterThanOrEqualTo(groupTiming.heartbeat().multipliedBy(2));
            }
        }
    }
}
