package io.yaim.daemon;

import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;

/// The configured store, as a daemon uses it.
interface StoreBackend extends AutoCloseable {

    /// Returns the value of `dcs-type`.
    String type();

    Store store();

    /// Returns where operator requests are submitted. It is closed with the backend.
    PoolAdmin poolAdmin();

    /// Returns the part that follows a reload.
    ConfigReloader.Reloadable reloadable();

    @Override
    void close();
}
