package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;

/// What becomes of addresses when the store is away.
///
/// @param failureMode of entries that do not say so themselves
/// @param expiryGuard what enforces that addresses are silent when nothing proves that they are this node's
public record FailurePolicy(FailureMode failureMode, ExpiryGuard expiryGuard) {

    /// The mode of the entry on this node. The gate is one for all: it opens by the lease alone, and not for
    /// some of them by something else.
    FailureMode failureMode(Entry entry) {
        return expiryGuard == ExpiryGuard.GATE
                ? FailureMode.RELEASE
                : entry.failureMode().orElse(failureMode);
    }
}
