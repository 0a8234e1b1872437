package io.yaim.daemon;

import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;

/// The store that is configured, as a daemon uses it.
interface StoreBackend extends AutoCloseable {

    /// As `dcs-type` says it.
    String type();

    Store store();

    /// Where people's orders are handed in; closed with the backend.
    PoolAdmin poolAdmin();

    /// What of it follows a reload.
    ConfigReloader.Reloadable reloadable();

    @Override
    void close();
}
