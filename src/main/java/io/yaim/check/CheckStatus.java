package io.yaim.check;

import java.time.Duration;
import java.util.Optional;

/// Where one check stands.
///
/// @param passing the damped result
/// @param reason why it is not passing, or why its last run failed although it still is; empty: nothing is
///     wrong
/// @param lastRun empty until the first run has ended
public record CheckStatus(
        String name, String type, boolean passing, Optional<String> reason, Optional<LastRun> lastRun) {

    /// How the last run went, damping apart.
    ///
    /// @param startedAt time since boot
    /// @param took with all attempts and the pauses between them
    public record LastRun(Duration startedAt, Duration took, boolean passed) {}
}
