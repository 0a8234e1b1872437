package io.yaim.store.multicast.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolFileTest {

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private PoolFile poolFile;

    @BeforeEach
    void open() throws IOException {
        poolFile = PoolFile.open(folder.resolve("pool"));
    }

    @Test
    void aPoolUnderTheVersionThatTheClusterHasIsRefusedAndNamed() throws Exception {
        poolFile.save(new VersionedPool(7, pool("10.0.0.1", "10.0.0.2")));
        assertThatThrownBy(() -> poolFile.configure(configured(7, "10.0.0.2", "10.0.0.3"), warnings::add))
                .hasMessage("ips: found another pool under version 7, which the cluster has already; expected a higher"
                        + " version: only in the configuration 10.0.0.3; only in the cluster 10.0.0.1");
        assertThat(poolFile.unused()).isPresent();
    }

    /// The file said the same before, without the version that the cluster has reached meanwhile.
    @Test
    void anUnchangedPoolThatGetsTheVersionOfTheClusterIsWarnedAbout() throws Exception {
        configure(new PoolFile.Configured(Optional.empty(), pool("10.0.0.1")));
        poolFile.save(new VersionedPool(2, pool("10.0.0.1", "10.0.0.2")));
        assertThat(poolFile.unused()).isEmpty();

        configure(configured(2, "10.0.0.1"));
        String expected = "ips in the configuration are not used: the cluster has another pool under version 2, too;"
                + " expected a higher version: only in the cluster 10.0.0.2";
        assertThat(warnings).containsExactly(expected);
        assertThat(poolFile.unused()).contains(expected);

        configure(configured(3, "10.0.0.1"));
        assertThat(warnings).hasSize(1);
        assertThat(poolFile.unused()).isEmpty();
        assertThat(poolFile.saved()).isEqualTo(new VersionedPool(3, pool("10.0.0.1")));
    }

    @Test
    void aNewPoolUnderALowerVersionIsWarnedAbout() throws Exception {
        configure(configured(5, "10.0.0.1"));
        poolFile.save(new VersionedPool(6, pool("10.0.0.1", "10.0.0.2")));
        configure(configured(5, "10.0.0.1"));
        assertThat(warnings).isEmpty(); // an operator has changed the pool since

        configure(configured(5, "10.0.0.1", "10.0.0.3"));
        assertThat(warnings)
                .containsExactly("ips in the configuration are not used: their version 5 is lower than the cluster's,"
                        + " 6: only in the configuration 10.0.0.3; only in the cluster 10.0.0.2");
        assertThat(poolFile.unused()).isEmpty();
    }

    @Test
    void otherOptionsAreADifferenceAndManyAddressesAreCounted() throws Exception {
        SortedMap<VirtualIp, String> many = new TreeMap<>();
        for (int i = 1; i <= 12; i++) {
            many.put(VirtualIp.parse("10.0.0." + i), "");
        }
        poolFile.save(new VersionedPool(7, pool("10.0.1.1")));
        many.put(VirtualIp.parse("10.0.1.1"), "label: x");
        assertThatThrownBy(() -> poolFile.check(new PoolFile.Configured(Optional.of(7L), many)))
                .hasMessageEndingWith("10.0.0.9, 10.0.0.10 and 2 more; with other options 10.0.1.1");
    }

    private void configure(PoolFile.Configured configured) throws IOException {
        poolFile.configure(configured, warnings::add);
    }

    private static PoolFile.Configured configured(long version, String... ips) {
        return new PoolFile.Configured(Optional.of(version), pool(ips));
    }

    private static SortedMap<VirtualIp, String> pool(String... ips) {
        var pool = new TreeMap<VirtualIp, String>();
        for (String ip : ips) {
            pool.put(VirtualIp.parse(ip), "");
        }
        return pool;
    }
}
