package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private static final Duration START = Duration.ofSeconds(100);
    private static final Duration SPACING = Duration.ofMillis(1100);
    private static final List<VirtualIp> IPS = List.of(ip(1), ip(2), ip(3), ip(4));

    private static VirtualIp ip(int last) {
        return VirtualIp.of(new byte[] {10, 0, 0, (byte) last});
    }

    /// A pass announces what was due when it began, and then what it has bound.
    @Test
    void whatWentOutAboveTheRateIsPaidBackBeforeTheNextIsDue() {
        var announcements = new Announcements(1, SPACING, 4);
        announcements.begin(IPS, START);
        assertThat(announcements.due(START)).containsExactly(ip(1), ip(2));

        announcements.announced(List.of(ip(1), ip(2), ip(3)), START);

        assertThat(announcements.due(START)).isEmpty();
        assertThat(announcements.due(START.plusMillis(900))).isEmpty();
        assertThat(announcements.due(START.plusMillis(1000))).containsExactly(ip(4));
    }
}
