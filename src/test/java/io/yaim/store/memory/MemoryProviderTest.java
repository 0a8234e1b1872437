package io.yaim.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.Config;
import io.yaim.config.ConfigFixture;
import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.setting.ConfigException;
import io.yaim.store.MemoryCluster;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.StoreContract;
import io.yaim.store.StoreListener;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import io.yaim.store.spi.StoreContext;
import io.yaim.store.spi.StoreDiagnosis;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that only the tests have, reached as any other: by the configuration.
final class MemoryProviderTest extends StoreContract {

    @TempDir
    private Path folder;

    private final List<StoreBackend> opened = new ArrayList<>();
    private Duration now = Duration.ofHours(1);
    private ConfigFixture configFixture;
    private Config config;
    private StoreContext context;

    @BeforeEach
    void load() throws ConfigException {
        configFixture = new ConfigFixture(folder);
        config = configFixture.onLo("dcs-type: memory", "memory-cluster: " + UUID.randomUUID(), "ttl: 8500");
        context = new StoreContext(config.node().name(), config.leaseTiming(), () -> now, new SecureRandom(), () -> {
            throw new IOException("no host");
        });
    }

    @AfterEach
    void close() {
        opened.forEach(StoreBackend::close);
    }

    private MemoryCluster cluster() {
        return ((ConfiguredMemory) config.store()).cluster(context);
    }

    @Override
    protected Store open(Runnable bell) throws Exception {
        StoreBackend backend = config.store().open(context, new StoreCallbacks(bell, StoreListener.NONE, _ -> {}));
        opened.add(backend);
        return backend.store();
    }

    @Override
    protected Duration granted(Duration asked) {
        return config.store().timing().granted(asked);
    }

    @Override
    protected void put(VirtualIp ip) {
        cluster().put(Entry.plain(ip, config.keyPrefix() + "ips/" + ip));
    }

    @Override
    protected void delete(VirtualIp ip) {
        cluster().delete(ip);
    }

    @Override
    protected void passTime(Duration time) {
        now = now.plus(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) throws IOException {
        View view = store.view();
        assertThat(view).matches(expected);
        return view;
    }

    @Test
    void itsProviderSaysWhatKeysAndTimesMean() {
        assertThat(config.store().type()).isEqualTo("memory");
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.leaseTiming().storeTimeout()).isEqualTo(Duration.ofMillis(321));
        assertThat(config.warnings()).noneMatch(text -> text.contains("memory is swapped"));
    }

    @Test
    void itsInterruptionsAreHeldAgainstTheTimes() throws ConfigException {
        Config shorter = configFixture.onLo("dcs-type: memory", "ttl: 6s");
        assertThat(shorter.warnings()).anyMatch(text -> text.contains("addresses are dropped while memory is swapped"));
    }

    @Test
    void keysOfOtherStoresAreMistakesAndItsOwnAreWithOthers() {
        assertThat(configFixture.mistakesOnLo("dcs-type: memory", "stale: 3s", "peer-listen: off", "nodes: a"))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).endsWith("found with dcs-type memory, expected ttl instead"),
                        text -> assertThat(text).endsWith("found with dcs-type memory, expected only with etcd"),
                        text -> assertThat(text).endsWith("found with dcs-type memory, expected only with multicast"));
        assertThat(configFixture.mistakesOnLo("memory-cluster: x"))
                .singleElement()
                .asString()
                .endsWith("found with dcs-type etcd, expected only with memory");
    }

    @Test
    void itsReaderReportsMistakes() {
        assertThat(configFixture.mistakesOnLo("dcs-type: memory", "memory-cluster: ' '"))
                .singleElement()
                .asString()
                .endsWith("memory-cluster: found nothing, expected a name");
    }

    @Test
    void anUnknownTypeIsAMistakeThatListsTheStores() {
        assertThat(configFixture.mistakesOnLo("dcs-type: consul"))
                .singleElement()
                .asString()
                .endsWith("expected one of etcd, memory, multicast");
    }

    @Test
    void operatorRequestsAndDoctorReachItWithoutADaemon() throws IOException {
        VirtualIp ip = VirtualIp.parse("10.0.0.5");
        try (PoolAdmin poolAdmin = config.store().openAdmin(context)) {
            assertThat(poolAdmin.apply(new AdminRequest.AddEntry(ip, ""))).isTrue();
            assertThat(poolAdmin.view().pool()).containsOnlyKeys(ip);
        }
        var progress = new ArrayList<String>();
        StoreDiagnosis diagnosis = config.store().diagnose(context, progress::add);
        assertThat(diagnosis.pool().orElseThrow()).extracting(Entry::ip).containsExactly(ip);
        assertThat(diagnosis.findings())
                .singleElement()
                .matches(finding -> finding.topic().equals("store"));
        assertThat(progress).hasSize(1);
    }

    @Test
    void theCleanupAfterADeadNodeVisitsIt() throws Exception {
        Store store = open(() -> {});
        var lease = store.obtainLease(Duration.ofSeconds(8)).id();
        config.store().visit(context, visited -> visited.revokeLease(lease));
        assertThat(cluster().left(lease)).isEmpty();
    }
}
