package io.yaim.model;

import java.time.Duration;

/// What makes addresses stop answering when the proof ends, even if this process has died.
public enum ExpiryGuard {

    /// Each address has a lifetime in whole seconds. The kernel drops the address at its end.
    LIFETIME(Duration.ofSeconds(3)),

    /// One gate closes for all addresses, to the millisecond. The addresses also have a coarse lifetime, so the
    /// kernel drops them some seconds later.
    GATE(Duration.ofMillis(300));

    private final Duration shortestTtl;

    ExpiryGuard(Duration shortestTtl) {
        this.shortestTtl = shortestTtl;
    }

    /// The shortest ttl that this guard can enforce.
    public Duration shortestTtl() {
        return shortestTtl;
    }

    @Override
    public String toString() {
        return this == GATE ? "gate" : "lifetime";
    }
}
