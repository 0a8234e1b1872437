package io.yaim.plan;

import io.yaim.model.PreviousTenancy;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the loop carries from pass to pass because no later look could tell it.
///
/// @param pendingReleases marks for which an unmark or a hand-over was sent, answered or not, each with the
///     revision that it compared: as long as the mark is still at this revision, the late request can take
///     it away
/// @param refreshedUntil when the proof ends for which lifetimes were last refreshed
/// @param membershipSince since when the same nodes, in the same incarnations and leases, have been there
/// @param bindFailures entries that could not be bound, each with the reason, until their back-off ends
/// @param announceable entries whose next announcement is due
/// @param lastOwnerships entries that were firmly this node's when the store was last seen, and have no other
///     owner since
/// @param refusedTenancies nodes that have vanished, and that one of their witnesses has refused
/// @param lastView what was seen of the store last, however long ago
/// @param consentLifetimesUntil when the last proof by witnesses ends for which a lifetime was given
/// @param heldWithoutProofAt when addresses were last given a lifetime that nothing proves
/// @param abandonedEntries entries whose mark, without a lease, has outlived its owner for two ttl
/// @param probeStatus what was heard of other hosts
/// @param previousTenancy this node's life before this one, as long as addresses that it kept, or keys of it, are
///     there
public record RememberedState(
        SortedMap<VirtualIp, Long> pendingReleases,
        Duration refreshedUntil,
        Duration membershipSince,
        SortedMap<VirtualIp, String> bindFailures,
        Set<VirtualIp> announceable,
        Set<VirtualIp> abandonedEntries,
        ProbeStatus probeStatus,
        SortedMap<VirtualIp, LastOwnership> lastOwnerships,
        Set<Tenancy> refusedTenancies,
        Optional<View> lastView,
        Duration heldWithoutProofAt,
        Duration consentLifetimesUntil,
        Optional<PreviousTenancy> previousTenancy) {

    public RememberedState {
        pendingReleases = Collections.unmodifiableSortedMap(new TreeMap<>(pendingReleases));
        bindFailures = Collections.unmodifiableSortedMap(new TreeMap<>(bindFailures));
        announceable = Set.copyOf(announceable);
        abandonedEntries = Set.copyOf(abandonedEntries);
        lastOwnerships = Collections.unmodifiableSortedMap(new TreeMap<>(lastOwnerships));
        refusedTenancies = Set.copyOf(refusedTenancies);
    }

    /// Of a node that has just started.
    public static RememberedState empty() {
        return new RememberedState(
                new TreeMap<>(),
                Duration.ZERO,
                Duration.ZERO,
                new TreeMap<>(),
                Set.of(),
                Set.of(),
                ProbeStatus.empty(),
                new TreeMap<>(),
                Set.of(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());
    }
}
