package io.yaim.store.multicast;

import io.yaim.store.KeySpace;
import java.time.Duration;

/// What the nodes of a cluster have in common, and how long one of them waits.
///
/// @param stale the time to live of leases: who has not been heard for so long holds nothing
/// @param timeout for one call
public record MulticastSettings(KeySpace keys, Duration stale, Duration timeout) {}
