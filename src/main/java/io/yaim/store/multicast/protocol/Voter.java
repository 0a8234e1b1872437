package io.yaim.store.multicast.protocol;

import io.yaim.model.NodeName;
import java.time.Duration;

/// The voter that a member is.
///
/// @param ineligibleFor for how long its vote does not count: other nodes may not know what it confirmed before, in
///     this incarnation or an earlier one; after that time nothing is held by it any more
public record Voter(NodeName name, Duration ineligibleFor) {}
