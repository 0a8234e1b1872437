package io.yaim.store.spi;

import io.yaim.model.NodeName;
import io.yaim.model.StoreTiming;
import io.yaim.setting.ConfigException;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// A store with its configuration. Nothing is contacted before one of the methods that throw [IOException] is called.
public interface ConfiguredStore {

    /// The value of `dcs-type`.
    String type();

    /// What all keys of this cluster begin with, from slash to slash: `/service/yaim/`.
    String keyPrefix();

    StoreTiming timing();

    /// Returns whether a node of this name may take entries.
    default boolean admits(NodeName node) {
        return true;
    }

    /// How long a node takes no entries after its start.
    default Duration startDelay() {
        return Duration.ZERO;
    }

    /// Opens the store for a daemon.
    ///
    /// @throws ConfigException the configuration contradicts what this host keeps of the store
    StoreBackend open(StoreContext context, StoreCallbacks callbacks) throws ConfigException, IOException;

    /// Opens the store for a process that ends soon: the cleanup after a node that has died.
    void visit(StoreContext context, StoreVisit visit) throws IOException;

    /// Opens the store for operator requests where no daemon runs.
    ///
    /// @throws IOException it cannot be used without a daemon; the message says why
    PoolAdmin openAdmin(StoreContext context) throws IOException;

    /// Examines the store for `yaim doctor`. Writes nothing.
    ///
    /// @param progress receives what is being examined
    StoreDiagnosis diagnose(StoreContext context, Consumer<String> progress);

    /// What [#visit] is for.
    @FunctionalInterface
    interface StoreVisit {
        void run(Store store) throws IOException;
    }
}
