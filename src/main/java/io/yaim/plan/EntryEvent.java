package io.yaim.plan;

import java.util.Locale;

/// An event that may change the state of an entry on this node.
public enum EntryEvent {

    /// The entry belongs to this node now, and is bound.
    ELECTED,

    /// The address is not bound here any more, or is dropped in this cycle.
    DEMOTED,

    /// The store is away for so long that the proof has ended. The effect depends on the failure mode of the
    /// entry.
    FAULT,

    /// A check has failed often enough to count.
    HEALTH_CHECK_FAIL,

    /// All checks pass, for the first time or again.
    HEALTH_CHECK_SUCCESS;

    /// The name as users know it: `health_check_fail`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
