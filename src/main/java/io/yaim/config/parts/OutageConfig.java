package io.yaim.config.parts;

import io.yaim.model.FailureMode;
import java.util.Optional;

/// What this node does while it cannot reach the store.
///
/// @param failureMode what it does with its addresses
/// @param peer where the other nodes ask it without the store; absent: nowhere
public record OutageConfig(FailureMode failureMode, Optional<PeerConfig> peer) {}
