package io.yaim.model;

import java.util.Optional;

/// The role of a node in the group channel when the nodes themselves are the store.
///
/// @param isCoordinator whether the node is the coordinator, which grants leases and marks
/// @param memberCount the number of processes in the membership view, including this one
/// @param unusedPool why the pool of the node's configuration is not used, although an operator may expect it; empty:
/// it
///     is used, or older than the cluster's
public record GroupStatus(boolean isCoordinator, int memberCount, Optional<String> unusedPool) {}
