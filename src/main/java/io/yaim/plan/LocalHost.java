package io.yaim.plan;

import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import java.time.Duration;
import java.util.List;

/// The host of this node.
///
/// @param refreshTime how long a refresh of this node's addresses takes
/// @param neighbours the neighbours that this node knows on the segments of the pool
/// @param probations what has recovered so recently that it still has to prove itself
public record LocalHost(Host host, Duration refreshTime, List<Neighbour> neighbours, Probations probations) {

    public LocalHost {
        neighbours = List.copyOf(neighbours);
    }
}
