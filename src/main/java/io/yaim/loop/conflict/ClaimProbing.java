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

/// Entries that this node takes in claim mode if no host answers for them: no store can name their owner. The more
/// other nodes come before this one, the later it starts. It starts again when it hears another node probe the same
/// entry. So one node comes first, and the others notice it.
public final class ClaimProbing {

    /// The same as for orphaned entries.
    static final int PROBE_COUNT = OrphanedEntries.PROBE_COUNT;

    /// The time between two probes, and after the last one.
    static final Duration PROBE_SPACING = OrphanedEntries.PROBE_SPACING;

    /// The time between the starts of two nodes. The probes, the bind and the first announcement of the first node
    /// fit into it.
    static final Duration STAGGER = Duration.ofMillis(500);

    /// After this time an answered entry is probed again: its owner may have died.
    public static final Duration RETRY_AFTER_ANSWER = Duration.ofSeconds(2);

    private final Map<VirtualIp, Candidate> candidates = new HashMap<>();

    /// @param ranks for each entry, how many other nodes come before this one
    void start(SortedMap<VirtualIp, Integer> ranks, Duration now) {
        ranks.forEach((ip, rank) -> {
            Duration delay = STAGGER.multipliedBy(rank);
            candidates.putIfAbsent(ip, new Candidate(delay, 0, now.plus(delay), Optional.empty()));
        });
    }

    /// A host that has the entry, or probes it too, makes this node start again.
    void heard(AddressSighting addressSighting, Duration now) {
        Duration pause = addressSighting.isInUse() ? RETRY_AFTER_ANSWER : STAGGER;
        candidates.computeIfPresent(
                addressSighting.ip(),
                (_, old) -> new Candidate(old.delay, 0, now.plus(pause).plus(old.delay), old.binding));
    }

    /// Discards the probes so far: an answer to them may have been missed.
    void listeningFailed() {
        candidates.replaceAll((_, old) -> new Candidate(old.delay, 0, old.due, old.binding));
    }

    /// Notes that these entries were probed or, if not `isSent`, that they are about to be.
    void probed(Collection<Binding> bindings, boolean isSent, Duration now) {
        for (Binding binding : bindings) {
            candidates.computeIfPresent(
                    binding.ip(),
                    (_, old) -> new Candidate(
                            old.delay, old.sent + (isSent ? 1 : 0), now.plus(PROBE_SPACING), Optional.of(binding)));
        }
    }

    /// Ends the probing of these entries.
    void forget(Collection<VirtualIp> ips) {
        ips.forEach(candidates::remove);
    }

    /// Ends all probing, because the store is back.
    void clear() {
        candidates.clear();
    }

    Set<VirtualIp> candidates() {
        return Set.copyOf(candidates.keySet());
    }

    /// The entries that no host answered for.
    Set<VirtualIp> unanswered(Duration now) {
        return matching(entry -> entry.sent >= PROBE_COUNT && entry.due.compareTo(now) <= 0);
    }

    /// The entries to probe now.
    Set<VirtualIp> dueForProbe(Duration now) {
        return matching(entry -> entry.sent < PROBE_COUNT && entry.due.compareTo(now) <= 0);
    }

    private Set<VirtualIp> matching(Predicate<Candidate> condition) {
        return candidates.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /// The bindings to listen for: those of the entries that were probed.
    List<Binding> probed() {
        var probed = new ArrayList<Binding>();
        candidates.values().forEach(entry -> entry.binding.ifPresent(probed::add));
        return probed;
    }

    /// When something must be done without an event.
    Optional<Duration> nextDue(Duration now) {
        return candidates.values().stream()
                .map(Candidate::due)
                .filter(due -> due.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param delay how much later than the first node this one starts
    /// @param sent the number of probes without an answer
    /// @param due when to send the next probe, or when the last probe counts as unanswered
    private record Candidate(Duration delay, int sent, Duration due, Optional<Binding> binding) {}
}
