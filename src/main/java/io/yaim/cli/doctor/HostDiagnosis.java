package io.yaim.cli.doctor;

import io.yaim.config.Config;
import io.yaim.config.parts.MulticastConfig;
import io.yaim.linux.BootClock;
import io.yaim.model.VirtualIp;
import io.yaim.store.etcd.EtcdDiagnostics;
import io.yaim.store.etcd.EtcdSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Examines this host and its store: reads the facts, then derives findings.
public final class HostDiagnosis {

    private static final int WHOLE_ADDRESS = 32;

    /// Long enough to distinguish a slow etcd from a dead one.
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(3);

    private final Config config;
    private final Optional<EtcdSettings> etcd;
    private final Path cache;
    private final HostReader host;
    private final Consumer<String> progress;

    /// What is known about the store.
    ///
    /// @param pool empty: not known
    private record StoreResult(Optional<List<VirtualIp>> pool, List<Finding> findings) {}

    /// @param etcd empty: the nodes themselves are the store
    /// @param cache the program's ahead-of-time cache
    /// @param progress receives what is being examined, where that takes a while
    public HostDiagnosis(Config config, Optional<EtcdSettings> etcd, Path cache, Consumer<String> progress) {
        this(config, etcd, cache, new HostReader(Path.of("/")), progress);
    }

    HostDiagnosis(Config config, Optional<EtcdSettings> etcd, Path cache, HostReader host, Consumer<String> progress) {
        this.config = config;
        this.etcd = etcd.map(settings -> settings.withTimeout(STORE_TIMEOUT));
        this.cache = cache;
        this.host = host;
        this.progress = progress;
    }

    /// Returns all findings, including good ones.
    public List<Finding> findings() throws IOException {
        var findings = new ArrayList<Finding>(host.privileges().findings());
        StoreResult storeResult = etcd.map(this::askEtcd).orElseGet(this::configuredPool);
        NetworkCard card = host.card(config.binding().interfaceName(), storeResult.pool());
        findings.addAll(card.findings());
        if (card.exists()) {
            findings.addAll(host.kernelSettings(card, config.binding().netmask().orElse(WHOLE_ADDRESS))
                    .findings());
        }
        findings.addAll(
                host.otherAddressManagers(config.binding().interfaceName()).findings());
        findings.addAll(storeResult.findings());
        findings.addAll(times(storeResult.pool().orElse(List.of())).findings());
        findings.addAll(host.nftSupport(config.leaseTiming().expiryGuard()).findings());
        findings.addAll(host.clockFacts().findings());
        findings.addAll(
                host.stateDirFacts(config.node().stateDir(), config.node().name())
                        .findings());
        findings.addAll(host.platform(cache).findings());
        config.warnings().forEach(text -> findings.add(Finding.warning("configuration", text, "yaim config")));
        return List.copyOf(findings);
    }

    private StoreResult askEtcd(EtcdSettings settings) {
        var answers = new LinkedHashMap<URI, EtcdDiagnostics.EndpointStatus>();
        var silent = new LinkedHashMap<URI, String>();
        var probe = new EtcdDiagnostics(settings, BootClock::now);
        for (URI endpoint : settings.endpoints()) {
            progress.accept("querying " + endpoint);
            try {
                answers.put(endpoint, probe.examine(endpoint));
            } catch (IOException e) {
                silent.put(endpoint, String.valueOf(e.getMessage()));
            }
        }
        var findings = new ArrayList<Finding>();
        Optional<List<VirtualIp>> pool = pool(probe, answers.keySet().stream().findFirst(), findings);
        findings.addAll(new StoreFacts(answers, silent, config.leaseTiming().storeTimeout()).findings());
        return new StoreResult(pool, findings);
    }

    /// The nodes are the store, and only a daemon can be one of them.
    private StoreResult configuredPool() {
        Optional<List<VirtualIp>> pool = config.multicast()
                .flatMap(MulticastConfig::pool)
                .map(configured -> List.copyOf(configured.entries().keySet()));
        return new StoreResult(
                pool, List.of(Finding.ok(StoreFacts.TOPIC, "the nodes themselves; yaim nodes lists them")));
    }

    private static Optional<List<VirtualIp>> pool(
            EtcdDiagnostics probe, Optional<URI> endpoint, List<Finding> findings) {
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(probe.pool(endpoint.get()));
        } catch (IOException e) {
            findings.add(Finding.problem(
                    StoreFacts.TOPIC,
                    "the pool cannot be read: " + e.getMessage(),
                    "check the permissions of etcd-user"));
            return Optional.empty();
        }
    }

    private TimingFacts times(List<VirtualIp> pool) {
        int v6 = (int) pool.stream().filter(VirtualIp::isV6).count();
        return new TimingFacts(config.leaseTiming(), pool.size() - v6, v6);
    }
}
