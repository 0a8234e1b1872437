package io.yaim.model;

import java.time.Duration;

/// This node's lease and the proof that it gives, by this node's own CLOCK_BOOTTIME, which counts suspended
/// time.
///
/// @param grantedTtl the ttl that the store granted, which may differ from the requested ttl
/// @param sentAt when this node sent the last counted keep-alive or the request for the lease; the store counts
///     from a later moment, so the proof ends before the lease does
/// @param expiryGuard what enforces the end of the proof
public record Lease(LeaseId id, Duration grantedTtl, Duration sentAt, ExpiryGuard expiryGuard) {

    /// A lease whose proof is enforced by address lifetimes.
    public Lease(LeaseId id, Duration grantedTtl, Duration sentAt) {
        this(id, grantedTtl, sentAt, ExpiryGuard.LIFETIME);
    }

    /// Until when the lease proves that its marks are this node's.
    public Proof proof() {
        return Proof.from(sentAt, grantedTtl, expiryGuard);
    }

    public boolean provesAt(Duration now) {
        return proof().isValidAt(now);
    }

    /// The same lease after a counted keep-alive.
    ///
    /// @param newSent when the keep-alive was sent
    /// @param newGranted the ttl that the answer granted
    public Lease renewed(Duration newSent, Duration newGranted) {
        return new Lease(id, newGranted, newSent, expiryGuard);
    }
}
