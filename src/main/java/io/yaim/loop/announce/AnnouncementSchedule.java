package io.yaim.loop.announce;

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
public final class AnnouncementSchedule {

    /// An ARP announcement goes out in request and in reply form.
    private static final int FRAMES = 2;

    /// To single neighbours in one pass; the rest follows in the next.
    private static final int MAX_UNICAST_PER_CYCLE = 1000;

    private AnnounceSettings announceSettings;
    private final Map<VirtualIp, Round> pending = new HashMap<>();
    private final Set<VirtualIp> beforeFirstRound = new HashSet<>();
    private final UnicastQueue unicastQueue = new UnicastQueue();
    private Set<VirtualIp> unicastTurn = Set.of();
    private Duration unicastTurnAt = Duration.ZERO;
    private boolean hasYielded;
    private double frameBudget;
    private Duration countedAt = Duration.ZERO;

    public AnnouncementSchedule(AnnounceSettings announceSettings) {
        this.announceSettings = announceSettings;
        frameBudget = announceSettings.framesPerSecond();
    }

    /// Goes by these from now on. What has had its last round is due within the new period at the latest.
    public void reconfigure(AnnounceSettings next, Duration now) {
        announceSettings = next;
        next.period()
                .map(now::plus)
                .ifPresent(latest -> pending.replaceAll((_, round) -> {
                    boolean isTooLate = round.number >= next.rounds() && round.due.compareTo(latest) > 0;
                    return isTooLate ? new Round(round.number, latest) : round;
                }));
    }

    /// Begins anew with the first round of these addresses.
    public void startRounds(List<VirtualIp> ips, Duration now) {
        if (announceSettings.rounds() > 0) {
            ips.forEach(ip -> pending.put(ip, new Round(1, now)));
            unicastQueue.remove(ips);
            beforeFirstRound.addAll(ips);
        }
    }

    /// Has these announced once more, as soon as the rate allows; the rounds that are still to come stay.
    public void announceAgain(List<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> pending.put(ip, new Round(round(ip).number, now)));
    }

    /// Has these announced within this time at the latest.
    public void announceWithin(List<VirtualIp> ips, Duration within, Duration now) {
        ips.forEach(ip -> pending.putIfAbsent(ip, new Round(announceSettings.rounds(), now.plus(within))));
    }

    public void forget(List<VirtualIp> ips) {
        ips.forEach(pending::remove);
        ips.forEach(beforeFirstRound::remove);
        unicastQueue.remove(ips);
    }

    /// Forgets all but these: what is not bound is not announced, and would be due for ever.
    public void forgetAllBut(Set<VirtualIp> bound) {
        pending.keySet().retainAll(bound);
        beforeFirstRound.retainAll(bound);
        unicastQueue.forgetAllBut(bound);
    }

    /// What there is to be told of now: to all, or to single neighbours, never both in one turn.
    public Set<VirtualIp> announceable(Duration now) {
        List<VirtualIp> due = due(now);
        unicastTurn = due.isEmpty() && frameBudget >= 1 && (hasYielded || !isAnyDue(now))
                ? Set.copyOf(unicastQueue.first(unicastBudget(now)))
                : Set.of();
        unicastTurnAt = unicastTurn.isEmpty() ? unicastTurnAt : now;
        return due.isEmpty() ? unicastTurn : Set.copyOf(due);
    }

    /// Whether it is the turn of this address to be told of to single neighbours.
    public boolean isUnicastTurn(VirtualIp ip) {
        return unicastTurn.contains(ip) && unicastQueue.contains(ip);
    }

    UnicastQueue unicastQueue() {
        return unicastQueue;
    }

    /// How many frames may go to single neighbours now.
    int unicastBudget(Duration now) {
        refill(now);
        return (int) Math.clamp(frameBudget, 0, MAX_UNICAST_PER_CYCLE);
    }

    /// Takes note that so many have gone.
    void noteUnicastSent(int count) {
        frameBudget -= count;
    }

    private boolean isAnyDue(Duration now) {
        return pending.values().stream().anyMatch(round -> round.due.compareTo(now) <= 0);
    }

    /// Later rounds let single neighbours have every other turn.
    private boolean yieldsToUnicast(List<VirtualIp> due) {
        boolean hasFirst = due.stream().anyMatch(beforeFirstRound::contains);
        hasYielded = !hasYielded && unicastQueue.size() > 0 && !due.isEmpty() && !hasFirst;
        return hasYielded;
    }

    /// What may be announced now, the lowest rounds first, then in the order of the addresses.
    public List<VirtualIp> due(Duration now) {
        refill(now);
        // below 0 when more went out than was due: what a plan wanted announced, and in the same pass what was
        // bound
        int most = (int) Math.max(0, frameBudget / FRAMES);
        var due = new ArrayList<VirtualIp>();
        pending.forEach((ip, round) -> {
            if (round.due.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        due.sort(Comparator.<VirtualIp>comparingInt(ip -> round(ip).number).thenComparing(Comparator.naturalOrder()));
        List<VirtualIp> some = List.copyOf(due.subList(0, Math.min(most, due.size())));
        return yieldsToUnicast(some) ? List.of() : some;
    }

    /// Takes note that these were announced.
    public void noteAnnounced(List<VirtualIp> ips, Duration now) {
        frameBudget -= (double) FRAMES * ips.size();
        for (VirtualIp ip : ips) {
            int number = round(ip).number;
            if (beforeFirstRound.remove(ip) && announceSettings.unicastTargets().hasTargets()) {
                unicastQueue.add(ip);
            }
            if (number >= announceSettings.rounds()) {
                pending.remove(ip);
                announceSettings
                        .period()
                        .ifPresent(time -> pending.put(ip, new Round(announceSettings.rounds(), now.plus(time))));
            } else {
                pending.put(ip, new Round(number + 1, now.plus(announceSettings.spacing())));
            }
        }
    }

    /// When there may be something due again.
    public Optional<Duration> nextDue(Duration now) {
        Duration refilled = frameBudget >= FRAMES
                ? now
                : now.plusMillis((long) Math.ceil(1000.0 * FRAMES / announceSettings.framesPerSecond()));
        Stream<Duration> directed = unicastQueue.size() == 0 ? Stream.of() : Stream.of(nextUnicastTurn(now));
        return Stream.concat(directed, roundsDue(refilled)).min(Comparator.naturalOrder());
    }

    /// Half a second's frames at once, so that many neighbours do not make for many passes, nor an address that
    /// no pass may announce now.
    private Duration nextUnicastTurn(Duration now) {
        double some = Math.clamp(announceSettings.framesPerSecond() / 2.0, 1, MAX_UNICAST_PER_CYCLE);
        Duration filled = now.plus(timeToRefill(some - frameBudget));
        Duration after = unicastTurnAt.plus(timeToRefill(some));
        return filled.compareTo(after) > 0 ? filled : after;
    }

    private Duration timeToRefill(double count) {
        return Duration.ofMillis((long) Math.ceil(1000 * Math.max(0, count) / announceSettings.framesPerSecond()));
    }

    private Stream<Duration> roundsDue(Duration refilled) {
        return pending.values().stream()
                .map(round -> round.due)
                .min(Comparator.naturalOrder())
                .map(due -> due.compareTo(refilled) > 0 ? due : refilled)
                .stream();
    }

    private Round round(VirtualIp ip) {
        return pending.getOrDefault(ip, new Round(announceSettings.rounds(), Duration.ZERO));
    }

    private void refill(Duration now) {
        double since = now.minus(countedAt).toMillis() / 1000.0;
        // however slow, one address at a time has to fit
        double most = Math.max(FRAMES, announceSettings.framesPerSecond());
        frameBudget = Math.min(most, frameBudget + since * announceSettings.framesPerSecond());
        countedAt = now;
    }

    private record Round(int number, Duration due) {}
}
