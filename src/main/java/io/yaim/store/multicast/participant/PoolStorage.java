package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.util.Optional;

/// Where a node keeps the pool across a restart of all nodes.
public interface PoolStorage {

    /// The pool that was saved last, or that this node proposes; [VersionedPool#NONE] if there is neither.
    VersionedPool saved();

    /// Keeps this pool from now on. If it cannot be written, it is kept until the process ends.
    void save(VersionedPool versionedPool) throws IOException;

    /// Why the pool of the configuration is not used although no other version of it is known; empty: it is, or there
    /// is
    /// none.
    default Optional<String> unused() {
        return Optional.empty();
    }

    /// For a process that does not keep the pool.
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
