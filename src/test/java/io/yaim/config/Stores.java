package io.yaim.config;

import io.yaim.store.etcd.ConfiguredEtcd;
import io.yaim.store.etcd.EtcdProvider;
import io.yaim.store.multicast.ConfiguredMulticast;
import io.yaim.store.multicast.MulticastProvider;
import io.yaim.store.spi.StoreProvider;
import io.yaim.store.spi.StoreProviders;
import java.util.List;

/// The stores that are shipped, without those of the tests.
public final class Stores {

    public static final StoreProvider ETCD = new EtcdProvider();
    public static final StoreProvider MULTICAST = new MulticastProvider();
    public static final StoreProviders SHIPPED = StoreProviders.of(List.of(ETCD, MULTICAST));

    private Stores() {}

    public static ConfiguredEtcd etcd(Config config) {
        return (ConfiguredEtcd) config.store();
    }

    public static ConfiguredMulticast multicast(Config config) {
        return (ConfiguredMulticast) config.store();
    }
}
