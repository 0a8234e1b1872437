package io.yaim.store.etcd;

import io.yaim.model.StoreTiming;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import io.yaim.store.StoreListener;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import io.yaim.store.spi.StoreContext;
import io.yaim.store.spi.StoreDiagnosis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// etcd as the store.
///
/// @param endpoints `http` or `https`, host and port, nothing else; all with the same scheme
/// @param caFile empty: the certificates that Java trusts
/// @param identity needs a `caFile`
public record ConfiguredEtcd(
        List<URI> endpoints,
        String keyPrefix,
        Optional<EtcdSettings.Login> login,
        Optional<Path> caFile,
        Optional<EtcdSettings.Identity> identity)
        implements ConfiguredStore {

    public static final String TYPE = "etcd";

    /// An election takes 1.3 to 2.1 s, measured. etcd counts a ttl in whole seconds.
    public static final StoreTiming TIMING = new StoreTiming(
            "ttl",
            Duration.ofSeconds(1),
            Optional.of(
                    new StoreTiming.Interruption("etcd changes its leader", "leader change", Duration.ofSeconds(2))));

    /// The first request of a process to etcd is slow.
    private static final Duration VISIT_TIMEOUT = Duration.ofMillis(1500);

    /// Long enough to distinguish a slow etcd from a dead one.
    private static final Duration DIAGNOSIS_TIMEOUT = Duration.ofSeconds(3);

    public ConfiguredEtcd {
        endpoints = List.copyOf(endpoints);
    }

    public boolean usesTls() {
        return endpoints.stream().anyMatch(endpoint -> "https".equals(endpoint.getScheme()));
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public StoreTiming timing() {
        return TIMING;
    }

    @Override
    public StoreBackend open(StoreContext context, StoreCallbacks callbacks) throws IOException {
        return EtcdBackend.open(settings(context.leaseTiming().storeTimeout()), context.clock(), callbacks);
    }

    @Override
    public void visit(StoreContext context, StoreVisit visit) throws IOException {
        try (var store = new EtcdStore(settings(VISIT_TIMEOUT), context.clock(), () -> {}, StoreListener.NONE)) {
            visit.run(store);
        }
    }

    @Override
    public PoolAdmin openAdmin(StoreContext context) {
        return new EtcdPoolAdmin(settings(context.leaseTiming().storeTimeout()), context.clock());
    }

    @Override
    public StoreDiagnosis diagnose(StoreContext context, Consumer<String> progress) {
        var diagnostics = new EtcdDiagnostics(settings(DIAGNOSIS_TIMEOUT), context.clock());
        return diagnostics.diagnose(context.leaseTiming().storeTimeout(), progress);
    }

    private EtcdSettings settings(Duration timeout) {
        return new EtcdSettings(endpoints, login, caFile, identity, new KeySpace(keyPrefix), timeout);
    }
}
