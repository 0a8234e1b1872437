package io.yaim.model;

import java.time.Duration;

/// This node's lease and the proof that it gives, by this node's own clock (CLOCK_BOOTTIME, counts suspend).
///
/// @param granted the time to live that the store granted, not the one that was asked for
/// @param sent when the last counted keep-alive, or the request for the lease, left this node; the store counts from
///     later, so a proof that counts from here ends before the lease does
public record Lease(LeaseId id, Duration granted, Duration sent) {

    /// For clocks that run at different rates: 1 % of ten seconds, a hundred times what hardware shows.
    public static final Duration RATE_MARGIN = Duration.ofMillis(100);

    /// How late the kernel may drop an address whose lifetime has run out: measured up to 1.3 s with many addresses.
    public static final Duration KERNEL_LATENESS = Duration.ofMillis(1300);

    /// How long before the proof ends everything is dropped by this process, if the kernel has not done so.
    public static final Duration FENCE_MARGIN = Duration.ofMillis(200);

    /// From here on nothing proves that the marks are still this node's.
    public Duration proofEnds() {
        return sent.plus(granted).minus(RATE_MARGIN);
    }

    public boolean provesAt(Duration now) {
        return now.compareTo(proofEnds()) < 0;
    }

    /// When this process has to start to drop everything.
    ///
    /// @param refreshTime what it takes to refresh, or to drop, all addresses of this node
    public Duration fenceAt(Duration refreshTime) {
        return proofEnds().minus(refreshTime).minus(FENCE_MARGIN);
    }

    /// The lifetime in whole seconds to give an address now, so that the kernel has dropped it before the proof ends.
    /// Below 1: it must not be bound.
    public long lifetimeSeconds(Duration now, Duration refreshTime) {
        Duration left = proofEnds().minus(now).minus(KERNEL_LATENESS).minus(refreshTime);
        return left.isNegative() ? 0 : left.toSeconds();
    }

    /// The same lease after a keep-alive that left at `newSent` and was answered with `newGranted`.
    public Lease renewed(Duration newSent, Duration newGranted) {
        return new Lease(id, newGranted, newSent);
    }
}
