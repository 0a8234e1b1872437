package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import java.time.Duration;

/// Whose vote a seat has.
///
/// @param forgets until then it does not count: what it vouched for in a former life it may have forgotten, and by
///         that time nobody holds anything by it any more
record Voter(NodeName name, Duration forgets) {}
