package io.yaim.store.multicast.protocol;

import io.yaim.model.NodeName;
import java.time.Duration;

/// Whose vote a seat has.
///
/// @param ineligibleFor for so long it does not count: what it confirmed before, in this life or a former one,
///     others may not know; after that time nobody holds anything by it any more
public record Voter(NodeName name, Duration ineligibleFor) {}
