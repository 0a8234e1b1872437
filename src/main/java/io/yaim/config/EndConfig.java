package io.yaim.config;

/// What becomes of this node's addresses when its daemon ends.
///
/// @param isGuarded whether a guardian drops them at once when the daemon ends without having done so
/// @param keeps whether they stay bound, for a restart, when the daemon is told to stop
public record EndConfig(boolean isGuarded, boolean keeps) {}
