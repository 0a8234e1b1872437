package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;

/// Where a node keeps the pool across a restart of all nodes.
public interface PoolStorage {

    /// What was kept last, or what this node has to propose; [VersionedPool#NONE] if there is neither.
    VersionedPool saved();

    /// Keeps this one from now on. What cannot be written is kept for this life all the same.
    void save(VersionedPool versionedPool) throws IOException;

    /// Of one who takes no part in the pool.
    static PoolStorage none() {
        return new PoolStorage() {
            @Override
            public VersionedPool saved() {
                return VersionedPool.NONE;
            }

            @Override
            public void save(VersionedPool versionedPool) {}
        };
    }
}
