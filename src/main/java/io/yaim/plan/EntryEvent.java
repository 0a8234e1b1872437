package io.yaim.plan;

import java.util.Locale;

/// What changes the state of an entry on this node.
public enum EntryEvent {

    /// It has become this node's, and is bound.
    ELECTED,

    /// It is not bound here any more, or not for longer than this pass.
    DEMOTED,

    /// The store has been away for so long that it proves nothing any more. What that means depends on the
    /// entry's failure mode.
    FAULT,

    /// A check has failed often enough to count.
    HEALTH_CHECK_FAIL,

    /// All checks pass, for the first time or again.
    HEALTH_CHECK_SUCCESS;

    /// As people know it: `health_check_fail`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
