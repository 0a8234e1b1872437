package io.yaim.plan;

import io.yaim.model.FailureMode;
import io.yaim.model.LeaseId;

/// How an entry was this node's when the store was last seen.
///
/// @param lease what its mark hung on
/// @param failureMode what becomes of it when the store is away
public record LastOwnership(LeaseId lease, FailureMode failureMode) {}
