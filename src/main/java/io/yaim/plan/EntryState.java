package io.yaim.plan;

import io.yaim.model.FailureMode;

/// What an entry is to this node. See docs/states.md.
public enum EntryState {

    /// Nothing has been decided about it yet.
    BOOTING,

    /// It is bound here.
    ACTIVATED,

    /// It is not bound here, and no check of this node speaks against it.
    STANDBY,

    /// Checks fail, all of the node's or its own.
    FAILING;

    /// The state that the event leads to; the same if it means nothing in this one.
    ///
    /// @param mode what becomes of the entry when the store is away
    public EntryState after(EntryEvent event, FailureMode mode) {
        return switch (event) {
            case ELECTED -> this == FAILING ? FAILING : ACTIVATED;
            case DEMOTED -> this == ACTIVATED ? STANDBY : this;
            case FAULT -> afterFault(mode);
            case HEALTH_CHECK_FAIL -> FAILING;
            case HEALTH_CHECK_SUCCESS -> this == ACTIVATED ? ACTIVATED : STANDBY;
        };
    }

    private EntryState afterFault(FailureMode mode) {
        return switch (mode) {
            case RELEASE -> this == ACTIVATED ? STANDBY : this;
            case FAILSAFE -> this;
            case CLAIM -> this == STANDBY ? ACTIVATED : this;
        };
    }
}
