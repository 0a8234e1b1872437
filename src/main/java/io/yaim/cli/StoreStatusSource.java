package io.yaim.cli;

import io.yaim.api.StatusSource;
import io.yaim.model.View;
import io.yaim.status.StatusSnapshot;
import io.yaim.store.PoolAdmin;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;

/// The picture where no node runs: what the store says, read anew each time, so that there is nothing to
/// wait for.
record StoreStatusSource(PoolAdmin poolAdmin, InstantSource wall) implements StatusSource {

    @Override
    public StatusSnapshot snapshot() throws IOException {
        return StatusSnapshot.of(poolAdmin.view(), wall.instant());
    }

    @Override
    public void awaitView(Predicate<View> shown) {}
}
