package io.yaim.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What this node's life before this one left behind on this host.
///
/// @param lease which it held and did not end
/// @param kept the addresses that it left bound on purpose; empty: none, the lease is to be ended
/// @param proofEnds until when that lease proved that they were its own, since boot; the kernel has dropped
///     them by then
public record Former(Incarnation incarnation, LeaseId lease, SortedSet<VirtualIp> kept, Duration proofEnds) {

    public Former {
        kept = Collections.unmodifiableSortedSet(new TreeSet<>(kept));
    }

    /// A life that kept nothing.
    public static Former of(Incarnation incarnation, LeaseId lease) {
        return new Former(incarnation, lease, Collections.emptySortedSet(), Duration.ZERO);
    }

    /// The same with only these addresses still kept.
    public Former keeping(Set<VirtualIp> ips) {
        return new Former(incarnation, lease, new TreeSet<>(ips), proofEnds);
    }

    /// Whether the member key is that of this life.
    public boolean wrote(Member member) {
        return member.incarnation().equals(incarnation) && member.lease().equals(lease);
    }
}
