package io.yaim.store.multicast;

import io.yaim.model.Finding;
import io.yaim.model.NodeName;
import io.yaim.model.StoreTiming;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import io.yaim.store.EntryCodec;
import io.yaim.store.PoolAdmin;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import io.yaim.store.spi.StoreContext;
import io.yaim.store.spi.StoreDiagnosis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The nodes themselves as the store. They find each other by multicast or by a list of hosts.
///
/// @param secret what all nodes share; 8 characters or more
/// @param ttl the time of a lease; the same as `ttl` in the node's [io.yaim.model.LeaseTiming]
/// @param startDelay how long a node takes nothing after its start
/// @param pool the pool of the configuration; empty: it has none, and the other nodes know it
/// @param poolFile keeps the pool across restarts; neither it nor its directory need exist
public record ConfiguredMulticast(
        String keyPrefix,
        Transport transport,
        Secret secret,
        Duration ttl,
        Duration startDelay,
        Electorate electorate,
        Optional<PoolFile.Configured> pool,
        Path poolFile)
        implements ConfiguredStore {

    public static final String TYPE = "multicast";

    /// A new coordinator renews the leases before their proofs end.
    public static final StoreTiming TIMING = new StoreTiming("stale", Duration.ofMillis(1), Optional.empty());

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public StoreTiming timing() {
        return TIMING;
    }

    @Override
    public boolean admits(NodeName node) {
        return electorate.admits(node);
    }

    @Override
    public StoreBackend open(StoreContext context, StoreCallbacks callbacks) throws ConfigException, IOException {
        return MulticastBackend.open(this, context, callbacks);
    }

    /// Joins the group on behalf of a node that has died.
    @Override
    public void visit(StoreContext context, StoreVisit visit) throws IOException {
        MulticastBackend.visit(this, context, visit);
    }

    @Override
    public PoolAdmin openAdmin(StoreContext context) throws IOException {
        throw new IOException("with dcs-type multicast the nodes are the store, and no node runs here");
    }

    /// Only a daemon can be one of the nodes.
    @Override
    public StoreDiagnosis diagnose(StoreContext context, Consumer<String> progress) {
        return new StoreDiagnosis(
                pool.map(configured -> configured.entries().entrySet().stream()
                        .map(entry -> EntryCodec.decode(entry.getKey(), "", entry.getValue()))
                        .toList()),
                List.of(Finding.ok(StoreDiagnosis.TOPIC, "the nodes themselves; yaim nodes lists them")));
    }

    /// Nodes with other voters belong to another cluster: majorities of both sets could be disjoint.
    String groupName() {
        return keyPrefix + (electorate.needsMajority() ? electorate.voters() : "");
    }
}
