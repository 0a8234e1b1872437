package io.yaim.plan;

import io.yaim.model.AddressSighting;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known from the wire about the entries that a node owns.
///
/// @param possiblyBoundElsewhere entries whose owner vanished without handing over, so that it may still have
///     them bound: not to be bound before it has been silent to several probes, or cannot have them any more
/// @param dueForProbe entries whose next probe is due
/// @param conflicts entries bound here that somebody else says it has, each with who said so last
/// @param claimCandidates entries that are looked for because there is no store to say whose they are
/// @param unanswered those of them that nobody answered for
public record ProbeStatus(
        Set<VirtualIp> possiblyBoundElsewhere,
        Set<VirtualIp> dueForProbe,
        SortedMap<VirtualIp, AddressSighting> conflicts,
        Set<VirtualIp> claimCandidates,
        Set<VirtualIp> unanswered) {

    public ProbeStatus {
        possiblyBoundElsewhere = Set.copyOf(possiblyBoundElsewhere);
        dueForProbe = Set.copyOf(dueForProbe);
        claimCandidates = Set.copyOf(claimCandidates);
        unanswered = Set.copyOf(unanswered);
        conflicts = Collections.unmodifiableSortedMap(new TreeMap<>(conflicts));
    }

    /// Nothing is unclear, and nobody else was heard.
    public static ProbeStatus empty() {
        return new ProbeStatus(Set.of(), Set.of(), new TreeMap<>(), Set.of(), Set.of());
    }
}
