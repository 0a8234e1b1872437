package io.yaim.config.parts;

/// What becomes of this node's addresses when its daemon ends.
///
/// @param hasGuardian whether a guardian drops them at once when the daemon ends without having done so
/// @param retainsAddresses whether they stay bound, for a restart, when the daemon is told to stop
public record ShutdownConfig(boolean hasGuardian, boolean retainsAddresses) {}
