package io.yaim.plan;

import io.yaim.model.Former;
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
/// @param releases marks for which an unmark or a hand-over was sent, answered or not, each with the
///     revision that it compared: as long as the mark is still at this revision, the late request can take
///     it away
/// @param refreshedFor when the proof ends for which lifetimes were last refreshed
/// @param membershipSince since when the same nodes, in the same incarnations and leases, have been there
/// @param refusals entries that could not be bound, each with the reason, until their back-off ends
/// @param announceable entries whose next announcement is due
/// @param holdings entries that were firmly this node's when the store was last seen, and have no other
///     owner since
/// @param refused nodes that have vanished, and that one of their witnesses has refused
/// @param lastView what was seen of the store last, however long ago
/// @param lentUntil when the last proof by witnesses ends for which a lifetime was given
/// @param keptAt when addresses were last given a lifetime that nothing proves
/// @param strays entries whose mark, without a lease, has outlived its owner for two ttl
/// @param wire what was heard of other hosts
/// @param former this node's life before this one, as long as addresses that it kept, or keys of it, are
///     there
public record Memory(
        SortedMap<VirtualIp, Long> releases,
        Duration refreshedFor,
        Duration membershipSince,
        SortedMap<VirtualIp, String> refusals,
        Set<VirtualIp> announceable,
        Set<VirtualIp> strays,
        Wire wire,
        SortedMap<VirtualIp, Holding> holdings,
        Set<Tenancy> refused,
        Optional<View> lastView,
        Duration keptAt,
        Duration lentUntil,
        Optional<Former> former) {

    public Memory {
        releases = Collections.unmodifiableSortedMap(new TreeMap<>(releases));
        refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
        announceable = Set.copyOf(announceable);
        strays = Set.copyOf(strays);
        holdings = Collections.unmodifiableSortedMap(new TreeMap<>(holdings));
        refused = Set.copyOf(refused);
    }

    /// Of a node that has just started.
    public static Memory none() {
        return new Memory(
                new TreeMap<>(),
                Duration.ZERO,
                Duration.ZERO,
                new TreeMap<>(),
                Set.of(),
                Set.of(),
                Wire.quiet(),
                new TreeMap<>(),
                Set.of(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());
    }
}
