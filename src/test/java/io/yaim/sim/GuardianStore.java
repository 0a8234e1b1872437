package io.yaim.sim;

import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.model.View;
import io.yaim.store.MemoryCluster;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The store as a guardian has it: each call goes over the network, and nothing is remembered.
record GuardianStore(Line line) implements Store {

    /// By which it asks.
    interface Line {
        <T> T ask(boolean isWrite, Server.Effect<T> effect) throws IOException;
    }

    @Override
    public Granted join(Duration ttl) {
        throw new UnsupportedOperationException("a guardian does not join");
    }

    @Override
    public Duration renew(LeaseId lease) {
        throw new UnsupportedOperationException("a guardian does not renew");
    }

    @Override
    public View view() throws IOException {
        return line.ask(false, MemoryCluster::view);
    }

    @Override
    public Outcome commit(LeaseId lease, List<Change> changes) throws IOException {
        List<Change> copy = List.copyOf(changes);
        return line.ask(true, cluster -> cluster.commit(lease, copy));
    }

    @Override
    public void leave(LeaseId lease) throws IOException {
        line.ask(false, cluster -> {
            cluster.revoke(lease);
            return lease;
        });
    }

    @Override
    public void close() {}
}
