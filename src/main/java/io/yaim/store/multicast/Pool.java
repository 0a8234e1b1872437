package io.yaim.store.multicast;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node knows of the pool: the version that it keeps, and whether that contradicts the cluster's.
final class Pool {

    private final PoolKeeper keeper;
    private final Consumer<String> told;
    private Optional<String> dispute = Optional.empty();

    /// @param told is told what people have to know
    Pool(PoolKeeper keeper, Consumer<String> told) {
        this.keeper = keeper;
        this.told = told;
    }

    Edition kept() {
        return keeper.kept();
    }

    /// Why this node takes no part: two pools under one version.
    Optional<String> dispute() {
        return dispute;
    }

    /// Takes over what the cluster has, unless this node has a higher version to propose.
    void saw(Edition edition) {
        Edition own = keeper.kept();
        if (own.contradicts(edition)) {
            if (dispute.isEmpty()) {
                dispute = Optional.of("this node's pool and the cluster's are two under one version, "
                        + edition.version() + ": raise the version where the right one is");
                dispute.ifPresent(told);
            }
            return;
        }
        dispute = Optional.empty();
        if (edition.version() > own.version()) {
            keep(edition);
        }
    }

    void keep(Edition edition) {
        try {
            keeper.keep(edition);
        } catch (IOException e) {
            told.accept("version " + edition.version() + " of the pool is not kept for a restart: " + e.getMessage());
        }
    }
}
