package io.yaim.cli.doctor;

import io.yaim.config.Config;
import io.yaim.model.Entry;
import io.yaim.model.Finding;
import io.yaim.model.StoreTiming;
import io.yaim.model.VirtualIp;
import io.yaim.store.spi.StoreDiagnosis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Examines this host and its store: reads the facts, then derives findings.
public final class HostDiagnosis {

    private static final int WHOLE_ADDRESS = 32;

    private final Config config;
    private final StoreTiming storeTiming;
    private final Path cache;
    private final HostReader host;

    /// @param cache the program's ahead-of-time cache
    public HostDiagnosis(Config config, StoreTiming storeTiming, Path cache) {
        this.config = config;
        this.storeTiming = storeTiming;
        this.cache = cache;
        this.host = new HostReader(Path.of("/"));
    }

    /// Returns all findings, including good ones.
    ///
    /// @param store what an examination of the store found
    public List<Finding> findings(StoreDiagnosis store) throws IOException {
        var findings = new ArrayList<Finding>(host.privileges().findings());
        String own = config.binding().interfaceName();
        NetworkCard card = host.card(own, store.pool().map(pool -> on(own, pool)));
        findings.addAll(card.findings());
        for (String other : otherInterfaces(store.pool().orElse(List.of()))) {
            findings.addAll(host.card(other, store.pool().map(pool -> on(other, pool)))
                    .findingsOfEntries());
        }
        if (card.exists()) {
            findings.addAll(host.kernelSettings(card, config.binding().netmask().orElse(WHOLE_ADDRESS))
                    .findings());
        }
        findings.addAll(
                host.otherAddressManagers(config.binding().interfaceName()).findings());
        findings.addAll(store.findings());
        findings.addAll(times(store.pool().orElse(List.of())).findings());
        findings.addAll(host.nftSupport(config.leaseTiming().expiryGuard()).findings());
        findings.addAll(host.clockFacts().findings());
        findings.addAll(
                host.stateDirFacts(config.node().stateDir(), config.node().name())
                        .findings());
        findings.addAll(host.platform(cache).findings());
        config.warnings().forEach(text -> findings.add(Finding.warning("configuration", text, "yaim config")));
        return List.copyOf(findings);
    }

    /// The entries that are bound on this interface here.
    private List<VirtualIp> on(String interfaceName, List<Entry> pool) {
        return pool.stream()
                .filter(entry -> interfaceOf(entry).equals(interfaceName))
                .map(Entry::ip)
                .toList();
    }

    private String interfaceOf(Entry entry) {
        return entry.interfaceName().orElse(config.binding().interfaceName());
    }

    private SortedSet<String> otherInterfaces(List<Entry> pool) {
        return pool.stream()
                .map(this::interfaceOf)
                .filter(name -> !name.equals(config.binding().interfaceName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TimingFacts times(List<Entry> pool) {
        int v6 = (int) pool.stream().filter(entry -> entry.ip().isV6()).count();
        return new TimingFacts(config.leaseTiming(), storeTiming, pool.size() - v6, v6);
    }
}
