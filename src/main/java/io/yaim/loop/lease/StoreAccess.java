package io.yaim.loop.lease;

import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import java.time.Duration;
import java.util.Optional;

/// Whether this node can read the store, and take its marks off. A node that can do neither, but can renew its lease,
/// would keep its marks for ever.
public final class StoreAccess {

    private Optional<LeaseId> readUnder = Optional.empty();
    private Optional<Duration> failingSince = Optional.empty();
    private boolean isRead;
    private boolean isUnreadable;
    private boolean isStuck;

    public void beginCycle() {
        isRead = false;
        isUnreadable = false;
        isStuck = false;
    }

    public void noteRead() {
        isRead = true;
    }

    public void noteUnreadable() {
        isUnreadable = true;
    }

    /// A request about marks of this node that it does not serve has failed.
    public void noteStuckMark() {
        isStuck = true;
    }

    /// Returns why the lease must expire, if it must: something has failed for one granted ttl, and no cycle since then
    /// was without a failure. A lease under which the store was never read has no marks, and may stay.
    ///
    /// @param provenLease the lease, if it has a valid proof
    public Optional<String> endCycle(Optional<Lease> provenLease, Duration now) {
        if (isRead) {
            readUnder = provenLease.map(Lease::id);
        }
        Optional<Lease> lease = provenLease.filter(present -> readUnder.equals(Optional.of(present.id())));
        if (lease.isEmpty() || (isRead && !isStuck)) {
            failingSince = Optional.empty();
        } else if (isUnreadable || isStuck) {
            failingSince = failingSince.or(() -> Optional.of(now));
        }
        return failingSince
                .filter(since -> now.minus(since).compareTo(lease.orElseThrow().grantedTtl()) >= 0)
                .map(_ -> isStuck
                        ? "marks of this node could not be changed for one ttl"
                        : "the store could not be read for one ttl");
    }
}
