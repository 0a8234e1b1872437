package io.yaim.cli;

import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.MulticastConfig;
import io.yaim.config.PoolConfig;
import io.yaim.linux.BootClock;
import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.VirtualIp;
import io.yaim.store.Desk;
import io.yaim.store.KeySpace;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Edition;
import io.yaim.store.multicast.LockedTurns;
import io.yaim.store.multicast.MulticastDesk;
import io.yaim.store.multicast.MulticastSettings;
import io.yaim.store.multicast.MulticastStore;
import io.yaim.store.multicast.PoolFile;
import io.yaim.store.multicast.PoolKeeper;
import io.yaim.store.multicast.Timekeeper;
import io.yaim.store.multicast.jgroups.JGroupsAssembly;
import io.yaim.store.multicast.jgroups.JGroupsSettings;
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

/// The nodes themselves, found by multicast or at the hosts that are listed.
final class MulticastBackend implements Backend {

    /// Who has died is not waited for longer than its lease may last.
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final PoolFile pool;
    private final MulticastStore store;
    private final MulticastDesk desk;
    private final Timekeeper timekeeper;
    private final Logger logger;

    private MulticastBackend(
            PoolFile pool, MulticastStore store, MulticastDesk desk, Timekeeper timekeeper, Logger logger) {
        this.pool = pool;
        this.store = store;
        this.desk = desk;
        this.timekeeper = timekeeper;
        this.logger = logger;
    }

    /// Takes a seat among the nodes.
    ///
    /// @param host as it is before this node binds anything
    /// @throws ConfigException the pool that the configuration names contradicts the one that was kept
    static MulticastBackend open(Config config, Host host, Runnable bell, StoreListener listener, Logger logger)
            throws ConfigException, IOException {
        MulticastConfig multicast = config.multicast().orElseThrow();
        PoolFile pool = PoolFile.open(multicast.poolFile());
        configure(pool, multicast);
        var common = common(config, multicast);
        var turns = new LockedTurns(BootClock::now);
        var random = new SecureRandom();
        Assembly assembly = new JGroupsAssembly(settings(config, multicast, host), random, BootClock::now);
        var store = new MulticastStore(
                common, assembly, BootClock::now, turns, pool, random::nextLong, bell, listener, logger::warning);
        Timekeeper timekeeper = Timekeeper.start(store, turns, BootClock::now);
        try {
            store.enter();
        } catch (IOException e) {
            timekeeper.close();
            store.close();
            throw e;
        }
        return new MulticastBackend(pool, store, new MulticastDesk(store, common.keys()), timekeeper, logger);
    }

    /// What somebody does who takes a seat for a moment.
    interface Visit {
        void to(Store store) throws IOException;
    }

    /// Takes a seat for a node that has died, to say what became of it.
    static void visit(Config config, Host host, Visit visit) throws IOException {
        MulticastConfig multicast = config.multicast().orElseThrow();
        var turns = new LockedTurns(BootClock::now);
        var random = new SecureRandom();
        var store = new MulticastStore(
                common(config, multicast).withoutVote(FAREWELL),
                new JGroupsAssembly(settings(config, multicast, host), random, BootClock::now),
                BootClock::now,
                turns,
                PoolKeeper.none(),
                random::nextLong,
                () -> {},
                StoreListener.NONE,
                _ -> {});
        try (var _ = Timekeeper.start(store, turns, BootClock::now);
                store) {
            store.enter();
            store.awaitCoordinator(BootClock.now().plus(FAREWELL));
            visit.to(store);
        }
    }

    private static MulticastSettings common(Config config, MulticastConfig multicast) {
        return new MulticastSettings(
                new KeySpace(multicast.prefix()),
                multicast.stale(),
                config.timing().storeTimeout(),
                multicast.voters(),
                Optional.of(config.nodename()));
    }

    /// Whoever counts other voters is of another cluster: majorities of both could have nobody in common.
    private static String cluster(MulticastConfig multicast) {
        return multicast.prefix() + (multicast.needsMajority() ? multicast.voters() : "");
    }

    private static JGroupsSettings settings(Config config, MulticastConfig multicast, Host host) throws IOException {
        return switch (multicast.way()) {
            case MulticastConfig.ByGroup(var group, var interfaceName) ->
                new JGroupsSettings(
                        cluster(multicast),
                        multicast.secret().value(),
                        new JGroupsSettings.Meeting.Group(group),
                        own(host, interfaceName, group.getAddress()),
                        unheard(multicast.stale()),
                        config.timing().interval());
            case MulticastConfig.ByHosts hosts -> {
                InetSocketAddress listen = hosts.listenWhere(ip -> isHere(host, ip));
                yield new JGroupsSettings(
                        cluster(multicast),
                        multicast.secret().value(),
                        new JGroupsSettings.Meeting.Hosts(hosts.hosts(), listen.getPort()),
                        listen.getAddress(),
                        unheard(multicast.stale()),
                        config.timing().interval());
            }
        };
    }

    /// How long a node is unheard until the others go on without it: when it coordinated, another has to renew
    /// their leases before what they hold falls silent.
    private static Duration unheard(Duration stale) {
        Duration half = stale.dividedBy(2);
        return half.compareTo(JGroupsSettings.LEAST_STALE) < 0 ? JGroupsSettings.LEAST_STALE : half;
    }

    /// An address that stays on the interface: none that yaim put there, rather one of a network than one by
    /// itself.
    private static InetAddress own(Host host, String interfaceName, InetAddress group) throws IOException {
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
                        + (isV6 ? "IPv6" : "IPv4") + " address to speak from"));
    }

    private static boolean isHere(Host host, InetAddress ip) {
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

    /// Version 0 is that of those who know of no pool.
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
    public Desk desk() {
        return desk;
    }

    /// A pool that is configured anew goes to all nodes.
    @Override
    public Reload.Follower follower() {
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
            Edition edition = pool.configure(wanted);
            store.propose(edition);
        } catch (IOException | IllegalArgumentException e) {
            logger.log(Level.WARNING, "the pool of the configuration does not count: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timekeeper.close();
        store.close();
    }
}
