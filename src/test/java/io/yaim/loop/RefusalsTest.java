package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final VirtualIp IP = VirtualIp.parse("10.0.0.1");

    private final Refusals refusals = new Refusals();

    @Test
    void leavesAnEntryAloneForATimeThatDoubles() {
        Duration now = Duration.ofSeconds(100);
        for (int seconds : List.of(5, 10, 20, 40, 80, 160, 320, 600, 600)) {
            refusals.failed(IP, "no room", now);
            assertThat(refusals.at(now.plusSeconds(seconds).minusMillis(1))).containsEntry(IP, "no room");
            assertThat(refusals.next(now)).contains(now.plusSeconds(seconds));
            now = now.plusSeconds(seconds);
            assertThat(refusals.at(now)).isEmpty();
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        Duration now = Duration.ofSeconds(100);
        refusals.failed(IP, "no room", now);
        refusals.failed(IP, "no room", now);
        refusals.succeeded(List.of(IP));
        refusals.failed(IP, "no room", now);
        assertThat(refusals.next(now)).contains(now.plusSeconds(5));
    }

    @Test
    void forgetsWhatFailedLongAgo() {
        Duration now = Duration.ofSeconds(100);
        refusals.failed(IP, "no room", now);
        Duration later = now.plusSeconds(3600);
        assertThat(refusals.at(later)).isEmpty();
        refusals.failed(IP, "no room", later);
        assertThat(refusals.next(later)).contains(later.plusSeconds(5));
    }
}
