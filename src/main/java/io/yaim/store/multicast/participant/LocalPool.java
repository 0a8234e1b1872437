package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node knows of the pool: the version that it keeps, and whether that contradicts the cluster's.
public final class LocalPool {

    private final PoolStorage storage;
    private final Consumer<String> warn;
    private Optional<String> versionConflict = Optional.empty();

    /// @param told is told what people have to know
    public LocalPool(PoolStorage keeper, Consumer<String> told) {
        this.storage = keeper;
        this.warn = told;
    }

    VersionedPool saved() {
        return storage.saved();
    }

    /// Why this node takes no part: two pools under one version.
    public Optional<String> versionConflict() {
        return versionConflict;
    }

    /// Takes over what the cluster has, unless this node has a higher version to propose.
    void reconcile(VersionedPool versionedPool) {
        VersionedPool own = storage.saved();
        if (own.contradicts(versionedPool)) {
            if (versionConflict.isEmpty()) {
                versionConflict = Optional.of("this node's pool and the cluster's are two under one version, "
                        + versionedPool.version() + ": raise the version where the right one is");
                versionConflict.ifPresent(warn);
            }
            return;
        }
        versionConflict = Optional.empty();
        if (versionedPool.version() > own.version()) {
            save(versionedPool);
        }
    }

    public void save(VersionedPool versionedPool) {
        try {
            storage.save(versionedPool);
        } catch (IOException e) {
            warn.accept(
                    "version " + versionedPool.version() + " of the pool is not kept for a restart: " + e.getMessage());
        }
    }
}
