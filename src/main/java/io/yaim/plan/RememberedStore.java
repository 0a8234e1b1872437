package io.yaim.plan;

import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the loop remembers of the store.
///
/// @param lastView the last view, however old
/// @param lastOwnerships entries that were firmly this node's when the store was last seen, and have had no other
///     owner since
/// @param pendingReleases marks for which an unmark or a hand-over was sent, each with the revision that the
///     request compared. The request may have had no answer. While the mark is at this revision, the late request
///     can still remove it
/// @param abandonedEntries entries whose mark, without a lease, has outlived its owner by two ttls
/// @param membershipSince since when the same nodes, with the same incarnations and leases, are present
public record RememberedStore(
        Optional<View> lastView,
        SortedMap<VirtualIp, LastOwnership> lastOwnerships,
        SortedMap<VirtualIp, Long> pendingReleases,
        Set<VirtualIp> abandonedEntries,
        Duration membershipSince) {

    public RememberedStore {
        lastOwnerships = Collections.unmodifiableSortedMap(new TreeMap<>(lastOwnerships));
        pendingReleases = Collections.unmodifiableSortedMap(new TreeMap<>(pendingReleases));
        abandonedEntries = Set.copyOf(abandonedEntries);
    }
}
