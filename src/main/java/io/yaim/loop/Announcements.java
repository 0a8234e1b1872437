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

    private Announcing announcing;
    private final Map<VirtualIp, Round> pending = new HashMap<>();
    private double frames;
    private Duration countedAt = Duration.ZERO;

    Announcements(Announcing announcing) {
        this.announcing = announcing;
        frames = announcing.framesPerSecond();
    }

    /// Goes by these from now on. What has had its last round is due within the new period at the latest.
    void become(Announcing next, Duration now) {
        announcing = next;
        next.period()
                .map(now::plus)
                .ifPresent(latest -> pending.replaceAll((_, round) -> {
                    boolean isTooLate = round.number >= next.rounds() && round.due.compareTo(latest) > 0;
                    return isTooLate ? new Round(round.number, latest) : round;
                }));
    }

    /// Begins anew with the first round of these addresses.
    void begin(List<VirtualIp> ips, Duration now) {
        if (announcing.rounds() > 0) {
            ips.forEach(ip -> pending.put(ip, new Round(1, now)));
        }
    }

    /// Has these announced once more, as soon as the rate allows; the rounds that are still to come stay.
    void repeat(List<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> pending.put(ip, new Round(round(ip).number, now)));
    }

    /// Has these announced within this time at the latest.
    void remind(List<VirtualIp> ips, Duration within, Duration now) {
        ips.forEach(ip -> pending.putIfAbsent(ip, new Round(announcing.rounds(), now.plus(within))));
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
            if (number >= announcing.rounds()) {
                pending.remove(ip);
                announcing.period().ifPresent(time -> pending.put(ip, new Round(announcing.rounds(), now.plus(time))));
            } else {
                pending.put(ip, new Round(number + 1, now.plus(announcing.spacing())));
            }
        }
    }

    /// When there may be something due again.
    Optional<Duration> next(Duration now) {
        Duration refilled = frames >= FRAMES
                ? now
                : now.plusMillis((long) Math.ceil(1000.0 * FRAMES / announcing.framesPerSecond()));
        return pending.values().stream()
                .map(round -> round.due)
                .min(Comparator.naturalOrder())
                .map(due -> due.compareTo(refilled) > 0 ? due : refilled);
    }

    private Round round(VirtualIp ip) {
        return pending.getOrDefault(ip, new Round(announcing.rounds(), Duration.ZERO));
    }

    private void refill(Duration now) {
        double since = now.minus(countedAt).toMillis() / 1000.0;
        frames = Math.min(announcing.framesPerSecond(), frames + since * announcing.framesPerSecond());
        countedAt = now;
    }

    private record Round(int number, Duration due) {}
}
