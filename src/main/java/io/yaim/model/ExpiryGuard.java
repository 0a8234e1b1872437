package io.yaim.model;

import java.time.Duration;

/// What keeps addresses silent once the proof has ended, whatever becomes of this process.
public enum ExpiryGuard {

    /// Each address carries a lifetime in whole seconds, and is dropped by the kernel at its end.
    LIFETIME(Duration.ofSeconds(3)),

    /// A gate for all of them, exact to the millisecond, falls shut. They carry a coarse lifetime as well,
    /// so that they are gone some seconds later.
    GATE(Duration.ofMillis(300));

    private final Duration shortestTtl;

    ExpiryGuard(Duration shortestTtl) {
        this.shortestTtl = shortestTtl;
    }

    /// Below this, nothing is left of a lease for this guard.
    public Duration shortestTtl() {
        return shortestTtl;
    }

    @Override
    public String toString() {
        return this == GATE ? "gate" : "lifetime";
    }
}
