package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.reload.KeyValues;
import io.yaim.setting.ConfigException;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ReloadEffect;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What differs between two configurations, and when it counts.
final class ReloadResultTest {

    /// It has one value only.
    private static final Set<String> WITHOUT_CHOICE = Set.of("manager-type");

    private static final ConfigKeyTable KEYS = ConfigKeyTable.of(Stores.SHIPPED, CheckProviders.builtIn());

    private static final String LO = "interface: lo\n";
    private static final String LOGIN = LO + "etcd-user: u\netcd-password: p\n";
    private static final String TLS =
            LO + "dcs-endpoints: https://h:1\netcd-ca-file: $one\netcd-cert-file: $one\n" + "etcd-key-file: $one\n";
    private static final String PEER = LO + "peer-listen: 10.0.0.1:1\nsecret: correct horse\n";
    private static final String API = LO + "api-user: u\napi-password: p\n";
    private static final String API_TLS = LO + "api-cert-file: $one\napi-key-file: $one\n";
    private static final String MULTICAST = LO + "dcs-type: multicast\nsecret: correct horse\n";
    private static final String HOSTS = MULTICAST + "multicast-hosts: 10.0.0.1:1,10.0.0.2:1\n";
    private static final String QUORUM = MULTICAST + "nodes: a,b,c,host1\n";
    private static final String PEER_BY_FILE = LO + "peer-listen: 10.0.0.1:1\nsecret-file: $one\n";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
        configFixture.write("one", "correct horse one\n");
        configFixture.write("two", "correct horse two\n");
    }

    /// Two files that differ in the value of one key.
    record Example(String key, String before, String after) {

        static Example added(String key, String value) {
            return new Example(key, LO, LO + key + ": " + value + "\n");
        }

        static Example multicast(String key, String value) {
            return new Example(key, MULTICAST, MULTICAST + key + ": " + value + "\n");
        }

        static Example other(String key, String before, String from, String to) {
            return new Example(key, before, before.replace(key + ": " + from + "\n", key + ": " + to + "\n"));
        }

        @Override
        public String toString() {
            return key;
        }
    }

    /// Those that are written down, and one for each other switch.
    static Stream<Example> examples() {
        List<Example> written = writtenExamples().toList();
        Stream<Example> switches = KEYS.ownKeys().stream()
                .filter(configKey -> written.stream().noneMatch(example -> example.key.equals(configKey.name())))
                .flatMap(configKey -> configKey
                        .standard()
                        .filter(List.of("on", "off")::contains)
                        .map(standard -> Example.added(configKey.name(), standard.equals("on") ? "off" : "on"))
                        .stream());
        return Stream.concat(written.stream(), switches);
    }

    private static Stream<Example> writtenExamples() {
        return Stream.of(
                Example.other("interface", LO, "lo", "eth0"),
                Example.added("netmask", "24"),
                Example.added("label", "vip"),
                Example.added("allowed-ranges", "10.0.0.0/24"),
                Example.added("nodename", "other"),
                Example.added("weight", "2"),
                Example.added("link-up-delay", "3s"),
                Example.added("flap-damping", "3s"),
                Example.added("state-dir", "/tmp/yaim"),
                Example.added("guardian", "off"),
                Example.added("on-stop", "keep"),
                Example.added("guard", "gate"),
                Example.added("dcs-endpoints", "http://127.0.0.1:2380"),
                Example.added("dcs-namespace", "/other/"),
                Example.added("dcs-clustername", "other"),
                Example.added("dcs-timeout", "400"),
                Example.added("dcs-failure-mode", "claim"),
                Example.other("peer-listen", PEER, "10.0.0.1:1", "10.0.0.1:2"),
                Example.other("secret", PEER, "correct horse", "battery staple"),
                Example.other("secret-file", PEER_BY_FILE, "$one", "$two"),
                Example.other("etcd-user", LOGIN, "u", "v"),
                Example.other("etcd-password", LOGIN, "p", "q"),
                Example.other("etcd-password-file", LO + "etcd-user: u\netcd-password-file: $one\n", "$one", "$two"),
                Example.other("etcd-ca-file", TLS, "$one", "$two"),
                Example.other("etcd-cert-file", TLS, "$one", "$two"),
                Example.other("etcd-key-file", TLS, "$one", "$two"),
                Example.added("consul-token", "x"),
                new Example("dcs-type", LO + "secret: correct horse\n", MULTICAST),
                Example.multicast("multicast-group", "224.1.1.1:5008"),
                Example.multicast("multicast-interface", "eth1"),
                Example.multicast("multicast-hosts", "10.0.0.1:1"),
                new Example("multicast-listen", HOSTS, HOSTS + "multicast-listen: 10.0.0.2:1\n"),
                Example.multicast("ips", "[10.0.0.5]"),
                new Example("version", MULTICAST + "ips: []\n", MULTICAST + "ips: []\nversion: 2\n"),
                Example.multicast("pool-file", "/tmp/pool"),
                Example.multicast("nodes", "a, host1"),
                new Example("quorum", QUORUM, QUORUM + "quorum: majority\n"),
                new Example("witness", QUORUM + "quorum: majority\n", QUORUM + "quorum: majority\nwitness: w\n"),
                Example.multicast("stale", "4s"),
                Example.multicast("mature", "0"),
                Example.added("ttl", "12000"),
                Example.added("interval", "900"),
                Example.other("checker-type", LO + "checker-type: disk\n", "disk", "My_Check"),
                Example.other("checks", LO + "checks: [{type: disk}]\n", "[{type: disk}]", "[{type: disk, a: b}]"),
                Example.added("check-interval", "2000"),
                Example.added("check-timeout", "200"),
                Example.added("rise", "2"),
                Example.added("fall", "2"),
                Example.added("retry-num", "2"),
                Example.added("retry-after", "200"),
                Example.added("checkers-dir", "/tmp/checkers"),
                Example.added("announce-count", "2"),
                Example.added("announce-interval", "1000"),
                Example.added("announce-rate", "100"),
                Example.added("announce-period", "10s"),
                Example.added("probe", "off"),
                Example.other("arp-cache", LO + "notify: [arp-cache]\narp-cache: 1s\n", "1s", "2s"),
                Example.added("notify", "[arp-cache, {interface: eth0, ip: 10.0.0.0/24}]"),
                Example.added("http-listen", "off"),
                Example.other("api-user", API, "u", "v"),
                Example.other("api-password", API, "p", "q"),
                Example.other("api-password-file", LO + "api-user: u\napi-password-file: $one\n", "$one", "$two"),
                Example.other("api-cert-file", API_TLS, "$one", "$two"),
                Example.other("api-key-file", API_TLS, "$one", "$two"),
                Example.added("api-writes", "off"),
                Example.added("socket", "off"),
                Example.added("hooks", "[{on: bind, command: 'true'}]"),
                Example.added("log-level", "debug"),
                Example.added("log-format", "json"),
                Example.other("http-url", LO + "checker-type: http\nhttp-url: http://a\n", "http://a", "http://b"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aKeyThatDiffersEitherCountsAtOnceOrAtTheNextStart(Example example) throws ConfigException {
        Config before = load(example.before);
        Config after = load(example.after);
        Config adopted = ConfigReload.of(before, after).config();
        boolean isAtOnce = KEYS.find(example.key).orElseThrow().reloadEffect() != ReloadEffect.NEXT_START;
        List<String> key = List.of(example.key);
        assertThat(difference(before, after))
                .isEqualTo(new ReloadResult.Applied(isAtOnce ? key : List.of(), isAtOnce ? List.of() : key));
        assertThat(adopted)
                .usingRecursiveComparison()
                .withEqualsForType(KeyValues::equals, KeyValues.class)
                .ignoringFields("origin.warnings", "origin.rawConfig")
                .isEqualTo(isAtOnce ? after : before);
    }

    @Test
    void everyKeyHasAnExample() {
        assertThat(examples().map(Example::key).toList())
                .containsAll(KEYS.ownKeys().stream()
                        .map(ConfigKey::name)
                        .filter(name -> !WITHOUT_CHOICE.contains(name))
                        .toList());
    }

    @Test
    void whatIsPendingStaysSoUntilItIsTakenBack() throws ConfigException {
        Config started = load(LO);
        Config running = ConfigReload.of(started, load(LO + "ttl: 12000\n")).config();
        assertThat(difference(running, load(LO + "ttl: 12000\nweight: 2\n")))
                .isEqualTo(new ReloadResult.Applied(List.of("weight"), List.of("ttl")));
        assertThat(difference(running, load(LO))).isEqualTo(new ReloadResult.Applied(List.of(), List.of()));
    }

    @Test
    void whatIsWrittenInAnotherWayIsTheSame() throws ConfigException {
        Config before = load(LO + "ttl: 9000\nchecks: [{type: disk, a: b}]\nallowed-ranges: 10.0.0.0/24\n");
        Config after = load("\n" + LO + "checks:\n- a: 'b'\n  type: disk\nTTL: 9s\nallowed_ranges: [10.0.0.0/24]\n");
        assertThat(difference(before, after)).isEqualTo(new ReloadResult.Applied(List.of(), List.of()));
    }

    @Test
    void aListThatMovedToAnotherLineIsTheSame() throws ConfigException {
        String lists = "hooks: [{on: bind, command: 'true'}]\nips: [10.0.0.5, {ip: 10.0.0.6, prefix: 24}]\n";
        Config before = load(MULTICAST + lists);
        assertThat(difference(before, load("\n" + MULTICAST + lists)))
                .isEqualTo(new ReloadResult.Applied(List.of(), List.of()));
    }

    @Test
    void addressesInAFileThatHadNoneArePendingWithTheirStore() throws ConfigException {
        Config before = load(LO + "secret: correct horse\n");
        Config after = load(LO + "secret: correct horse\nips: 10.0.0.5\n");
        assertThat(difference(before, after)).isEqualTo(new ReloadResult.Applied(List.of("ips"), List.of("dcs-type")));
        assertThat(ConfigReload.of(before, after).config().store()).isEqualTo(before.store());
    }

    @Test
    void anotherContentOfAFileThatAKeyNamesDiffers() throws ConfigException {
        String file = LO + "checker-type: http\nhttp-url: x\nhttp-password-file: $one\nhttp-ca-file: $two\n"
                + "checks: [{type: http, url: x, password-file: $one}]\n";
        Config before = load(file);
        configFixture.write("one", "another\n");
        assertThat(difference(before, load(file)))
                .isEqualTo(new ReloadResult.Applied(List.of("checks", "http-password-file"), List.of()));
        before = load(file);
        configFixture.write("two", "another\n");
        assertThat(difference(before, load(file)))
                .isEqualTo(new ReloadResult.Applied(List.of("http-ca-file"), List.of()));
    }

    @Test
    void theFileInWhichThePoolIsKeptMayChange() throws ConfigException {
        Config before = load(MULTICAST + "pool-file: $one\n");
        configFixture.write("one", "another pool\n");
        assertThat(difference(before, load(MULTICAST + "pool-file: $one\n")))
                .isEqualTo(new ReloadResult.Applied(List.of(), List.of()));
    }

    @Test
    void showsNoSecret() throws ConfigException {
        Config config = load(LO + "checks: [{type: http, url: x, password: geheim}]\nsecret-file: $one\n");
        assertThat(config.origin().keyValues().toString()).contains("checks").doesNotContain("geheim", "horse");
    }

    private static ReloadResult difference(Config before, Config after) throws ConfigException {
        return ConfigReload.of(before, after).result();
    }

    private Config load(String text) throws ConfigException {
        return configFixture.load(text.replace("$", folder + "/"));
    }
}
