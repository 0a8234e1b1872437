package io.yaim.model;

import java.time.Duration;
import java.util.Optional;

/// What a store does to the times of a node.
///
/// @param ttlKey the configuration key of the ttl
/// @param ttlUnit the ttl is granted in whole units of this time
/// @param interruption during which the store does not answer now and then; empty: none is to be expected
public record StoreTiming(String ttlKey, Duration ttlUnit, Optional<Interruption> interruption) {

    /// An event of the store that is no fault, and during which no lease is renewed.
    ///
    /// @param description such as "etcd changes its leader"
    /// @param name such as "leader change"
    /// @param duration how long it usually takes
    public record Interruption(String description, String name, Duration duration) {}

    /// The ttl that the store grants for this one.
    public Duration granted(Duration ttl) {
        return ttlUnit.multipliedBy(ttl.dividedBy(ttlUnit));
    }
}
