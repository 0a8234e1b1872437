package io.yaim.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The previous incarnation of this node on this host, and what it left behind.
///
/// @param lease the lease that it had and did not end
/// @param retained the addresses that it left bound on purpose; empty: none, so the lease must be ended
/// @param proofEndsAt when the proof of that lease ends, on CLOCK_BOOTTIME; the kernel has dropped the retained
///     addresses by then
public record PreviousTenancy(
        Incarnation incarnation, LeaseId lease, SortedSet<VirtualIp> retained, Duration proofEndsAt) {

    public PreviousTenancy {
        retained = Collections.unmodifiableSortedSet(new TreeSet<>(retained));
    }

    /// A previous tenancy without retained addresses.
    public static PreviousTenancy of(Incarnation incarnation, LeaseId lease) {
        return new PreviousTenancy(incarnation, lease, Collections.emptySortedSet(), Duration.ZERO);
    }

    /// The same tenancy with only these retained addresses.
    public PreviousTenancy retainingOnly(Set<VirtualIp> ips) {
        return new PreviousTenancy(incarnation, lease, new TreeSet<>(ips), proofEndsAt);
    }

    /// Whether the member key is that of this tenancy.
    public boolean wrote(Member member) {
        return member.incarnation().equals(incarnation) && member.lease().equals(lease);
    }
}
