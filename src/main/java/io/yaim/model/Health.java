package io.yaim.model;

/// The damped result of all checks together.
public sealed interface Health {

    /// Every check has passed.
    record Healthy() implements Health {}

    /// Some check failed, or has not passed yet.
    record Unhealthy(String reason) implements Health {}

    default boolean isHealthy() {
        return this instanceof Healthy;
    }
}
