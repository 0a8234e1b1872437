package io.yaim.store.multicast;

import java.io.IOException;

/// Where a node keeps the pool across a restart of all nodes.
public interface PoolKeeper {

    /// What was kept last, or what this node has to propose; [Edition#NONE] if there is neither.
    Edition kept();

    /// Keeps this one from now on. What cannot be written is kept for this life all the same.
    void keep(Edition edition) throws IOException;

    /// Of one who takes no part in the pool.
    static PoolKeeper none() {
        return new PoolKeeper() {
            @Override
            public Edition kept() {
                return Edition.NONE;
            }

            @Override
            public void keep(Edition edition) {}
        };
    }
}
