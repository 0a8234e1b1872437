package io.yaim.plan;

import io.yaim.model.AddressSighting;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What other hosts have said about the entries of this node.
///
/// @param possiblyBoundElsewhere orphaned entries, whose lost owner may still have them bound. They are not bound
///     before several probes stay unanswered, or before that owner cannot have them any more
/// @param newEntries those of `possiblyBoundElsewhere` that have just come into the pool, or whose past is unknown.
/// They
///     are not claimed before several probes stay unanswered
/// @param occupied those of `newEntries` that another host has, each with its last answer
/// @param dueForProbe entries whose next probe is due
/// @param conflicts entries bound here that another host says it has, each with the last message
/// @param claimCandidates entries that are probed in claim mode, because no store can name their owner
/// @param unanswered those of `claimCandidates` that no host answered for
public record ProbeStatus(
        Set<VirtualIp> possiblyBoundElsewhere,
        Set<VirtualIp> newEntries,
        SortedMap<VirtualIp, AddressSighting> occupied,
        Set<VirtualIp> dueForProbe,
        SortedMap<VirtualIp, AddressSighting> conflicts,
        Set<VirtualIp> claimCandidates,
        Set<VirtualIp> unanswered) {

    public ProbeStatus {
        possiblyBoundElsewhere = Set.copyOf(possiblyBoundElsewhere);
        newEntries = Set.copyOf(newEntries);
        occupied = Collections.unmodifiableSortedMap(new TreeMap<>(occupied));
        dueForProbe = Set.copyOf(dueForProbe);
        claimCandidates = Set.copyOf(claimCandidates);
        unanswered = Set.copyOf(unanswered);
        conflicts = Collections.unmodifiableSortedMap(new TreeMap<>(conflicts));
    }

    /// No entry is unclear, and no other host was heard.
    public static ProbeStatus empty() {
        return new ProbeStatus(Set.of(), Set.of(), new TreeMap<>(), Set.of(), new TreeMap<>(), Set.of(), Set.of());
    }
}
