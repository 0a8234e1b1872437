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
/// @param lastView what was seen of the store last, however long ago
/// @param lastOwnerships entries that were firmly this node's when the store was last seen, and have no other
///     owner since
/// @param pendingReleases marks for which an unmark or a hand-over was sent, answered or not, each with the
///     revision that it compared: as long as the mark is still at this revision, the late request can take
///     it away
/// @param abandonedEntries entries whose mark, without a lease, has outlived its owner for two ttl
/// @param membershipSince since when the same nodes, in the same incarnations and leases, have been there
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
