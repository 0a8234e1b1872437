package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.linux.BootClock;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.etcd.EtcdPoolAdmin;
import io.yaim.store.etcd.EtcdSettings;
import io.yaim.store.etcd.EtcdStore;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// etcd, with the same settings for the loop and for operator requests.
final class EtcdBackend implements StoreBackend {

    private final EtcdStore store;
    private final EtcdPoolAdmin poolAdmin;

    private EtcdBackend(EtcdStore store, EtcdPoolAdmin desk) {
        this.store = store;
        this.poolAdmin = desk;
    }

    static EtcdBackend open(Config config, Runnable bell, StoreListener listener, Logger logger) throws IOException {
        EtcdSettings settings = DaemonConfiguration.etcdSettings(config);
        var store = new EtcdStore(settings, BootClock::now, bell, listener);
        logWarnings(store, logger);
        return new EtcdBackend(store, new EtcdPoolAdmin(settings, BootClock::now));
    }

    /// Logs warnings about this version of etcd. It is also the first request to etcd, which is slow: better this one
    /// than the grant of the lease.
    private static void logWarnings(EtcdStore store, Logger logger) {
        try {
            store.warning().ifPresent(logger::warning);
        } catch (IOException e) {
            logger.log(Level.WARNING, "the version of etcd could not be read: {0}", e.getMessage());
        }
    }

    @Override
    public String type() {
        return "etcd";
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public PoolAdmin poolAdmin() {
        return poolAdmin;
    }

    @Override
    public ConfigReloader.Reloadable reloadable() {
        return _ -> () -> {};
    }

    @Override
    public void close() {
        poolAdmin.close();
        store.close();
    }
}
