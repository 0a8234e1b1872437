package io.yaim.sim.world;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import java.time.Duration;

/// What kind of cluster a schedule has.
///
/// @param hasStoreServer whether there is a store server; otherwise the nodes store the state themselves
/// @param isProbing whether nodes probe orphaned entries
public record ClusterProfile(
        Duration ttl, FailureMode mode, ExpiryGuard expiryGuard, boolean hasStoreServer, boolean isProbing) {}
