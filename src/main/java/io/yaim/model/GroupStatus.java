package io.yaim.model;

/// The role of a node in the group channel when the nodes themselves are the store.
///
/// @param isCoordinator whether the node is the coordinator, which grants leases and marks
/// @param memberCount the number of processes in the membership view, including this one
public record GroupStatus(boolean isCoordinator, int memberCount) {}
