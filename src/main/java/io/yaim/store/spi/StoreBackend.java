package io.yaim.store.spi;

import io.yaim.model.Host;
import io.yaim.setting.ConfigException;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;

/// An open store, as a daemon uses it.
public interface StoreBackend extends AutoCloseable {

    Store store();

    /// Returns where operator requests are submitted. It is closed with the backend.
    PoolAdmin poolAdmin();

    /// To be called with each new look at this host, since a connection may depend on its interfaces. Does not wait.
    default void hostSeen(Host host) {}

    /// Prepares the change to a configuration of the same type. Everything that can fail is done here, without a
    /// visible effect. Returns what makes the change.
    ///
    /// @throws ConfigException the store refuses it
    default Runnable prepareReload(ConfiguredStore next) throws ConfigException {
        return () -> {};
    }

    @Override
    void close();
}
