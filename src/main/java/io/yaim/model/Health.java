package io.yaim.model;

/// The damped result of all checks together.
public sealed interface Health {

    /// Every check has passed.
    record Healthy() implements Health {}

    /// Some check does not pass.
    ///
    /// @param isUndecided whether none has failed, but some has not passed often enough yet
    record Unhealthy(String reason, boolean isUndecided) implements Health {

        /// Some check has failed.
        public Unhealthy(String reason) {
            this(reason, false);
        }
    }

    default boolean isHealthy() {
        return this instanceof Healthy;
    }
}
