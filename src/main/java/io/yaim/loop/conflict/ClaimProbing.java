package io.yaim.loop.conflict;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
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
public final class ClaimProbing {

    /// As of entries whose owner vanished.
    static final int PROBE_COUNT = OrphanedEntries.PROBE_COUNT;

    /// Between two probes, and after the last.
    static final Duration PROBE_SPACING = OrphanedEntries.PROBE_SPACING;

    /// Between the beginnings of two nodes: all probes of the first, its bind and its first announcement.
    static final Duration STAGGER = Duration.ofMillis(500);

    /// Who has an address is asked again after this time: its owner may have died.
    public static final Duration RETRY_AFTER_ANSWER = Duration.ofSeconds(2);

    private final Map<VirtualIp, Candidate> candidates = new HashMap<>();

    /// @param ranks how many others come before this node, by entry
    void start(SortedMap<VirtualIp, Integer> ranks, Duration now) {
        ranks.forEach((ip, rank) -> {
            Duration delay = STAGGER.multipliedBy(rank);
            candidates.putIfAbsent(ip, new Candidate(delay, 0, now.plus(delay), Optional.empty()));
        });
    }

    /// Whoever has it, or asks for it too, makes this node begin anew.
    void heard(AddressSighting addressSighting, Duration now) {
        Duration pause = addressSighting.isInUse() ? RETRY_AFTER_ANSWER : STAGGER;
        candidates.computeIfPresent(
                addressSighting.ip(),
                (_, old) -> new Candidate(old.delay, 0, now.plus(pause).plus(old.delay), old.binding));
    }

    /// What has been asked so far counts for nothing.
    void listeningFailed() {
        candidates.replaceAll((_, old) -> new Candidate(old.delay, 0, old.due, old.binding));
    }

    /// Takes note that these are being probed, or have been.
    void probed(Collection<Binding> bindings, boolean isSent, Duration now) {
        for (Binding binding : bindings) {
            candidates.computeIfPresent(
                    binding.ip(),
                    (_, old) -> new Candidate(
                            old.delay, old.sent + (isSent ? 1 : 0), now.plus(PROBE_SPACING), Optional.of(binding)));
        }
    }

    /// Forgets those that are not sought any more.
    void forget(Collection<VirtualIp> ips) {
        ips.forEach(candidates::remove);
    }

    /// Forgets all: there is a store again.
    void clear() {
        candidates.clear();
    }

    Set<VirtualIp> candidates() {
        return Set.copyOf(candidates.keySet());
    }

    /// Those that nobody answered for.
    Set<VirtualIp> unanswered(Duration now) {
        return matching(entry -> entry.sent >= PROBE_COUNT && entry.due.compareTo(now) <= 0);
    }

    /// Those to probe now.
    Set<VirtualIp> dueForProbe(Duration now) {
        return matching(entry -> entry.sent < PROBE_COUNT && entry.due.compareTo(now) <= 0);
    }

    private Set<VirtualIp> matching(Predicate<Candidate> condition) {
        return candidates.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /// Those that are to be listened for, as they would be bound.
    List<Binding> probed() {
        var probed = new ArrayList<Binding>();
        candidates.values().forEach(entry -> entry.binding.ifPresent(probed::add));
        return probed;
    }

    /// When something is to be done.
    Optional<Duration> nextDue(Duration now) {
        return candidates.values().stream()
                .map(Candidate::due)
                .filter(due -> due.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param delay how much later than the first node this one begins
    /// @param sent how many probes have remained without an answer
    /// @param due when to probe next, or when the last probe counts as not answered
    private record Candidate(Duration delay, int sent, Duration due, Optional<Binding> binding) {}
}
