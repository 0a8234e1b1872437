package io.yaim.sim.world;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import java.time.Duration;

/// What kind of cluster a schedule has.
///
/// @param hasStoreServer whether there is a store server; otherwise the nodes store the state themselves
/// @param isProbing whether nodes probe orphaned entries
/// @param hasFlappingLinks whether links flap, and nodes have probations for them. A part of the schedules has it,
/// since
///     it hides rare faults of others
public record ClusterProfile(
        Duration ttl,
        FailureMode mode,
        ExpiryGuard expiryGuard,
        boolean hasStoreServer,
        boolean isProbing,
        boolean hasFlappingLinks) {

    /// Returns whether a schedule has flapping links. Draws nothing.
    ///
    /// @param number drawn from the seed of the schedule
    public static boolean hasFlappingLinks(long number) {
        return Math.floorMod(number, 4) == 0;
    }
}
