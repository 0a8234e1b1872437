package io.yaim.plan;

import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import java.time.Duration;
import java.util.List;

/// The host of this node.
///
/// @param refreshTime how long a refresh of this node's addresses takes
/// @param neighbours the neighbours that this node knows on the segments of the pool
public record LocalHost(Host host, Duration refreshTime, List<Neighbour> neighbours) {

    public LocalHost {
        neighbours = List.copyOf(neighbours);
    }
}
