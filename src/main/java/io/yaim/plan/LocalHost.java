package io.yaim.plan;

import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import java.time.Duration;
import java.util.List;

/// The host on which this node runs.
///
/// @param refreshTime what it takes to refresh the lifetimes of this node's addresses
/// @param neighbours whom this node knows on the segments that matter to the pool
public record LocalHost(Host host, Duration refreshTime, List<Neighbour> neighbours) {

    public LocalHost {
        neighbours = List.copyOf(neighbours);
    }
}
