package io.yaim.model;

import java.time.Duration;

/// How long something that failed has to work before this node takes entries again that other nodes can take.
///
/// @param linkUpDelay the probation of an interface, unless it fails again and again
/// @param longest the longest probation; a failure later than this after the last recovery counts as the first. Zero:
///     probations do not grow
public record ProbationSettings(Duration linkUpDelay, Duration longest) {

    /// No probation at all.
    public static ProbationSettings none() {
        return new ProbationSettings(Duration.ZERO, Duration.ZERO);
    }
}
