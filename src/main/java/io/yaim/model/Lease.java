package io.yaim.model;

import java.time.Duration;

/// This node's lease and the proof that it gives, by this node's own clock (CLOCK_BOOTTIME, counts
/// suspend).
///
/// @param grantedTtl the time to live that the store granted, not the one that was asked for
/// @param sentAt when the last counted keep-alive, or the request for the lease, left this node; the store
///     counts from later, so a proof that counts from here ends before the lease does
/// @param expiryGuard what enforces the proof
public record Lease(LeaseId id, Duration grantedTtl, Duration sentAt, ExpiryGuard expiryGuard) {

    /// Whose proof lifetimes enforce.
    public Lease(LeaseId id, Duration grantedTtl, Duration sentAt) {
        this(id, grantedTtl, sentAt, ExpiryGuard.LIFETIME);
    }

    /// From here on nothing proves that the marks are still this node's.
    public Proof proof() {
        return Proof.from(sentAt, grantedTtl, expiryGuard);
    }

    public boolean provesAt(Duration now) {
        return proof().isValidAt(now);
    }

    /// The same lease after a keep-alive that left at `newSent` and was answered with `newGranted`.
    public Lease renewed(Duration newSent, Duration newGranted) {
        return new Lease(id, newGranted, newSent, expiryGuard);
    }
}
