package io.yaim.daemon;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.config.Config;
import io.yaim.config.parts.EtcdConfig;
import io.yaim.config.parts.MulticastConfig;
import io.yaim.config.parts.PoolConfig;
import io.yaim.linux.BootClock;
import io.yaim.model.Host;
import io.yaim.store.etcd.ConfiguredEtcd;
import io.yaim.store.etcd.EtcdSettings;
import io.yaim.store.multicast.ConfiguredMulticast;
import io.yaim.store.multicast.Electorate;
import io.yaim.store.multicast.Transport;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreContext;
import java.io.IOException;
import java.security.SecureRandom;

/// Converts the configuration of the store.
public final class StoreConfiguration {

    private StoreConfiguration() {}

    public static ConfiguredStore store(Config config) {
        return switch (config.store()) {
            case EtcdConfig etcd -> etcd(etcd);
            case MulticastConfig multicast -> multicast(multicast);
        };
    }

    /// Returns what a process passes to the store that has no addresses of its own.
    public static StoreContext context(Config config) {
        return context(config, StoreConfiguration::readHost);
    }

    static StoreContext context(Config config, StoreContext.HostSource host) {
        return new StoreContext(config.node().name(), config.leaseTiming(), BootClock::now, new SecureRandom(), host);
    }

    private static Host readHost() throws IOException {
        try (NetlinkAddresses addresses = NetlinkAddresses.open(() -> {})) {
            return addresses.readHost();
        }
    }

    private static ConfiguredEtcd etcd(EtcdConfig etcd) {
        return new ConfiguredEtcd(
                etcd.endpoints(),
                etcd.keyPrefix(),
                etcd.login()
                        .map(login -> new EtcdSettings.Login(
                                login.user(), login.password().value())),
                etcd.caFile(),
                etcd.identity().map(identity -> new EtcdSettings.Identity(identity.certFile(), identity.keyFile())));
    }

    private static ConfiguredMulticast multicast(MulticastConfig multicast) {
        return new ConfiguredMulticast(
                multicast.keyPrefix(),
                transport(multicast.transport()),
                multicast.secret().value(),
                multicast.ttl(),
                multicast.startDelay(),
                new Electorate(multicast.nodes(), multicast.needsMajority(), multicast.witness()),
                multicast.pool().map(StoreConfiguration::pool),
                multicast.poolFile());
    }

    private static Transport transport(MulticastConfig.Transport transport) {
        return switch (transport) {
            case MulticastConfig.GroupTransport(var group, var interfaceName) ->
                new Transport.GroupTransport(group, interfaceName);
            case MulticastConfig.UnicastTransport(var hosts, var listen) ->
                new Transport.UnicastTransport(hosts, listen);
        };
    }

    /// Version 0 is the version of nodes without a pool.
    private static PoolFile.Configured pool(PoolConfig pool) {
        return new PoolFile.Configured(pool.version().map(version -> Math.max(1, version)), pool.entries());
    }
}
