package io.yaim.model;

import java.util.Optional;

/// The leased key that says which node owns an entry.
///
/// @param lease the lease that it hangs on; absent for one that was written by hand
/// @param revision the store's revision of its last change; every write to the mark compares it
public record Mark(VirtualIp ip, NodeName owner, Optional<LeaseId> lease, long revision) {

    /// Whether the mark hangs on this lease. Only then, and with its own name in it, may a node call it its own.
    public boolean isAttachedTo(LeaseId id) {
        return lease.isPresent() && lease.get().equals(id);
    }
}
