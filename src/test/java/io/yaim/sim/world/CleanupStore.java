package io.yaim.sim.world;

import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.store.MemoryCluster;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The store as the cleanup uses it: each call goes over the network, and nothing is cached.
record CleanupStore(Requester requester) implements Store {

    /// Sends one request.
    interface Requester {
        <T> T ask(boolean isWrite, StoreServer.Effect<T> effect) throws IOException;
    }

    @Override
    public Granted obtainLease(Duration ttl) {
        throw new UnsupportedOperationException("the cleanup does not join");
    }

    @Override
    public Duration renew(LeaseId lease) {
        throw new UnsupportedOperationException("the cleanup does not renew");
    }

    @Override
    public View view() throws IOException {
        return requester.ask(false, MemoryCluster::view);
    }

    @Override
    public Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException {
        List<StoreChange> copy = List.copyOf(changes);
        return requester.ask(true, cluster -> cluster.commit(lease, copy));
    }

    @Override
    public void revokeLease(LeaseId lease) throws IOException {
        requester.ask(false, cluster -> {
            cluster.revoke(lease);
            return lease;
        });
    }

    @Override
    public void close() {}
}
