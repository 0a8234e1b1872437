package io.yaim.loop;

import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Addresses bound here that somebody else says it has: when to defend them, when to ask whether that is
/// still so, and when it is over.
final class Conflicts {

    /// Between two defences of an address: DEFEND_INTERVAL of RFC 5227, section 1.1. Two that defend
    /// against each other fill no segment.
    static final Duration DEFENCE = Duration.ofSeconds(10);

    /// Between two questions to who says nothing by itself: several of them fit into [#OVER].
    static final Duration ASKING = Duration.ofSeconds(1);

    /// Who has not answered a question by then has gone, and may have announced last: clients must be told
    /// who has the address.
    static final Duration ANSWERING = Duration.ofMillis(500);

    /// So long nobody else may have been heard for a conflict to be over.
    static final Duration OVER = Duration.ofSeconds(10);

    /// What is heard so soon after an address was bound may be the last announcement of its former owner:
    /// it is only asked about, once this time is over.
    static final Duration SETTLING = Duration.ofSeconds(1);

    private final Map<VirtualIp, Conflict> conflicts = new HashMap<>();
    private final Map<VirtualIp, Duration> settlesAt = new HashMap<>();
    private final Map<VirtualIp, Duration> askAt = new HashMap<>();

    void bound(Collection<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> settlesAt.put(ip, now.plus(SETTLING)));
    }

    /// Has the address probed then: somebody else may have it.
    void suspect(VirtualIp ip, Duration at) {
        askAt.putIfAbsent(ip, at);
    }

    /// Takes note of what was heard of an address that is bound here.
    ///
    /// @return whether a conflict has begun
    boolean heard(Sighting sighting, Duration now) {
        if (!sighting.isHeld()) {
            return false;
        }
        VirtualIp ip = sighting.ip();
        Duration settled = settlesAt.getOrDefault(ip, now);
        if (now.compareTo(settled) < 0) {
            suspect(ip, settled);
            return false;
        }
        Conflict old = conflicts.get(ip);
        conflicts.put(ip, old == null ? Conflict.begun(sighting, now) : old.heard(sighting, now));
        askAt.putIfAbsent(ip, now.plus(ASKING));
        return old == null;
    }

    /// The addresses to announce now: each once per [#DEFENCE] while somebody else is heard, and once when
    /// nobody answers any more.
    List<VirtualIp> defend(Duration now) {
        var due = new ArrayList<VirtualIp>();
        conflicts.replaceAll((ip, conflict) -> {
            if (!conflict.isToDefend(now) && !conflict.isToRegain(now)) {
                return conflict;
            }
            due.add(ip);
            return conflict.defended(now);
        });
        return due;
    }

    /// Forgets the conflicts that are over, and returns who was heard last in each.
    List<Sighting> over(Duration now) {
        var over = new ArrayList<Sighting>();
        conflicts.values().removeIf(conflict -> {
            boolean isOver = now.compareTo(conflict.heardAt.plus(OVER)) >= 0;
            if (isOver) {
                over.add(conflict.latest);
                askAt.remove(conflict.latest.ip());
            }
            return isOver;
        });
        return over;
    }

    /// Forgets all but these: what is not bound here is nobody's conflict.
    void retain(Set<VirtualIp> bound) {
        conflicts.keySet().retainAll(bound);
        settlesAt.keySet().retainAll(bound);
        askAt.keySet().retainAll(bound);
    }

    /// The addresses to ask for now.
    Set<VirtualIp> due(Duration now) {
        var due = new HashSet<VirtualIp>();
        askAt.forEach((ip, at) -> {
            if (at.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        return due;
    }

    /// Takes note that these were asked for, or could not be.
    void probed(Collection<VirtualIp> ips, Duration now) {
        for (VirtualIp ip : ips) {
            conflicts.computeIfPresent(ip, (_, conflict) -> conflict.asked(now));
            askAt.computeIfPresent(ip, (_, _) -> conflicts.containsKey(ip) ? now.plus(ASKING) : null);
        }
    }

    SortedMap<VirtualIp, Sighting> present() {
        var present = new TreeMap<VirtualIp, Sighting>();
        conflicts.forEach((ip, conflict) -> present.put(ip, conflict.latest));
        return present;
    }

    /// When something is to be done that no event will tell of.
    Optional<Duration> next(Duration now) {
        return Stream.concat(
                        askAt.values().stream(),
                        conflicts.values().stream()
                                .flatMap(conflict -> conflict.isAsked()
                                        ? Stream.of(conflict.heardAt.plus(OVER), conflict.silentAt())
                                        : Stream.of(conflict.heardAt.plus(OVER))))
                .filter(at -> at.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param askedAt when the first question since `heardAt` was asked; not after it: none was
    private record Conflict(Sighting latest, Duration heardAt, Duration defendedAt, Duration askedAt) {

        static Conflict begun(Sighting sighting, Duration now) {
            return new Conflict(sighting, now, now.minus(DEFENCE), now);
        }

        Conflict heard(Sighting sighting, Duration now) {
            return new Conflict(sighting, now, defendedAt, now);
        }

        Conflict asked(Duration now) {
            return isAsked() ? this : new Conflict(latest, heardAt, defendedAt, now);
        }

        Conflict defended(Duration now) {
            return new Conflict(latest, heardAt, now, askedAt);
        }

        boolean isToDefend(Duration now) {
            return now.compareTo(defendedAt.plus(DEFENCE)) >= 0 && heardAt.compareTo(defendedAt) >= 0;
        }

        boolean isToRegain(Duration now) {
            return isAsked() && now.compareTo(silentAt()) >= 0 && defendedAt.compareTo(silentAt()) < 0;
        }

        Duration silentAt() {
            return askedAt.plus(ANSWERING);
        }

        private boolean isAsked() {
            return askedAt.compareTo(heardAt) > 0;
        }
    }
}
