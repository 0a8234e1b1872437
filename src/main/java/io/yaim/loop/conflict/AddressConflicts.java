package io.yaim.loop.conflict;

import io.yaim.model.AddressSighting;
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

/// Conflicts of addresses that are bound here: when to defend an address, when to probe it, and when a conflict is
/// over.
final class AddressConflicts {

    /// The time between two defences of an address: DEFEND_INTERVAL of RFC 5227, section 1.1. So two hosts that
    /// defend against each other do not flood the segment.
    static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

    /// The time between two probes of a host that sends nothing by itself. Several fit into [#RESOLVED_AFTER].
    static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    /// A host that has not answered a probe within this time is gone. Its announcement may have been the last one.
    /// So clients must be told again which host has the address.
    static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);

    /// A conflict is over if no other host was heard for this time.
    static final Duration RESOLVED_AFTER = Duration.ofSeconds(10);

    /// A message so soon after a bind may be the last announcement of the previous owner. It only causes a probe
    /// at the end of this time.
    static final Duration SETTLE_TIME = Duration.ofSeconds(1);

    private final Map<VirtualIp, Conflict> conflicts = new HashMap<>();
    private final Map<VirtualIp, Duration> settlesAt = new HashMap<>();
    private final Map<VirtualIp, Duration> probeAt = new HashMap<>();

    void bound(Collection<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> settlesAt.put(ip, now.plus(SETTLE_TIME)));
    }

    /// Schedules a probe of the address: another host may have it.
    void scheduleProbe(VirtualIp ip, Duration at) {
        probeAt.putIfAbsent(ip, at);
    }

    /// Notes a message about an address that is bound here.
    ///
    /// @return whether a conflict has begun
    boolean heard(AddressSighting addressSighting, Duration now) {
        if (!addressSighting.isInUse()) {
            return false;
        }
        VirtualIp ip = addressSighting.ip();
        Duration settled = settlesAt.getOrDefault(ip, now);
        if (now.compareTo(settled) < 0) {
            scheduleProbe(ip, settled);
            return false;
        }
        Conflict old = conflicts.get(ip);
        conflicts.put(ip, old == null ? Conflict.begun(addressSighting, now) : old.heard(addressSighting, now));
        probeAt.putIfAbsent(ip, now.plus(PROBE_INTERVAL));
        return old == null;
    }

    /// The addresses to announce now: each once per [#DEFEND_INTERVAL] while another host is heard, and once more
    /// when no host answers any more.
    List<VirtualIp> dueForDefence(Duration now) {
        var due = new ArrayList<VirtualIp>();
        conflicts.replaceAll((ip, conflict) -> {
            if (!conflict.isDefenceDue(now) && !conflict.isReclaimDue(now)) {
                return conflict;
            }
            due.add(ip);
            return conflict.defended(now);
        });
        return due;
    }

    /// Forgets the conflicts that are over, and returns the last message of each.
    List<AddressSighting> removeResolved(Duration now) {
        var over = new ArrayList<AddressSighting>();
        conflicts.values().removeIf(conflict -> {
            boolean isOver = now.compareTo(conflict.heardAt.plus(RESOLVED_AFTER)) >= 0;
            if (isOver) {
                over.add(conflict.latest);
                probeAt.remove(conflict.latest.ip());
            }
            return isOver;
        });
        return over;
    }

    /// Forgets all other addresses: an address that is not bound here has no conflict.
    void forgetAllBut(Set<VirtualIp> bound) {
        conflicts.keySet().retainAll(bound);
        settlesAt.keySet().retainAll(bound);
        probeAt.keySet().retainAll(bound);
    }

    /// The addresses to probe now.
    Set<VirtualIp> dueForProbe(Duration now) {
        var due = new HashSet<VirtualIp>();
        probeAt.forEach((ip, at) -> {
            if (at.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        return due;
    }

    /// Notes that these addresses were probed, or could not be.
    void probed(Collection<VirtualIp> ips, Duration now) {
        for (VirtualIp ip : ips) {
            conflicts.computeIfPresent(ip, (_, conflict) -> conflict.probed(now));
            probeAt.computeIfPresent(ip, (_, _) -> conflicts.containsKey(ip) ? now.plus(PROBE_INTERVAL) : null);
        }
    }

    SortedMap<VirtualIp, AddressSighting> active() {
        var present = new TreeMap<VirtualIp, AddressSighting>();
        conflicts.forEach((ip, conflict) -> present.put(ip, conflict.latest));
        return present;
    }

    /// When something must be done without an event.
    Optional<Duration> nextDue(Duration now) {
        return Stream.concat(
                        probeAt.values().stream(),
                        conflicts.values().stream()
                                .flatMap(conflict -> conflict.isProbed()
                                        ? Stream.of(conflict.heardAt.plus(RESOLVED_AFTER), conflict.silentAt())
                                        : Stream.of(conflict.heardAt.plus(RESOLVED_AFTER))))
                .filter(at -> at.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param probedAt when the first probe since `heardAt` was sent; if it is not later than `heardAt`, there was
    ///     none
    private record Conflict(AddressSighting latest, Duration heardAt, Duration defendedAt, Duration probedAt) {

        static Conflict begun(AddressSighting addressSighting, Duration now) {
            return new Conflict(addressSighting, now, now.minus(DEFEND_INTERVAL), now);
        }

        Conflict heard(AddressSighting addressSighting, Duration now) {
            return new Conflict(addressSighting, now, defendedAt, now);
        }

        Conflict probed(Duration now) {
            return isProbed() ? this : new Conflict(latest, heardAt, defendedAt, now);
        }

        Conflict defended(Duration now) {
            return new Conflict(latest, heardAt, now, probedAt);
        }

        boolean isDefenceDue(Duration now) {
            return now.compareTo(defendedAt.plus(DEFEND_INTERVAL)) >= 0 && heardAt.compareTo(defendedAt) >= 0;
        }

        boolean isReclaimDue(Duration now) {
            return isProbed() && now.compareTo(silentAt()) >= 0 && defendedAt.compareTo(silentAt()) < 0;
        }

        Duration silentAt() {
            return probedAt.plus(ANSWER_TIMEOUT);
        }

        private boolean isProbed() {
            return probedAt.compareTo(heardAt) > 0;
        }
    }
}
