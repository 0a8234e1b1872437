package io.yaim.store.multicast;

import io.yaim.model.Host;
import io.yaim.setting.ConfigException;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.jgroups.JGroupsChannel;
import io.yaim.store.multicast.jgroups.JGroupsSettings;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.multicast.participant.PoolStorage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import io.yaim.store.spi.StoreContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// A node that has joined the group.
final class MulticastBackend implements StoreBackend {

    /// Other nodes do not wait for a dead process longer than its lease may last.
    private static final Duration VISIT_TIMEOUT = Duration.ofSeconds(3);

    private final PoolFile pool;
    private final MulticastStore store;
    private final MulticastPoolAdmin poolAdmin;
    private final StoreTimer storeTimer;
    private final ChannelKeeper channelKeeper;
    private final ExecutorService executor;
    private final Consumer<String> warnings;

    private MulticastBackend(
            PoolFile pool,
            MulticastStore store,
            MulticastPoolAdmin poolAdmin,
            StoreTimer storeTimer,
            ChannelKeeper channelKeeper,
            ExecutorService executor,
            Consumer<String> warnings) {
        this.pool = pool;
        this.store = store;
        this.poolAdmin = poolAdmin;
        this.storeTimer = storeTimer;
        this.channelKeeper = channelKeeper;
        this.executor = executor;
        this.warnings = warnings;
    }

    /// @throws ConfigException the pool of the configuration contradicts the pool file
    static MulticastBackend open(ConfiguredMulticast configured, StoreContext context, StoreCallbacks callbacks)
            throws ConfigException, IOException {
        PoolFile pool = PoolFile.open(configured.poolFile());
        if (configured.pool().isPresent()) {
            try {
                pool.configure(configured.pool().get(), callbacks.warnings());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(List.of(String.valueOf(e.getMessage())));
            }
        }
        MulticastSettings settings = settings(configured, context);
        var monitor = new LockMonitor(context.clock());
        MulticastStore store = store(context, settings, monitor, pool, callbacks);
        StoreTimer storeTimer = StoreTimer.start(store, monitor, context.clock());
        ExecutorService executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("group-channel").factory());
        var channelKeeper = new ChannelKeeper(
                store, host -> endpoint(configured, context, host), executor, context.clock(), callbacks.warnings());
        var backend = new MulticastBackend(
                pool,
                store,
                new MulticastPoolAdmin(store, settings.keys()),
                storeTimer,
                channelKeeper,
                executor,
                callbacks.warnings());
        try {
            channelKeeper.join(context.host().read());
        } catch (IOException e) {
            backend.close();
            throw e;
        }
        return backend;
    }

    /// Joins the group without a vote, until `visit` returns.
    static void visit(ConfiguredMulticast configured, StoreContext context, ConfiguredStore.StoreVisit visit)
            throws IOException {
        MulticastSettings settings = settings(configured, context).withoutVote(VISIT_TIMEOUT);
        var monitor = new LockMonitor(context.clock());
        MulticastStore store = store(context, settings, monitor, PoolStorage.none(), StoreCallbacks.NONE);
        try (var _ = StoreTimer.start(store, monitor, context.clock());
                store) {
            store.joinGroup(endpoint(configured, context, context.host().read()).newChannel());
            store.awaitCoordinator(context.clock().get().plus(VISIT_TIMEOUT));
            visit.run(store);
        }
    }

    private static MulticastStore store(
            StoreContext context,
            MulticastSettings settings,
            Monitor monitor,
            PoolStorage pool,
            StoreCallbacks callbacks) {
        return new MulticastStore(settings, context.clock(), monitor, pool, context.random()::nextLong, callbacks);
    }

    private static MulticastSettings settings(ConfiguredMulticast configured, StoreContext context) {
        return new MulticastSettings(
                new KeySpace(configured.keyPrefix()),
                configured.ttl(),
                context.leaseTiming().storeTimeout(),
                configured.electorate().voters(),
                Optional.of(context.nodename()));
    }

    private static ChannelKeeper.Endpoint endpoint(ConfiguredMulticast configured, StoreContext context, Host host)
            throws IOException {
        Transport.LocalEndpoint endpoint = configured.transport().on(host);
        var groupSettings = new JGroupsSettings(
                configured.groupName(),
                configured.secret().value(),
                endpoint.discovery(),
                endpoint.address(),
                failureTimeout(configured.ttl()),
                context.leaseTiming().interval());
        return new JGroupsEndpoint(configured.transport(), endpoint, groupSettings, context);
    }

    private record JGroupsEndpoint(
            Transport transport, Transport.LocalEndpoint endpoint, JGroupsSettings groupSettings, StoreContext context)
            implements ChannelKeeper.Endpoint {

        @Override
        public boolean isIntact(Host host) {
            return transport.isIntact(endpoint, host);
        }

        @Override
        public GroupChannel newChannel() {
            return new JGroupsChannel(groupSettings, context.random(), context.clock());
        }

        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    /// Returns how long a node may be silent until the others continue without it. If it was the coordinator,
    /// another node has to renew their leases before their proofs end.
    private static Duration failureTimeout(Duration ttl) {
        Duration half = ttl.dividedBy(2);
        return half.compareTo(JGroupsSettings.LEAST_FAILURE_TIMEOUT) < 0 ? JGroupsSettings.LEAST_FAILURE_TIMEOUT : half;
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
    public void hostSeen(Host host) {
        channelKeeper.hostSeen(host);
    }

    /// Publishes a newly configured pool to all nodes.
    @Override
    public Runnable prepareReload(ConfiguredStore next) throws ConfigException {
        if (!(next instanceof ConfiguredMulticast configured)
                || configured.pool().isEmpty()) {
            return () -> {};
        }
        PoolFile.Configured wanted = configured.pool().get();
        try {
            pool.check(wanted);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(String.valueOf(e.getMessage())));
        }
        return () -> propose(wanted);
    }

    private void propose(PoolFile.Configured wanted) {
        try {
            store.proposePool(pool.configure(wanted, warnings));
        } catch (IOException | IllegalArgumentException e) {
            warnings.accept("the pool of the configuration is not used: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        storeTimer.close();
        store.close();
    }
}
