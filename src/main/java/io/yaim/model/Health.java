package io.yaim.model;

/// The damped result of all checks of a node.
public sealed interface Health {

    /// Every check has passed.
    record Healthy() implements Health {}

    /// At least one check does not pass.
    ///
    /// @param isUndecided whether no check has failed, but one has not passed often enough yet
    record Unhealthy(String reason, boolean isUndecided) implements Health {

        /// At least one check has failed.
        public Unhealthy(String reason) {
            this(reason, false);
        }
    }

    default boolean isHealthy() {
        return this instanceof Healthy;
    }
}
