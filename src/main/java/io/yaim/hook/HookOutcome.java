package io.yaim.hook;

import java.util.Locale;

/// The outcome of a run of a hook, or of an event without a run.
public enum HookOutcome {
    SUCCEEDED,
    /// It failed and will be retried.
    FAILED,
    /// It failed, and that was the last retry.
    GIVEN_UP,
    /// The queue was full, or yaim stops.
    DISCARDED,
    /// The address no longer belonged to this node.
    CANCELLED;

    /// The word in metrics.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
