package io.yaim.model;

import java.util.Optional;

/// The key on a lease that says which node owns an entry.
///
/// @param lease the lease that the key is attached to; absent if it was written by hand
/// @param revision the store's revision of the last change; every write to the mark compares it
public record Mark(VirtualIp ip, NodeName owner, Optional<LeaseId> lease, long revision) {

    /// Whether the mark is attached to this lease. A mark is a node's own only if this holds for its lease and
    /// the mark has its name.
    public boolean isAttachedTo(LeaseId id) {
        return lease.isPresent() && lease.get().equals(id);
    }
}
