package io.yaim.store.memory;

import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.Finding;
import io.yaim.model.StoreTiming;
import io.yaim.model.View;
import io.yaim.store.EntryCodec;
import io.yaim.store.KeySpace;
import io.yaim.store.MemoryCluster;
import io.yaim.store.MemoryStore;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import io.yaim.store.spi.StoreContext;
import io.yaim.store.spi.StoreDiagnosis;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One of the clusters in the memory of this process.
public record ConfiguredMemory(String keyPrefix, String name) implements ConfiguredStore {

    private static final Map<String, MemoryCluster> CLUSTERS = new ConcurrentHashMap<>();

    /// The cluster of this name, which exists from the first call on.
    public MemoryCluster cluster(StoreContext context) {
        return CLUSTERS.computeIfAbsent(name, _ -> new MemoryCluster(context.clock()));
    }

    @Override
    public String type() {
        return MemoryProvider.TYPE;
    }

    @Override
    public StoreTiming timing() {
        return MemoryProvider.TIMING;
    }

    @Override
    public StoreBackend open(StoreContext context, StoreCallbacks callbacks) {
        var store = new MemoryStore(cluster(context), callbacks.bell());
        return new Backend(store, openAdmin(context));
    }

    @Override
    public void visit(StoreContext context, StoreVisit visit) throws IOException {
        try (var store = new MemoryStore(cluster(context), () -> {})) {
            visit.run(store);
        }
    }

    @Override
    public PoolAdmin openAdmin(StoreContext context) {
        return new Admin(cluster(context), new KeySpace(keyPrefix));
    }

    @Override
    public StoreDiagnosis diagnose(StoreContext context, Consumer<String> progress) {
        progress.accept("looking into memory");
        return new StoreDiagnosis(
                Optional.of(List.copyOf(cluster(context).view().pool().values())),
                List.of(Finding.ok(StoreDiagnosis.TOPIC, "the cluster " + name + " in memory")));
    }

    private record Backend(Store store, PoolAdmin poolAdmin) implements StoreBackend {

        @Override
        public void close() {
            store.close();
        }
    }

    private record Admin(MemoryCluster cluster, KeySpace keys) implements PoolAdmin {

        @Override
        public View view() {
            return cluster.view();
        }

        @Override
        public boolean apply(AdminRequest request) {
            switch (request) {
                case AdminRequest.AddEntry(var ip, var options) ->
                    cluster.put(EntryCodec.decode(ip, keys.entry(ip), options));
                case AdminRequest.ChangeEntry(Entry entry, var options) ->
                    cluster.put(EntryCodec.decode(entry.ip(), entry.key(), options));
                case AdminRequest.RemoveEntry(var ip) -> cluster.delete(ip);
                case AdminRequest.SetWish(var wish) -> cluster.put(wish);
                case AdminRequest.WithdrawWish(var wish) -> cluster.delete(wish);
                case AdminRequest.MoveEntry _ -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() {}
    }
}
