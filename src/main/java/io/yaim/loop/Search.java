package io.yaim.loop;

import io.yaim.model.Binding;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Entries that this node would take if nobody answers for them, while there is no store to say whose they
/// are. Each node begins later the more others come before it, and begins anew when it hears another ask
/// for the same: so of several one comes first, and the others find it.
final class Search {

    /// As of entries whose owner vanished.
    static final int PROBES = Vacancies.PROBES;

    /// Between two probes, and after the last.
    static final Duration SPACING = Vacancies.SPACING;

    /// Between the beginnings of two nodes: all probes of the first, its bind and its first announcement.
    static final Duration STAGGER = Duration.ofMillis(500);

    /// Who has an address is asked again after this time: its owner may have died.
    static final Duration AFTER_ANSWER = Duration.ofSeconds(2);

    private final Map<VirtualIp, Sought> sought = new HashMap<>();

    /// @param ranks how many others come before this node, by entry
    void seek(SortedMap<VirtualIp, Integer> ranks, Duration now) {
        ranks.forEach((ip, rank) -> {
            Duration delay = STAGGER.multipliedBy(rank);
            sought.putIfAbsent(ip, new Sought(delay, 0, now.plus(delay), Optional.empty()));
        });
    }

    /// Whoever has it, or asks for it too, makes this node begin anew.
    void heard(Sighting sighting, Duration now) {
        Duration pause = sighting.isHeld() ? AFTER_ANSWER : STAGGER;
        sought.computeIfPresent(
                sighting.ip(),
                (_, old) -> new Sought(old.delay, 0, now.plus(pause).plus(old.delay), old.binding));
    }

    /// What has been asked so far counts for nothing.
    void wasDeaf() {
        sought.replaceAll((_, old) -> new Sought(old.delay, 0, old.due, old.binding));
    }

    /// Takes note that these are being probed, or have been.
    void probed(Collection<Binding> bindings, boolean isSent, Duration now) {
        for (Binding binding : bindings) {
            sought.computeIfPresent(
                    binding.ip(),
                    (_, old) -> new Sought(
                            old.delay, old.sent + (isSent ? 1 : 0), now.plus(SPACING), Optional.of(binding)));
        }
    }

    /// Forgets those that are not sought any more.
    void forget(Collection<VirtualIp> ips) {
        ips.forEach(sought::remove);
    }

    /// Forgets all: there is a store again.
    void clear() {
        sought.clear();
    }

    Set<VirtualIp> sought() {
        return Set.copyOf(sought.keySet());
    }

    /// Those that nobody answered for.
    Set<VirtualIp> vacant(Duration now) {
        return having(entry -> entry.sent >= PROBES && entry.due.compareTo(now) <= 0);
    }

    /// Those to probe now.
    Set<VirtualIp> due(Duration now) {
        return having(entry -> entry.sent < PROBES && entry.due.compareTo(now) <= 0);
    }

    private Set<VirtualIp> having(Predicate<Sought> condition) {
        return sought.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /// Those that are to be listened for, as they would be bound.
    List<Binding> probed() {
        var probed = new ArrayList<Binding>();
        sought.values().forEach(entry -> entry.binding.ifPresent(probed::add));
        return probed;
    }

    /// When something is to be done.
    Optional<Duration> next(Duration now) {
        return sought.values().stream()
                .map(Sought::due)
                .filter(due -> due.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param delay how much later than the first node this one begins
    /// @param sent how many probes have remained without an answer
    /// @param due when to probe next, or when the last probe counts as not answered
    private record Sought(Duration delay, int sent, Duration due, Optional<Binding> binding) {}
}
