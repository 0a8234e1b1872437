package io.yaim.model;

/// How a node stands among those that keep the store themselves.
///
/// @param isCoordinator whether it grants leases and marks to all
/// @param memberCount how many processes hear each other, this one included
public record GroupStatus(boolean isCoordinator, int memberCount) {}
