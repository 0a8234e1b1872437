package io.yaim.config.parts;

/// What happens to this node's addresses when its daemon ends.
///
/// @param hasGuardian whether a guardian drops them at once if the daemon has not
/// @param retainsAddresses whether they stay bound, for a restart, when the daemon is told to stop
public record ShutdownConfig(boolean hasGuardian, boolean retainsAddresses) {}
