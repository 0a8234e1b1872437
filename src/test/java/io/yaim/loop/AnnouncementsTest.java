package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private static final Duration SPACING = Duration.ofMillis(1100);
    private static final Duration NOW = Duration.ofSeconds(100);

    private final Announcements announcements =
            new Announcements(new Announcing(5, SPACING, 200, Optional.empty(), true));

    @Test
    void announcesEachAddressFiveTimesWithASpacing() {
        announcements.begin(ips(1), NOW);
        var sentAt = new ArrayList<Duration>();
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(20)) < 0; at = at.plusMillis(50)) {
            if (!send(at).isEmpty()) {
                sentAt.add(at.minus(NOW));
            }
        }
        assertThat(sentAt)
                .containsExactly(
                        Duration.ZERO,
                        SPACING,
                        SPACING.multipliedBy(2),
                        SPACING.multipliedBy(3),
                        SPACING.multipliedBy(4));
        assertThat(announcements.next(NOW.plusSeconds(20))).isEmpty();
    }

    @Test
    void announcesAllAddressesOnceBeforeAnyTwice() {
        List<VirtualIp> ips = ips(250);
        announcements.begin(ips, NOW);
        var sent = new ArrayList<VirtualIp>();
        for (Duration at = NOW; sent.size() < 250; at = at.plusMillis(100)) {
            sent.addAll(send(at));
        }
        assertThat(sent.subList(0, 250)).containsExactlyInAnyOrderElementsOf(ips);
    }

    @Test
    void keepsToItsRate() {
        announcements.begin(ips(1000), NOW);
        int frames = 0;
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(10)) <= 0; at = at.plusMillis(30)) {
            frames += 2 * send(at).size();
        }
        assertThat(frames).isBetween(200 + 1950, 200 + 2000);
    }

    @Test
    void announcesAgainInEachPeriodAfterTheLastRound() {
        var periodic = new Announcements(new Announcing(2, SPACING, 200, Optional.of(Duration.ofSeconds(10)), true));
        periodic.begin(ips(1), NOW);
        var sentAt = new ArrayList<Duration>();
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(25)) < 0; at = at.plusMillis(50)) {
            List<VirtualIp> due = periodic.due(at);
            periodic.announced(due, at);
            if (!due.isEmpty()) {
                sentAt.add(at.minus(NOW));
            }
        }
        assertThat(sentAt).containsExactly(Duration.ZERO, SPACING, SPACING.plusSeconds(10), SPACING.plusSeconds(20));
    }

    @Test
    void repeatsAtOnceWithoutBeginningAnew() {
        announcements.begin(ips(1), NOW);
        send(NOW);
        announcements.repeat(ips(2), NOW.plusMillis(100));
        assertThat(send(NOW.plusMillis(100))).hasSize(2);
        var sent = new ArrayList<VirtualIp>();
        for (Duration at = NOW.plusMillis(150); at.compareTo(NOW.plusSeconds(20)) < 0; at = at.plusMillis(50)) {
            sent.addAll(send(at));
        }
        assertThat(sent).hasSize(3).containsOnly(ips(1).getFirst());
    }

    /// A pass announces what was due when it began, and then what it has bound.
    @Test
    void whatWentOutAboveTheRateIsPaidBackBeforeTheNextIsDue() {
        var slow = new Announcements(new Announcing(1, SPACING, 4, Optional.empty(), true));
        List<VirtualIp> four = ips(4);
        slow.begin(four, NOW);
        assertThat(slow.due(NOW)).isEqualTo(four.subList(0, 2));

        slow.announced(four.subList(0, 3), NOW);

        assertThat(slow.due(NOW)).isEmpty();
        assertThat(slow.due(NOW.plusMillis(900))).isEmpty();
        assertThat(slow.due(NOW.plusMillis(1000))).isEqualTo(four.subList(3, 4));
    }

    @Test
    void forgetsWhatWasDropped() {
        announcements.begin(ips(2), NOW);
        announcements.forget(ips(1));
        assertThat(announcements.due(NOW)).containsExactly(ips(2).getLast());
    }

    @Test
    void saysWhenItHasSomethingToDoAgain() {
        announcements.begin(ips(1), NOW);
        assertThat(announcements.next(NOW)).contains(NOW);
        send(NOW);
        assertThat(announcements.next(NOW)).contains(NOW.plus(SPACING));
    }

    @Test
    void announcesNothingWhenToldTo() {
        var silent = new Announcements(new Announcing(0, SPACING, 200, Optional.empty(), true));
        silent.begin(ips(3), NOW);
        assertThat(silent.due(NOW)).isEmpty();
    }

    private List<VirtualIp> send(Duration at) {
        List<VirtualIp> due = announcements.due(at);
        announcements.announced(due, at);
        return due;
    }

    private static List<VirtualIp> ips(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> VirtualIp.parse("10.0." + i / 250 + "." + (i % 250 + 1)))
                .toList();
    }
}
