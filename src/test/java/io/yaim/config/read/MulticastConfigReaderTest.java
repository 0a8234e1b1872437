package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.config.Config;
import io.yaim.config.ConfigFixture;
import io.yaim.config.Stores;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import io.yaim.store.multicast.ConfiguredMulticast;
import io.yaim.store.multicast.Electorate;
import io.yaim.store.multicast.Transport;
import io.yaim.store.multicast.participant.PoolFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MulticastConfigReaderTest {

    private static final String SECRET = "secret: correct horse\n";
    private static final String MULTICAST = SECRET + "dcs-type: multicast\n";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void hasAStandardForAllButTheSecret() throws ConfigException {
        Config config = configFixture.onLo(MULTICAST);
        assertThat(config.store())
                .isEqualTo(new ConfiguredMulticast(
                        "/service/yaim/",
                        new Transport.GroupTransport(address("224.1.1.1", 5007), "lo"),
                        new Secret("correct horse"),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        new Electorate(new TreeSet<>(), false, Optional.empty()),
                        Optional.empty(),
                        Path.of("/var/lib/yaim/yaim.pool")));
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.leaseTiming().storeTimeout()).isEqualTo(Duration.ofMillis(150));
        assertThat(config.store().type()).isEqualTo("multicast");
    }

    @Test
    void isTheStoreOfAFileWithAddressesAndWithoutEndpoints() throws ConfigException {
        assertThat(configFixture.onLo(SECRET + "ips: [10.0.0.5]").store().type())
                .isEqualTo("multicast");
        assertThat(Stores.multicast(configFixture.load(
                                Map.of("YAIM_IPS", "10.0.0.5"), Map.of(), "interface: lo\n" + SECRET))
                        .pool())
                .contains(new PoolFile.Configured(
                        Optional.empty(), new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), ""))));
        assertThat(configFixture.onLo("").store().type()).isEqualTo("etcd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcs-type: etcd", "dcs-endpoints: h"})
    void addressesBesideEtcdAreRefusedAndNotForgotten(String etcd) {
        assertThat(configFixture.mistakesOnLo(etcd, "ips: [10.0.0.5]"))
                .containsExactly(
                        "yaim.yml:3: ips: found with dcs-type etcd, expected entries put there, by `yaim add` or"
                                + " etcdctl instead");
    }

    @Test
    void endpointsFromElsewhereAreAsGoodAsThoseOfTheFile() {
        assertThat(configFixture.mistakes(
                        Map.of("YAIM_DCS_ENDPOINTS", "h"), Map.of(), "interface: lo", "ips: [10.0.0.5]"))
                .hasSize(1)
                .allMatch(mistake -> mistake.startsWith("yaim.yml:2: ips: found with dcs-type etcd"));
    }

    @Test
    void missesTheSecret() {
        assertThat(configFixture.mistakesOnLo("ips: [10.0.0.5]"))
                .containsExactly(
                        "yaim.yml: secret: found nothing, expected the secret or secret-file that all nodes share"
                                + " with dcs-type multicast");
        assertThat(configFixture.mistakesOnLo("secret: short", "ips: [10.0.0.5]"))
                .containsExactly("yaim.yml:2: secret: expected a secret of at least 8 characters");
        assertThat(configFixture.mistakesOnLo("secret-file: " + folder, "ips: [10.0.0.5]"))
                .containsExactly("yaim.yml:2: secret-file: found \"" + folder + "\", expected a file that can be read");
    }

    @Test
    void refusesWhatOnlyTheOtherStoreKnows() {
        assertThat(configFixture.mistakesOnLo(MULTICAST + "ttl: 9s"))
                .containsExactly("yaim.yml:4: ttl: found with dcs-type multicast, expected stale instead");
        assertThat(configFixture.mistakesOnLo("stale: 5s", "mature: 5s"))
                .containsExactly(
                        "yaim.yml:2: stale: found with dcs-type etcd, expected ttl instead",
                        "yaim.yml:3: mature: found with dcs-type etcd, expected only with multicast");
        assertThat(configFixture.mistakesOnLo(
                        MULTICAST + "etcd-user: u\netcd-password: p\npeer-listen: 10.0.0.1:1\n" + "dcs-endpoints: h"))
                .hasSize(4)
                .allMatch(mistake -> mistake.contains("found with dcs-type multicast, expected only with etcd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"failsafe", "Claim"})
    void knowsNoFailureModes(String mode) {
        assertThat(configFixture.mistakesOnLo(MULTICAST + "dcs-failure-mode: " + mode))
                .containsExactly("yaim.yml:4: dcs-failure-mode: found \"" + mode + "\", expected release: with dcs-type"
                        + " multicast the nodes themselves are the store, and quorum says who goes on");
        assertThat(configFixture.mistakesOnLo(MULTICAST + "ips: [{ip: 10.0.0.5, dcs-failure-mode: " + mode + "}]"))
                .hasSize(1)
                .allMatch(mistake -> mistake.startsWith("yaim.yml:4: ips.dcs-failure-mode: ")
                        && mistake.contains("expected release"));
    }

    @ParameterizedTest
    @CsvSource({"5s, 5000, 250", "20000, 20000, 500", "4 s, 4000, 200"})
    void aLeaseIsStaleLongAndTheTimeoutApartOfIt(String stale, int millis, int timeout) throws ConfigException {
        Config config = configFixture.onLo(MULTICAST + "stale: " + stale);
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofMillis(millis));
        assertThat(((ConfiguredMulticast) config.store()).ttl()).isEqualTo(Duration.ofMillis(millis));
        assertThat(config.leaseTiming().storeTimeout()).isEqualTo(Duration.ofMillis(timeout));
    }

    @Test
    void aTimeoutThatIsGivenHolds() throws ConfigException {
        assertThat(configFixture
                        .onLo(MULTICAST + "stale: 5s\ndcs-timeout: 300")
                        .leaseTiming()
                        .storeTimeout())
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void refusesTimesThatDoNotFit() {
        assertThat(configFixture.mistakesOnLo(MULTICAST + "stale: 2s\ndcs-timeout: 900"))
                .hasSize(1)
                .allMatch(mistake -> mistake.startsWith("yaim.yml:4: stale: renewal + ")
                        && mistake.endsWith("; raise stale, which is the ttl here, or lower interval or dcs-timeout"));
        assertThat(configFixture.mistakesOnLo(MULTICAST + "stale: 299"))
                .containsExactly(
                        "yaim.yml:4: stale: found \"299\", expected milliseconds, or a number with ms, s, m or h,"
                                + " from 300 ms to 1 h");
    }

    @Test
    void meetsInAGroupOnTheInterfaceThatIsNamed() throws ConfigException {
        assertThat(way("multicast-group: '[FF05::1]:7'\nmulticast-interface: eth1"))
                .isEqualTo(new Transport.GroupTransport(address("ff05::1", 7), "eth1"));
        assertThat(configFixture.mistakesOnLo(MULTICAST + "multicast-group: 10.0.0.1:5007"))
                .containsExactly(
                        "yaim.yml:4: multicast-group: found \"10.0.0.1:5007\", expected a multicast address with"
                                + " a port such as 224.1.1.1:5007 or [ff05::5007]:5007");
    }

    @Test
    void talksToHostsInsteadOfAGroup() throws ConfigException, IOException {
        List<InetSocketAddress> hosts = List.of(address("10.0.0.1", 7), address("10.0.0.2", 7));
        var found = (Transport.UnicastTransport) way("multicast-hosts: [10.0.0.1:7, 10.0.0.2:7]");
        assertThat(found).isEqualTo(new Transport.UnicastTransport(hosts, Optional.empty()));
        assertThat(found.listenAddress(hosts.get(1).getAddress()::equals)).isEqualTo(hosts.get(1));
        assertThatThrownBy(() -> found.listenAddress(_ -> false))
                .hasMessage("multicast-hosts: found none of this host, expected one; say it by multicast-listen");
        assertThatThrownBy(() -> found.listenAddress(_ -> true)).hasMessageContaining("found 2 of this host");
        var told = (Transport.UnicastTransport) way("multicast-hosts: 10.0.0.1:7\nmulticast-listen: 10.0.0.3:8");
        assertThat(told.listenAddress(_ -> false)).isEqualTo(address("10.0.0.3", 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multicast-hosts: node1:7",
                "multicast-hosts: 10.0.0.1",
                "multicast-hosts: 0.0.0.0:7",
                "multicast-hosts: 224.1.1.1:7",
                "multicast-hosts: 10.0.0.1:7, 10.0.0.1:7",
                "multicast-hosts: '10.0.0.1:7, [fd00::1]:7'",
                "multicast-listen: 10.0.0.1:7",
                "multicast-hosts: 10.0.0.1:7\nmulticast-group: 224.1.1.1:7",
                "multicast-hosts: 10.0.0.1:7\nmulticast-interface: lo",
                "multicast-hosts: 10.0.0.1:7\nmulticast-listen: '[fd00::1]:7'"
            })
    void refusesAWayThatLeadsNowhere(String lines) {
        assertThat(configFixture.mistakesOnLo(MULTICAST + lines))
                .hasSize(1)
                .allMatch(mistake -> mistake.contains("expected"));
    }

    @Test
    void nodesThatMayTakeEntriesAndThoseThatCount() throws ConfigException {
        ConfiguredMulticast all = multicast("");
        assertThat(all.admits(new NodeName("x"))).isTrue();
        assertThat(all.electorate().voters()).isEmpty();
        ConfiguredMulticast two = multicast("nodes: [a, host1]\nquorum: majority\nwitness: w");
        assertThat(two.admits(new NodeName("a"))).isTrue();
        assertThat(two.admits(new NodeName("w"))).isFalse();
        assertThat(two.electorate().voters())
                .containsExactly(new NodeName("a"), new NodeName("host1"), new NodeName("w"));
        assertThat(multicast("nodes: a, b, host1").electorate().voters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quorum: majority",
                "quorum: majority\nnodes: a, host1",
                "quorum: majority\nnodes: host1\nwitness: a",
                "quorum: majority\nnodes: a, b, host1\nwitness: a",
                "nodes: a, b, host1\nwitness: w",
                "nodes: a, a, host1",
                "nodes: a b, host1"
            })
    void refusesAMajorityThatIsNone(String lines) {
        assertThat(configFixture.mistakesOnLo(MULTICAST + lines)).hasSize(1);
    }

    @Test
    void warnsANodeThatMayTakeNothing() throws ConfigException {
        assertThat(configFixture.inFolder(
                        configFixture.onLo(MULTICAST + "nodes: a, b").warnings()))
                .contains("yaim.yml:4: nodes: takes no addresses here: host1 is not among them");
        assertThat(configFixture
                        .onLo(MULTICAST + "nodes: a, b\nquorum: majority\nwitness: host1")
                        .warnings())
                .noneMatch(warning -> warning.contains("takes no addresses"));
    }

    @Test
    void keepsThePoolOfEachClusterInAFileOfItsOwn() throws ConfigException {
        assertThat(multicast("dcs-clustername: /a/b/").poolFile()).isEqualTo(Path.of("/var/lib/yaim/a-b.pool"));
        assertThat(multicast("pool-file: /tmp/p").poolFile()).isEqualTo(Path.of("/tmp/p"));
    }

    @Test
    void tellsWhatHoldsOfThisStoreOnly() throws ConfigException {
        Path file = configFixture.write("yaim.yml", "interface: eth7\n" + MULTICAST + "stale: 4s\n");
        Map<String, Object> holds = new TreeMap<>();
        configFixture
                .loader()
                .explain(Optional.of(file), Map.of(), Map.of())
                .settings()
                .forEach(setting -> setting.value().ifPresent(value -> holds.put(setting.key(), value)));
        assertThat(holds)
                .containsEntry("dcs-timeout", "200")
                .containsEntry("multicast-interface", "eth7")
                .containsEntry("pool-file", "/var/lib/yaim/yaim.pool")
                .containsEntry("secret", "***")
                .doesNotContainKeys("ttl", "dcs-endpoints", "peer-listen");
    }

    private Transport way(String lines) throws ConfigException {
        return multicast(lines).transport();
    }

    private ConfiguredMulticast multicast(String lines) throws ConfigException {
        return Stores.multicast(configFixture.onLo(MULTICAST + lines));
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
