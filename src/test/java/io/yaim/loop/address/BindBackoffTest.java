package io.yaim.loop.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindBackoffTest {

    private static final VirtualIp IP = VirtualIp.parse("10.0.0.1");

    private final BindBackoff bindBackoff = new BindBackoff();

    @Test
    void leavesAnEntryAloneForATimeThatDoubles() {
        Duration now = Duration.ofSeconds(100);
        for (int seconds : List.of(5, 10, 20, 40, 80, 160, 320, 600, 600)) {
            bindBackoff.failed(IP, "no room", now);
            assertThat(bindBackoff.activeAt(now.plusSeconds(seconds).minusMillis(1)))
                    .containsEntry(IP, "no room");
            assertThat(bindBackoff.nextDue(now)).contains(now.plusSeconds(seconds));
            now = now.plusSeconds(seconds);
            assertThat(bindBackoff.activeAt(now)).isEmpty();
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        Duration now = Duration.ofSeconds(100);
        bindBackoff.failed(IP, "no room", now);
        bindBackoff.failed(IP, "no room", now);
        bindBackoff.succeeded(List.of(IP));
        bindBackoff.failed(IP, "no room", now);
        assertThat(bindBackoff.nextDue(now)).contains(now.plusSeconds(5));
    }

    @Test
    void forgetsWhatFailedLongAgo() {
        Duration now = Duration.ofSeconds(100);
        bindBackoff.failed(IP, "no room", now);
        Duration later = now.plusSeconds(3600);
        assertThat(bindBackoff.activeAt(later)).isEmpty();
        bindBackoff.failed(IP, "no room", later);
        assertThat(bindBackoff.nextDue(later)).contains(later.plusSeconds(5));
    }
}
