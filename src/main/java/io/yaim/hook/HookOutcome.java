package io.yaim.hook;

import java.util.Locale;

/// What became of a run of a hook, or of an event that no run was made for.
public enum HookOutcome {
    SUCCEEDED,
    /// It is tried again.
    FAILED,
    /// It failed, and that was the last retry.
    GIVEN_UP,
    /// The queue was full, or yaim ends.
    DISCARDED,
    /// The address was this node's no more.
    CANCELLED;

    /// As metrics name it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
