package io.yaim.plan;

import io.yaim.model.GroupStatus;
import io.yaim.model.View;
import java.util.Optional;

/// What was observed of the store.
///
/// @param view the view of the store; absent if it could not be read
/// @param groupStatus the role of this node in the group channel; empty if the nodes are not the store
public record SeenStore(Optional<View> view, Optional<GroupStatus> groupStatus) {}
