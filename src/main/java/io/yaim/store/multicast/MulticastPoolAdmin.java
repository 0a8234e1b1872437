package io.yaim.store.multicast;

import io.yaim.model.AdminRequest;
import io.yaim.model.View;
import io.yaim.store.AdminRequestTransactions;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import java.io.IOException;
import java.time.Duration;

/// Sends operator requests to the coordinator.
public final class MulticastPoolAdmin implements PoolAdmin {

    /// A person waits longer than the loop.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MulticastStore store;
    private final KeySpace keys;

    /// @param store is not closed with this object
    public MulticastPoolAdmin(MulticastStore store, KeySpace keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public View view() throws IOException {
        return store.view();
    }

    @Override
    public boolean apply(AdminRequest adminRequest) throws IOException {
        return store.commitForAdmin(
                        AdminRequestTransactions.transactions(keys, adminRequest),
                        store.now().plus(PATIENCE))
                .contains(true);
    }

    @Override
    public void close() {}
}
