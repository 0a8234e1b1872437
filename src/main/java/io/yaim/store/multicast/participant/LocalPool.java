package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// The pool that this node keeps, and whether it contradicts the pool of the cluster.
public final class LocalPool {

    private final PoolStorage storage;
    private final Consumer<String> warn;
    private Optional<String> versionConflict = Optional.empty();

    /// @param told receives warnings for people
    public LocalPool(PoolStorage keeper, Consumer<String> told) {
        this.storage = keeper;
        this.warn = told;
    }

    VersionedPool saved() {
        return storage.saved();
    }

    /// Why this node cannot take part: two pools have the same version.
    public Optional<String> versionConflict() {
        return versionConflict;
    }

    /// Why the pool of the configuration is not used, for people.
    public Optional<String> unused() {
        return versionConflict.or(storage::unused);
    }

    /// Takes the pool of the cluster, unless this node has a higher version to propose.
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
