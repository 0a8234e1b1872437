package io.yaim.plan;

import io.yaim.model.FailureMode;

/// The state of an entry on this node. See docs/states.md.
public enum EntryState {

    /// Nothing has been decided about the entry yet.
    BOOTING,

    /// The address is bound here.
    ACTIVATED,

    /// The address is not bound here, and no check fails that the entry needs on this node.
    STANDBY,

    /// Checks of the node or of the entry fail.
    FAILING;

    /// The state after the event; the same if the event has no effect in this state.
    ///
    /// @param mode the failure mode of the entry
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
