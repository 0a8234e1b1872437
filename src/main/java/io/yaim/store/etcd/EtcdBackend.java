package io.yaim.store.etcd;

import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The clients of etcd in a daemon: one for the loop, one for operator requests.
record EtcdBackend(Store store, PoolAdmin poolAdmin) implements StoreBackend {

    static EtcdBackend open(EtcdSettings settings, Supplier<Duration> clock, StoreCallbacks callbacks)
            throws IOException {
        var store = new EtcdStore(settings, clock, callbacks);
        reportVersion(store, callbacks.warnings());
        return new EtcdBackend(store, new EtcdPoolAdmin(settings, clock));
    }

    /// This is also the first request to etcd, which is slow: better this one than the grant of the lease.
    private static void reportVersion(EtcdStore store, Consumer<String> warnings) {
        try {
            store.warning().ifPresent(warnings);
        } catch (IOException e) {
            warnings.accept("the version of etcd could not be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        poolAdmin.close();
        store.close();
    }
}
