package io.yaim.store.multicast;

import java.io.IOException;

/// Where a node keeps the pool across a restart of all nodes.
public interface PoolKeeper {

    /// What was kept last, or what this node has to propose; [Edition#NONE] if there is neither.
    Edition kept();

    /// Keeps this one from now on. What cannot be written is kept for this life all the same.
    void keep(Edition edition) throws IOException;
}
