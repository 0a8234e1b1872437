package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;

/// What becomes of addresses when the store is away.
///
/// @param failureMode the mode of entries without one of their own
/// @param expiryGuard what makes addresses silent when no proof covers them
public record FailurePolicy(FailureMode failureMode, ExpiryGuard expiryGuard) {

    /// The failure mode of the entry on this node. There is one gate for all addresses, and only the lease opens
    /// it. So with the gate no entry can be held without the lease.
    FailureMode failureMode(Entry entry) {
        return expiryGuard == ExpiryGuard.GATE
                ? FailureMode.RELEASE
                : entry.failureMode().orElse(failureMode);
    }
}
