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

/// When each address is announced. Each has several rounds, at a limited rate. All first rounds come before any
/// second round. After the first round of an address, single neighbours get a unicast announcement of it, too.
/// Unicast announcements and later rounds take turns.
public final class AnnouncementSchedule {

    /// An ARP announcement is sent in request form and in reply form.
    private static final int FRAMES = 2;

    /// The number of unicast announcements in one cycle. The rest follows in the next cycles.
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

    /// Applies these settings from now on. An address after its last round is announced within the new period.
    public void reconfigure(AnnounceSettings next, Duration now) {
        announceSettings = next;
        next.period()
                .map(now::plus)
                .ifPresent(latest -> pending.replaceAll((_, round) -> {
                    boolean isTooLate = round.number >= next.rounds() && round.due.compareTo(latest) > 0;
                    return isTooLate ? new Round(round.number, latest) : round;
                }));
    }

    /// Starts the rounds of these addresses from the first one.
    public void startRounds(List<VirtualIp> ips, Duration now) {
        if (announceSettings.rounds() > 0) {
            ips.forEach(ip -> pending.put(ip, new Round(1, now)));
            unicastQueue.remove(ips);
            beforeFirstRound.addAll(ips);
        }
    }

    /// Announces these addresses once more, as soon as the rate allows. Their remaining rounds stay.
    public void announceAgain(List<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> pending.put(ip, new Round(round(ip).number, now)));
    }

    /// Announces these addresses within this time.
    public void announceWithin(List<VirtualIp> ips, Duration within, Duration now) {
        ips.forEach(ip -> pending.putIfAbsent(ip, new Round(announceSettings.rounds(), now.plus(within))));
    }

    public void forget(List<VirtualIp> ips) {
        ips.forEach(pending::remove);
        ips.forEach(beforeFirstRound::remove);
        unicastQueue.remove(ips);
    }

    /// Forgets all other addresses. An address that is not bound is not announced, so it would be due for ever.
    public void forgetAllBut(Set<VirtualIp> bound) {
        pending.keySet().retainAll(bound);
        beforeFirstRound.retainAll(bound);
        unicastQueue.forgetAllBut(bound);
    }

    /// The addresses to announce now, either to all neighbours or by unicast, never both in one turn.
    public Set<VirtualIp> announceable(Duration now) {
        List<VirtualIp> due = due(now);
        unicastTurn = due.isEmpty() && frameBudget >= 1 && (hasYielded || !isAnyDue(now))
                ? Set.copyOf(unicastQueue.first(unicastBudget(now)))
                : Set.of();
        unicastTurnAt = unicastTurn.isEmpty() ? unicastTurnAt : now;
        return due.isEmpty() ? unicastTurn : Set.copyOf(due);
    }

    /// Whether this address is due for unicast announcements now.
    public boolean isUnicastTurn(VirtualIp ip) {
        return unicastTurn.contains(ip) && unicastQueue.contains(ip);
    }

    UnicastQueue unicastQueue() {
        return unicastQueue;
    }

    /// The number of frames that may be sent by unicast now.
    int unicastBudget(Duration now) {
        refill(now);
        return (int) Math.clamp(frameBudget, 0, MAX_UNICAST_PER_CYCLE);
    }

    /// Notes that this number of unicast announcements was sent.
    void noteUnicastSent(int count) {
        frameBudget -= count;
    }

    private boolean isAnyDue(Duration now) {
        return pending.values().stream().anyMatch(round -> round.due.compareTo(now) <= 0);
    }

    /// Later rounds give every other turn to unicast announcements.
    private boolean yieldsToUnicast(List<VirtualIp> due) {
        boolean hasFirst = due.stream().anyMatch(beforeFirstRound::contains);
        hasYielded = !hasYielded && unicastQueue.size() > 0 && !due.isEmpty() && !hasFirst;
        return hasYielded;
    }

    /// The addresses that may be announced now: the lowest rounds first, then in the sequence of the addresses.
    public List<VirtualIp> due(Duration now) {
        refill(now);
        // below 0 if more was sent than was due: a plan's announcements and, in the same cycle, those of new binds
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

    /// Notes that these addresses were announced.
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

    /// When the next announcement may be due.
    public Optional<Duration> nextDue(Duration now) {
        Duration refilled = frameBudget >= FRAMES
                ? now
                : now.plusMillis((long) Math.ceil(1000.0 * FRAMES / announceSettings.framesPerSecond()));
        Stream<Duration> unicast = unicastQueue.size() == 0 ? Stream.of() : Stream.of(nextUnicastTurn(now));
        return Stream.concat(unicast, roundsDue(refilled)).min(Comparator.naturalOrder());
    }

    /// Waits until half a second's frames are available. Otherwise many neighbours, or an address that must not be
    /// announced now, would cause many cycles.
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
        // an address needs this number of frames, however low the rate is
        double most = Math.max(FRAMES, announceSettings.framesPerSecond());
        frameBudget = Math.min(most, frameBudget + since * announceSettings.framesPerSecond());
        countedAt = now;
    }

    private record Round(int number, Duration due) {}
}
