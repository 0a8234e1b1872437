package io.yaim.plan;

import io.yaim.model.FailureMode;
import io.yaim.model.LeaseId;

/// How this node owned an entry when the store was last seen.
///
/// @param lease the lease of its mark
/// @param failureMode what becomes of the entry when the store is away
public record LastOwnership(LeaseId lease, FailureMode failureMode) {}
