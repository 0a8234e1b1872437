package io.yaim.loop;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// When which address is announced: several rounds each, all first rounds before any second, at a limited
/// rate.
final class Announcements {

    /// An ARP announcement goes out in request and in reply form.
    private static final int FRAMES = 2;

    private final int rounds;
    private final Duration spacing;
    private final int framesPerSecond;
    private final Optional<Duration> period;
    private final Map<VirtualIp, Round> pending = new HashMap<>();
    private double frames;
    private Duration countedAt = Duration.ZERO;

    /// @param framesPerSecond also how many may go out at once after a quiet second
    /// @param period between two announcements after the last round; absent: that was the last
    Announcements(int rounds, Duration spacing, int framesPerSecond, Optional<Duration> period) {
        this.rounds = rounds;
        this.spacing = spacing;
        this.framesPerSecond = framesPerSecond;
        this.period = period;
        frames = framesPerSecond;
    }

    /// Begins anew with the first round of these addresses.
    void begin(List<VirtualIp> ips, Duration now) {
        if (rounds > 0) {
            ips.forEach(ip -> pending.put(ip, new Round(1, now)));
        }
    }

    /// Has these announced once more, as soon as the rate allows; the rounds that are still to come stay.
    void repeat(List<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> pending.put(ip, new Round(round(ip).number, now)));
    }

    /// Has these announced within this time at the latest.
    void remind(List<VirtualIp> ips, Duration within, Duration now) {
        ips.forEach(ip -> pending.putIfAbsent(ip, new Round(rounds, now.plus(within))));
    }

    void forget(List<VirtualIp> ips) {
        ips.forEach(pending::remove);
    }

    /// Forgets all but these: what is not bound is not announced, and would be due for ever.
    void retain(Set<VirtualIp> bound) {
        pending.keySet().retainAll(bound);
    }

    /// What may be announced now, the lowest rounds first, then in the order of the addresses.
    List<VirtualIp> due(Duration now) {
        refill(now);
        // below 0 when more went out than was due: what a plan wanted announced, and in the same pass what was bound
        int most = (int) Math.max(0, frames / FRAMES);
        var due = new ArrayList<VirtualIp>();
        pending.forEach((ip, round) -> {
            if (round.due.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        due.sort(Comparator.<VirtualIp>comparingInt(ip -> round(ip).number).thenComparing(Comparator.naturalOrder()));
        return List.copyOf(due.subList(0, Math.min(most, due.size())));
    }

    /// Takes note that these were announced.
    void announced(List<VirtualIp> ips, Duration now) {
        frames -= (double) FRAMES * ips.size();
        for (VirtualIp ip : ips) {
            int number = round(ip).number;
            if (number >= rounds) {
                pending.remove(ip);
                period.ifPresent(time -> pending.put(ip, new Round(rounds, now.plus(time))));
            } else {
                pending.put(ip, new Round(number + 1, now.plus(spacing)));
            }
        }
    }

    /// When there may be something due again.
    Optional<Duration> next(Duration now) {
        Duration refilled =
                frames >= FRAMES ? now : now.plusMillis((long) Math.ceil(1000.0 * FRAMES / framesPerSecond));
        return pending.values().stream()
                .map(round -> round.due)
                .min(Comparator.naturalOrder())
                .map(due -> due.compareTo(refilled) > 0 ? due : refilled);
    }

    private Round round(VirtualIp ip) {
        return pending.getOrDefault(ip, new Round(rounds, Duration.ZERO));
    }

    private void refill(Duration now) {
        double since = now.minus(countedAt).toMillis() / 1000.0;
        frames = Math.min(framesPerSecond, frames + since * framesPerSecond);
        countedAt = now;
    }

    private record Round(int number, Duration due) {}
}
