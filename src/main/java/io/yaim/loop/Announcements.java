package io.yaim.loop;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// When which address is announced: several rounds each, all first rounds before any second, at a limited
/// rate. After its first round single neighbours are told of an address as well; they and the further
/// rounds take turns.
final class Announcements {

    /// An ARP announcement goes out in request and in reply form.
    private static final int FRAMES = 2;

    /// To single neighbours in one pass; the rest follows in the next.
    private static final int MOST_DIRECTED = 1000;

    private Announcing announcing;
    private final Map<VirtualIp, Round> pending = new HashMap<>();
    private final Set<VirtualIp> fresh = new HashSet<>();
    private final Directions directions = new Directions();
    private Set<VirtualIp> turn = Set.of();
    private Duration turnedAt = Duration.ZERO;
    private boolean hasYielded;
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
            directions.forget(ips);
            fresh.addAll(ips);
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
        ips.forEach(fresh::remove);
        directions.forget(ips);
    }

    /// Forgets all but these: what is not bound is not announced, and would be due for ever.
    void retain(Set<VirtualIp> bound) {
        pending.keySet().retainAll(bound);
        fresh.retainAll(bound);
        directions.retain(bound);
    }

    /// What there is to be told of now: to all, or to single neighbours, never both in one turn.
    Set<VirtualIp> announceable(Duration now) {
        List<VirtualIp> due = due(now);
        turn = due.isEmpty() && frames >= 1 && (hasYielded || !isAnyDue(now))
                ? Set.copyOf(directions.first(most(now)))
                : Set.of();
        turnedAt = turn.isEmpty() ? turnedAt : now;
        return due.isEmpty() ? turn : Set.copyOf(due);
    }

    /// Whether it is the turn of this address to be told of to single neighbours.
    boolean isDirected(VirtualIp ip) {
        return turn.contains(ip) && directions.contains(ip);
    }

    Directions directions() {
        return directions;
    }

    /// How many frames may go to single neighbours now.
    int most(Duration now) {
        refill(now);
        return (int) Math.clamp(frames, 0, MOST_DIRECTED);
    }

    /// Takes note that so many have gone.
    void directed(int count) {
        frames -= count;
    }

    private boolean isAnyDue(Duration now) {
        return pending.values().stream().anyMatch(round -> round.due.compareTo(now) <= 0);
    }

    /// Later rounds let single neighbours have every other turn.
    private boolean yields(List<VirtualIp> due) {
        boolean hasFirst = due.stream().anyMatch(fresh::contains);
        hasYielded = !hasYielded && directions.size() > 0 && !due.isEmpty() && !hasFirst;
        return hasYielded;
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
        List<VirtualIp> some = List.copyOf(due.subList(0, Math.min(most, due.size())));
        return yields(some) ? List.of() : some;
    }

    /// Takes note that these were announced.
    void announced(List<VirtualIp> ips, Duration now) {
        frames -= (double) FRAMES * ips.size();
        for (VirtualIp ip : ips) {
            int number = round(ip).number;
            if (fresh.remove(ip) && announcing.notifying().isAnybody()) {
                directions.begin(ip);
            }
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
        Stream<Duration> directed = directions.size() == 0 ? Stream.of() : Stream.of(nextTurn(now));
        return Stream.concat(directed, roundsDue(refilled)).min(Comparator.naturalOrder());
    }

    /// Half a second's frames at once, so that many neighbours do not make for many passes, nor an address that
    /// no pass may announce now.
    private Duration nextTurn(Duration now) {
        double some = Math.clamp(announcing.framesPerSecond() / 2.0, 1, MOST_DIRECTED);
        Duration filled = now.plus(filling(some - frames));
        Duration after = turnedAt.plus(filling(some));
        return filled.compareTo(after) > 0 ? filled : after;
    }

    private Duration filling(double count) {
        return Duration.ofMillis((long) Math.ceil(1000 * Math.max(0, count) / announcing.framesPerSecond()));
    }

    private Stream<Duration> roundsDue(Duration refilled) {
        return pending.values().stream()
                .map(round -> round.due)
                .min(Comparator.naturalOrder())
                .map(due -> due.compareTo(refilled) > 0 ? due : refilled)
                .stream();
    }

    private Round round(VirtualIp ip) {
        return pending.getOrDefault(ip, new Round(announcing.rounds(), Duration.ZERO));
    }

    private void refill(Duration now) {
        double since = now.minus(countedAt).toMillis() / 1000.0;
        // however slow, one address at a time has to fit
        double most = Math.max(FRAMES, announcing.framesPerSecond());
        frames = Math.min(most, frames + since * announcing.framesPerSecond());
        countedAt = now;
    }

    private record Round(int number, Duration due) {}
}
