package io.yaim.plan;

import io.yaim.model.GroupStatus;
import io.yaim.model.View;
import java.util.Optional;

/// What was seen of the store.
///
/// @param view the store's picture; absent when it could not be read
/// @param groupStatus how this node stands among those that keep the store; empty where others keep it
public record SeenStore(Optional<View> view, Optional<GroupStatus> groupStatus) {}
