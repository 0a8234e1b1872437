package io.yaim.cli;

import io.yaim.api.StatusSource;
import io.yaim.model.View;
import io.yaim.status.StatusSnapshot;
import io.yaim.store.PoolAdmin;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;

/// The status snapshot without a running node: what the store has, read each time. So there is nothing to wait
/// for.
record StoreStatusSource(PoolAdmin poolAdmin, InstantSource wall) implements StatusSource {

    @Override
    public StatusSnapshot snapshot() throws IOException {
        return StatusSnapshot.of(poolAdmin.view(), wall.instant());
    }

    @Override
    public void awaitView(Predicate<View> shown) {}
}
