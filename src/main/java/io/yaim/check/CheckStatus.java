package io.yaim.check;

import java.time.Duration;
import java.util.Optional;

/// The state of one check.
///
/// @param passing the damped result
/// @param reason why it does not pass, or why its last run failed although it still passes; empty: no problem
/// @param lastRun empty until the first run has ended
public record CheckStatus(
        String name, String type, boolean passing, Optional<String> reason, Optional<LastRun> lastRun) {

    /// The last run, without damping.
    ///
    /// @param startedAt the time since boot
    /// @param took how long it took, including all attempts and the pauses between them
    public record LastRun(Duration startedAt, Duration took, boolean passed) {}
}
