package io.yaim.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What this node's life before this one left behind on this host.
///
/// @param lease which it held and did not end
/// @param retained the addresses that it left bound on purpose; empty: none, the lease is to be ended
/// @param proofEndsAt until when that lease proved that they were its own, since boot; the kernel has dropped
///     them by then
public record PreviousTenancy(
        Incarnation incarnation, LeaseId lease, SortedSet<VirtualIp> retained, Duration proofEndsAt) {

    public PreviousTenancy {
        retained = Collections.unmodifiableSortedSet(new TreeSet<>(retained));
    }

    /// A life that kept nothing.
    public static PreviousTenancy of(Incarnation incarnation, LeaseId lease) {
        return new PreviousTenancy(incarnation, lease, Collections.emptySortedSet(), Duration.ZERO);
    }

    /// The same with only these addresses still kept.
    public PreviousTenancy retainingOnly(Set<VirtualIp> ips) {
        return new PreviousTenancy(incarnation, lease, new TreeSet<>(ips), proofEndsAt);
    }

    /// Whether the member key is that of this life.
    public boolean wrote(Member member) {
        return member.incarnation().equals(incarnation) && member.lease().equals(lease);
    }
}
