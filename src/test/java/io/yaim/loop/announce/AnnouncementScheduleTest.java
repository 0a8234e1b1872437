package io.yaim.loop.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressRange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementScheduleTest {

    private static final Duration SPACING = Duration.ofMillis(1100);
    private static final Duration NOW = Duration.ofSeconds(100);

    private final AnnouncementSchedule announcementSchedule = new AnnouncementSchedule(
            new AnnounceSettings(5, SPACING, 200, Optional.empty(), true, UnicastTargets.none()));

    @Test
    void announcesEachAddressFiveTimesWithASpacing() {
        announcementSchedule.startRounds(ips(1), NOW);
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
        assertThat(announcementSchedule.nextDue(NOW.plusSeconds(20))).isEmpty();
    }

    @Test
    void announcesAllAddressesOnceBeforeAnyTwice() {
        List<VirtualIp> ips = ips(250);
        announcementSchedule.startRounds(ips, NOW);
        var sent = new ArrayList<VirtualIp>();
        for (Duration at = NOW; sent.size() < 250; at = at.plusMillis(100)) {
            sent.addAll(send(at));
        }
        assertThat(sent.subList(0, 250)).containsExactlyInAnyOrderElementsOf(ips);
    }

    @Test
    void keepsToItsRate() {
        announcementSchedule.startRounds(ips(1000), NOW);
        int frames = 0;
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(10)) <= 0; at = at.plusMillis(30)) {
            frames += 2 * send(at).size();
        }
        assertThat(frames).isBetween(200 + 1950, 200 + 2000);
    }

    @Test
    void announcesAgainInEachPeriodAfterTheLastRound() {
        var periodic = new AnnouncementSchedule(new AnnounceSettings(
                2, SPACING, 200, Optional.of(Duration.ofSeconds(10)), true, UnicastTargets.none()));
        periodic.startRounds(ips(1), NOW);
        var sentAt = new ArrayList<Duration>();
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(25)) < 0; at = at.plusMillis(50)) {
            List<VirtualIp> due = periodic.due(at);
            periodic.noteAnnounced(due, at);
            if (!due.isEmpty()) {
                sentAt.add(at.minus(NOW));
            }
        }
        assertThat(sentAt).containsExactly(Duration.ZERO, SPACING, SPACING.plusSeconds(10), SPACING.plusSeconds(20));
    }

    @Test
    void repeatsAtOnceWithoutBeginningAnew() {
        announcementSchedule.startRounds(ips(1), NOW);
        send(NOW);
        announcementSchedule.announceAgain(ips(2), NOW.plusMillis(100));
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
        var slow = new AnnouncementSchedule(
                new AnnounceSettings(1, SPACING, 4, Optional.empty(), true, UnicastTargets.none()));
        List<VirtualIp> four = ips(4);
        slow.startRounds(four, NOW);
        assertThat(slow.due(NOW)).isEqualTo(four.subList(0, 2));

        slow.noteAnnounced(four.subList(0, 3), NOW);

        assertThat(slow.due(NOW)).isEmpty();
        assertThat(slow.due(NOW.plusMillis(900))).isEmpty();
        assertThat(slow.due(NOW.plusMillis(1000))).isEqualTo(four.subList(3, 4));
    }

    @Test
    void atTheLowestRateAnAddressIsAnnouncedEveryOtherSecond() {
        var slow = new AnnouncementSchedule(
                new AnnounceSettings(5, SPACING, 1, Optional.empty(), true, UnicastTargets.none()));
        slow.startRounds(ips(1), NOW);
        var sentAt = new ArrayList<Duration>();
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(20)) < 0; at = at.plusMillis(250)) {
            List<VirtualIp> due = slow.due(at);
            slow.noteAnnounced(due, at);
            if (!due.isEmpty()) {
                sentAt.add(at.minus(NOW));
            }
        }
        assertThat(sentAt)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(8));
    }

    @Test
    void singleNeighboursComeAfterAllFirstRoundsAndTakeTurnsWithFurtherOnes() {
        var turns = told(5, Optional.empty(), 300, 20);
        assertThat(turns.indexOf('n'))
                .as("after the first rounds: %s", turns)
                .isGreaterThanOrEqualTo(turns.indexOf('N'));
        assertThat(turns.substring(turns.indexOf('n'))).contains("nbnb");
    }

    /// A reminder is no first round, even where there is one round only.
    @Test
    void remindersThatTakeAllTheRateLeaveSingleNeighboursTheirTurns() {
        var turns = told(1, Optional.of(Duration.ofSeconds(1)), 300, 20);
        assertThat(turns.substring(turns.indexOf('n'))).contains("nbnb");
    }

    /// What passes of 100 ms do for so long: `b` to all, of which the last first round is `N`; `n` to single
    /// neighbours.
    private static String told(int rounds, Optional<Duration> period, int count, int seconds) {
        var network = new UnicastTargets.Network("eth0", AddressRange.parse("10.1.0.0/24"));
        var unicastTargets = new UnicastTargets(Optional.empty(), false, List.of(network));
        var shared = new AnnouncementSchedule(new AnnounceSettings(rounds, SPACING, 200, period, true, unicastTargets));
        shared.startRounds(ips(count), NOW);
        var first = new HashSet<VirtualIp>();
        var turns = new StringBuilder();
        for (Duration at = NOW; at.compareTo(NOW.plusSeconds(seconds)) < 0; at = at.plusMillis(100)) {
            List<VirtualIp> now = List.copyOf(shared.announceable(at));
            if (!now.isEmpty() && shared.isUnicastTurn(now.getFirst())) {
                shared.noteUnicastSent(shared.unicastBudget(at));
                turns.append('n');
            } else if (!now.isEmpty()) {
                shared.noteAnnounced(now, at);
                turns.append(first.addAll(now) && first.size() == count ? 'N' : 'b');
            }
        }
        return turns.toString();
    }

    @Test
    void aTurnThatNobodyTakesMakesForFewPasses() {
        var network = new UnicastTargets.Network("eth0", AddressRange.parse("10.1.0.0/24"));
        var unicastTargets = new UnicastTargets(Optional.empty(), false, List.of(network));
        var shared =
                new AnnouncementSchedule(new AnnounceSettings(1, SPACING, 200, Optional.empty(), true, unicastTargets));
        shared.startRounds(ips(1), NOW);
        shared.noteAnnounced(ips(1), NOW);
        assertThat(shared.nextDue(NOW)).contains(NOW);
        assertThat(shared.announceable(NOW)).containsExactlyElementsOf(ips(1));
        assertThat(shared.nextDue(NOW)).contains(NOW.plusMillis(500));
        shared.forget(ips(1));
        assertThat(shared.nextDue(NOW)).isEmpty();
        assertThat(shared.announceable(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void forgetsWhatWasDropped() {
        announcementSchedule.startRounds(ips(2), NOW);
        announcementSchedule.forget(ips(1));
        assertThat(announcementSchedule.due(NOW)).containsExactly(ips(2).getLast());
    }

    @Test
    void saysWhenItHasSomethingToDoAgain() {
        announcementSchedule.startRounds(ips(1), NOW);
        assertThat(announcementSchedule.nextDue(NOW)).contains(NOW);
        send(NOW);
        assertThat(announcementSchedule.nextDue(NOW)).contains(NOW.plus(SPACING));
    }

    @Test
    void announcesNothingWhenToldTo() {
        var silent = new AnnouncementSchedule(
                new AnnounceSettings(0, SPACING, 200, Optional.empty(), true, UnicastTargets.none()));
        silent.startRounds(ips(3), NOW);
        assertThat(silent.due(NOW)).isEmpty();
    }

    private List<VirtualIp> send(Duration at) {
        List<VirtualIp> due = announcementSchedule.due(at);
        announcementSchedule.noteAnnounced(due, at);
        return due;
    }

    private static List<VirtualIp> ips(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> VirtualIp.parse("10.0." + i / 250 + "." + (i % 250 + 1)))
                .toList();
    }
}
