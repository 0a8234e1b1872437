package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.config.parts.MulticastConfig;
import io.yaim.config.parts.PoolConfig;
import io.yaim.config.source.ConfigException;
import io.yaim.linux.BootClock;
import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.multicast.LockMonitor;
import io.yaim.store.multicast.MulticastPoolAdmin;
import io.yaim.store.multicast.MulticastStore;
import io.yaim.store.multicast.StoreTimer;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.jgroups.JGroupsChannel;
import io.yaim.store.multicast.jgroups.JGroupsSettings;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.multicast.participant.PoolStorage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The nodes themselves as the store. They find each other by multicast or by a list of hosts.
final class MulticastBackend implements StoreBackend {

    /// Other nodes do not wait for a dead process longer than its lease may last.
    private static final Duration CLEANUP_TIMEOUT = Duration.ofSeconds(3);

    private final PoolFile pool;
    private final MulticastStore store;
    private final MulticastPoolAdmin poolAdmin;
    private final StoreTimer storeTimer;
    private final Logger logger;

    private MulticastBackend(
            PoolFile pool, MulticastStore store, MulticastPoolAdmin desk, StoreTimer storeTimer, Logger logger) {
        this.pool = pool;
        this.store = store;
        this.poolAdmin = desk;
        this.storeTimer = storeTimer;
        this.logger = logger;
    }

    /// Joins the group.
    ///
    /// @param host the state of the host before this node binds addresses
    /// @throws ConfigException the pool of the configuration contradicts the pool file
    static MulticastBackend open(Config config, Host host, Runnable bell, StoreListener listener, Logger logger)
            throws ConfigException, IOException {
        MulticastConfig multicast = config.multicast().orElseThrow();
        PoolFile pool = PoolFile.open(multicast.poolFile());
        configure(pool, multicast);
        var common = storeSettings(config, multicast);
        var turns = new LockMonitor(BootClock::now);
        var random = new SecureRandom();
        GroupChannel groupChannel = new JGroupsChannel(groupSettings(config, multicast, host), random, BootClock::now);
        var store = new MulticastStore(
                common, groupChannel, BootClock::now, turns, pool, random::nextLong, bell, listener, logger::warning);
        StoreTimer storeTimer = StoreTimer.start(store, turns, BootClock::now);
        try {
            store.joinGroup();
        } catch (IOException e) {
            storeTimer.close();
            store.close();
            throw e;
        }
        return new MulticastBackend(pool, store, new MulticastPoolAdmin(store, common.keys()), storeTimer, logger);
    }

    /// The work of a process that joins the group for a moment.
    interface StoreVisit {
        void run(Store store) throws IOException;
    }

    /// Joins the group on behalf of a node that has died, to hand its entries over.
    static void joinBriefly(Config config, Host host, StoreVisit storeVisit) throws IOException {
        MulticastConfig multicast = config.multicast().orElseThrow();
        var turns = new LockMonitor(BootClock::now);
        var random = new SecureRandom();
        var store = new MulticastStore(
                storeSettings(config, multicast).withoutVote(CLEANUP_TIMEOUT),
                new JGroupsChannel(groupSettings(config, multicast, host), random, BootClock::now),
                BootClock::now,
                turns,
                PoolStorage.none(),
                random::nextLong,
                () -> {},
                StoreListener.NONE,
                _ -> {});
        try (var _ = StoreTimer.start(store, turns, BootClock::now);
                store) {
            store.joinGroup();
            store.awaitCoordinator(BootClock.now().plus(CLEANUP_TIMEOUT));
            storeVisit.run(store);
        }
    }

    private static MulticastSettings storeSettings(Config config, MulticastConfig multicast) {
        return new MulticastSettings(
                new KeySpace(multicast.keyPrefix()),
                multicast.ttl(),
                config.leaseTiming().storeTimeout(),
                multicast.voters(),
                Optional.of(config.node().name()));
    }

    /// Nodes with other voters belong to another cluster: majorities of both sets could be disjoint.
    private static String groupName(MulticastConfig multicast) {
        return multicast.keyPrefix() + (multicast.needsMajority() ? multicast.voters() : "");
    }

    private static JGroupsSettings groupSettings(Config config, MulticastConfig multicast, Host host)
            throws IOException {
        return switch (multicast.transport()) {
            case MulticastConfig.GroupTransport(var group, var interfaceName) ->
                new JGroupsSettings(
                        groupName(multicast),
                        multicast.secret().value(),
                        new JGroupsSettings.DiscoveryMethod.Group(group),
                        localAddress(host, interfaceName, group.getAddress()),
                        failureTimeout(multicast.ttl()),
                        config.leaseTiming().interval());
            case MulticastConfig.UnicastTransport hosts -> {
                InetSocketAddress listen = hosts.listenAddress(ip -> isLocalAddress(host, ip));
                yield new JGroupsSettings(
                        groupName(multicast),
                        multicast.secret().value(),
                        new JGroupsSettings.DiscoveryMethod.Hosts(hosts.hosts(), listen.getPort()),
                        listen.getAddress(),
                        failureTimeout(multicast.ttl()),
                        config.leaseTiming().interval());
            }
        };
    }

    /// Returns how long a node may be silent until the others continue without it. If it was the coordinator,
    /// another node has to renew their leases before their proofs end.
    private static Duration failureTimeout(Duration stale) {
        Duration half = stale.dividedBy(2);
        return half.compareTo(JGroupsSettings.LEAST_FAILURE_TIMEOUT) < 0 ? JGroupsSettings.LEAST_FAILURE_TIMEOUT : half;
    }

    /// Finds an address that stays on the interface: one that yaim did not bind, preferably one with a network.
    private static InetAddress localAddress(Host host, String interfaceName, InetAddress group) throws IOException {
        boolean isV6 = group.getAddress().length > 4;
        return host.addresses().stream()
                .filter(address -> address.interfaceName().equals(interfaceName)
                        && !address.isOurs()
                        && address.ip().isV6() == isV6)
                .min(Comparator.comparing((BoundAddress address) ->
                                address.prefix() == address.ip().hostPrefix())
                        .thenComparing(BoundAddress::ip))
                .map(address -> address.ip().address())
                .orElseThrow(() -> new IOException("multicast-interface: " + interfaceName + " has no "
                        + (isV6 ? "IPv6" : "IPv4") + " address to send from"));
    }

    private static boolean isLocalAddress(Host host, InetAddress ip) {
        VirtualIp wanted = VirtualIp.of(ip.getAddress());
        return ip.isLoopbackAddress()
                || host.addresses().stream()
                        .anyMatch(address -> !address.isOurs() && address.ip().equals(wanted));
    }

    private static void configure(PoolFile pool, MulticastConfig multicast) throws ConfigException, IOException {
        if (multicast.pool().isPresent()) {
            try {
                pool.configure(configured(multicast.pool().get()));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(List.of(String.valueOf(e.getMessage())));
            }
        }
    }

    /// Version 0 is the version of nodes without a pool.
    private static PoolFile.Configured configured(PoolConfig pool) {
        return new PoolFile.Configured(pool.version().map(version -> Math.max(1, version)), pool.entries());
    }

    @Override
    public String type() {
        return "multicast";
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public PoolAdmin poolAdmin() {
        return poolAdmin;
    }

    /// Publishes a newly configured pool to all nodes.
    @Override
    public ConfigReloader.Reloadable reloadable() {
        return next -> {
            Optional<PoolFile.Configured> wanted =
                    next.multicast().flatMap(MulticastConfig::pool).map(MulticastBackend::configured);
            if (wanted.isEmpty()) {
                return () -> {};
            }
            try {
                pool.check(wanted.get());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(List.of(String.valueOf(e.getMessage())));
            }
            return () -> propose(wanted.get());
        };
    }

    private void propose(PoolFile.Configured wanted) {
        try {
            VersionedPool versionedPool = pool.configure(wanted);
            store.proposePool(versionedPool);
        } catch (IOException | IllegalArgumentException e) {
            logger.log(Level.WARNING, "the pool of the configuration is not used: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        storeTimer.close();
        store.close();
    }
}
