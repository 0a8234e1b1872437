package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yaim.config.parts.LogConfig;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.UnicastTargets;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigException;
import io.yaim.store.etcd.ConfiguredEtcd;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void needsNothingButAnInterface() throws ConfigException {
        Config config = configFixture.load("interface: eth0");
        assertThat(config.binding().interfaceName()).isEqualTo("eth0");
        assertThat(config.node().name()).isEqualTo(new NodeName("host1"));
        assertThat(config.node().weight()).isEqualTo(1);
        assertThat(config.binding().netmask()).isEmpty();
        assertThat(config.binding().label()).isEmpty();
        assertThat(config.node().stateDir()).isEqualTo(Path.of("/run/yaim"));
        assertThat(config.checks().checkersDir()).isEqualTo(Path.of("/opt/yaim/checkers"));
        assertThat(config.store())
                .isEqualTo(new ConfiguredEtcd(
                        List.of(URI.create("http://127.0.0.1:2379")),
                        "/service/yaim/",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(config.leaseTiming().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofSeconds(9));
        assertThat(config.leaseTiming().storeTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.leaseTiming().renewalAttempts()).isEqualTo(2);
        assertThat(config.announceSettings())
                .isEqualTo(new AnnounceSettings(
                        5, Duration.ofMillis(1100), 200, Optional.empty(), true, UnicastTargets.none()));
        assertThat(config.api().httpListen()).contains(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1313));
        assertThat(config.log()).isEqualTo(new LogConfig(Level.INFO, LogConfig.Format.LOGFMT));
        assertThat(config.checks().settings()).isEmpty();
        assertThat(configFixture.inFolder(config.warnings()))
                .containsExactly(
                        "yaim.yml: checker-type: no check is configured: this node counts as healthy while it runs");
    }

    @Test
    void prefersFlagToEnvironmentToFileToStandard() throws ConfigException {
        var environment = Map.of("YAIM_TTL", "7000", "YAIM_INTERVAL", "700", "PATH", "/bin");
        Config config = configFixture.load(environment, Map.of("ttl", "6s"), "interface: lo", "ttl: 8000", "weight: 3");
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.leaseTiming().interval()).isEqualTo(Duration.ofMillis(700));
        assertThat(config.node().weight()).isEqualTo(3);
        assertThat(config.announceSettings().rounds()).isEqualTo(5);
    }

    @Test
    void takesDashesUnderscoresAndCapitalsAlike() throws ConfigException {
        Config config = configFixture.onLo("dcs_clustername: blue", "Log-Level: WARN", "dcs_timeout: 250ms");
        assertThat(config.keyPrefix()).isEqualTo("/service/blue/");
        assertThat(config.log().level()).isEqualTo(Level.WARNING);
        assertThat(config.leaseTiming().storeTimeout()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void takesAKeyWithoutValueAsNotSet() throws ConfigException {
        Config config = configFixture.load(
                Map.of("YAIM_WEIGHT", ""), Map.of("label", ""), "interface: lo", "weight: 2", "ttl:", "label: x");
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofSeconds(9));
        assertThat(config.node().weight()).isEqualTo(2);
        assertThat(config.binding().label()).isEmpty();
    }

    @Test
    void tellsAllMistakesAtOnceEachWithFileLineAndKey() {
        assertThat(configFixture.mistakes(
                        Map.of("YAIM_LOG_LEVEL", "loud"),
                        Map.of("weight", "heavy"),
                        "intervall: 1000",
                        "interface: eth0/1",
                        "ttl: 9 days",
                        "",
                        "announce-count: 0",
                        "dcs-type: consul",
                        "whatever: x"))
                .containsExactly(
                        "environment: YAIM_LOG_LEVEL: found \"loud\", expected one of trace, debug, info, warn, error,"
                                + " fatal or panic",
                        "flag: --weight: found \"heavy\", expected a whole number from 1 to 1000",
                        "yaim.yml:1: intervall: unknown key, did you mean `interval`?",
                        "yaim.yml:2: interface: found \"eth0/1\", expected the name of a network interface",
                        "yaim.yml:3: ttl: found \"9 days\", expected milliseconds, or a number with ms, s, m or h,"
                                + " from 3 s to 1 h",
                        "yaim.yml:5: announce-count: found \"0\", expected a whole number from 1 to 100",
                        // the tests bring a third store
                        "yaim.yml:6: dcs-type: found \"consul\", expected one of etcd, memory, multicast",
                        "yaim.yml:7: whatever: unknown key");
    }

    @Test
    void refusesAKeyThatIsGivenTwice() {
        assertThat(configFixture.mistakesOnLo("retry-num: 2", "retry_num: 3", "ttl: 9s", "ttl: 8s"))
                .containsExactly(
                        "yaim.yml:3: retry_num: found twice, expected once; it is the same as retry-num",
                        "yaim.yml:5: ttl: found twice, expected once; first in line 4");
    }

    @Test
    void onlyWarnsOfUnknownNamesInTheEnvironment() throws ConfigException {
        Config config = configFixture.load(
                Map.of("YAIM_SERVICE_HOST", "10.0.0.1", "YAIM_TTLS", "1", "YAIM_JAVA_HOME", "/jdk"),
                Map.of(),
                "interface: lo");
        assertThat(config.warnings())
                .contains(
                        "environment: YAIM_SERVICE_HOST: unknown key",
                        "environment: YAIM_TTLS: unknown key, did you mean `ttl`?");
    }

    @Test
    void looksForTheFileInItsPlacesInOrder() throws ConfigException {
        configFixture.write("later.yml", "interface: later");
        assertThat(configFixture
                        .loader()
                        .load(Optional.empty(), Map.of(), Map.of())
                        .binding()
                        .interfaceName())
                .isEqualTo("later");
        configFixture.write("yaim.yml", "interface: first");
        assertThat(configFixture
                        .loader()
                        .load(Optional.empty(), Map.of(), Map.of())
                        .binding()
                        .interfaceName())
                .isEqualTo("first");
        var named = Map.of("YAIM_CONFIG", folder.resolve("later.yml").toString());
        assertThat(configFixture
                        .loader()
                        .load(Optional.empty(), named, Map.of())
                        .file())
                .contains(folder.resolve("later.yml"));
    }

    @Test
    void runsWithoutFileWhenTheInterfaceIsGiven() throws ConfigException {
        Config config = configFixture.loader().load(Optional.empty(), Map.of("YAIM_INTERFACE", "eth1"), Map.of());
        assertThat(config.binding().interfaceName()).isEqualTo("eth1");
        assertThat(config.file()).isEmpty();
    }

    @Test
    void saysWhereItLookedWhenThereIsNoFileAndNoInterface() {
        var e = catchThrowableOfType(
                ConfigException.class, () -> configFixture.loader().load(Optional.empty(), Map.of(), Map.of()));
        assertThat(configFixture.inFolder(e.problems()))
                .containsExactly(
                        "no file: interface: found nothing, expected the name of a network interface; looked for"
                                + " yaim.yml, later.yml");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        assertThat(mistakesOf(folder.resolve("absent.yml"))).containsExactly("absent.yml: there is no such file");
        Files.createDirectory(folder.resolve("dir.yml"));
        assertThat(mistakesOf(folder.resolve("dir.yml"))).containsExactly("dir.yml: is no file");
        Path latin = Files.write(folder.resolve("latin.yml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        assertThat(mistakesOf(latin)).containsExactly("latin.yml: found bytes that are no UTF-8, expected text");
        Path large = configFixture.write("large.yml", "#".repeat(ConfigLoader.LARGEST_FILE + 1));
        assertThat(mistakesOf(large))
                .containsExactly("large.yml: found more than 1048576 bytes, expected at most that");
    }

    @Test
    void asksForANodenameWhenTheHostNameCannotBeOne() {
        configFixture.write("hostname", "(none)\n");
        assertThat(configFixture.mistakes("interface: lo"))
                .containsExactly(
                        "yaim.yml: nodename: found nothing, and the host name \"(none)\" cannot be one; expected"
                                + " 1 to 63 of A-Z a-z 0-9 . _ -");
    }

    @Test
    void refusesALabelThatDoesNotFitBesideTheInterface() throws ConfigException {
        assertThat(configFixture
                        .load("interface: bond0", "label: 123456789")
                        .binding()
                        .label())
                .contains("123456789");
        assertThat(configFixture.mistakes("interface: bond0", "label: 1234567890"))
                .containsExactly(
                        "yaim.yml:2: label: found \"1234567890\", expected at most 9 characters: the kernel keeps"
                                + " \"bond0:1234567890\" in fewer than 16");
    }

    @ParameterizedTest
    @CsvSource({"32, 32", "0, 0", "'\"24\"', 24", "255.255.255.0, 24", "255.255.255.255, 32", "0.0.0.0, 0"})
    void takesANetmaskAsLengthOrDotted(String written, int length) throws ConfigException {
        assertThat(configFixture.onLo("netmask: " + written).binding().netmask())
                .contains(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"33", "-1", "255.0.255.0", "255.255.255", "0.0.0.1", "256.0.0.0", "ffff::", "x"})
    void refusesWhatIsNoNetmask(String written) {
        assertThat(configFixture.mistakesOnLo("netmask: \"" + written + "\""))
                .containsExactly("yaim.yml:2: netmask: found \"" + written
                        + "\", expected a prefix length from 0 to 32," + " or a mask such as 255.255.255.0");
    }

    @ParameterizedTest
    @CsvSource({
        "Trace, TRACE",
        "Debug, DEBUG",
        "INFO, INFO",
        "Warn, WARNING",
        "warning, WARNING",
        "Error, ERROR",
        "Fatal, ERROR",
        "Panic, ERROR"
    })
    void takesTheLevelsOfTheOriginal(String written, Level level) throws ConfigException {
        assertThat(configFixture.onLo("log-level: " + written).log().level()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"300, 300", "300ms, 300", "5s, 5000", "1m, 60000", "10 s, 10000", "1000, 1000"})
    void takesBareNumbersAsMillisecondsAndUnits(String written, long millis) throws ConfigException {
        assertThat(configFixture
                        .onLo("announce-interval: " + written)
                        .announceSettings()
                        .spacing())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5s", "-1", "5 parsecs", "99999999999", "1e3", "0"})
    void refusesWhatIsNoTime(String written) {
        assertThat(configFixture.mistakesOnLo("announce-interval: " + written))
                .containsExactly("yaim.yml:2: announce-interval: found \"" + written + "\", expected milliseconds, or a"
                        + " number with ms, s, m or h, from 100 ms to 1 m");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:80, 0.0.0.0, 80", "'\"[::1]:1313\"', ::1, 1313", "localhost:9, 127.0.0.1, 9"})
    void takesAnAddressToListenOn(String written, String address, int port) throws ConfigException {
        assertThat(configFixture
                        .onLo("http-listen: " + written, "api-user: ops", "api-password: sesame")
                        .api()
                        .httpListen())
                .contains(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    @ParameterizedTest
    @ValueSource(strings = {":1313", "example.org:80", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "on"})
    void refusesWhereNobodyCanListen(String written) {
        assertThat(configFixture.mistakesOnLo("http-listen: '" + written + "'"))
                .containsExactly("yaim.yml:2: http-listen: found \"" + written
                        + "\", expected an IP address with a port" + " such as 127.0.0.1:1313, or off");
    }

    @Test
    void listensNowhereWhenOff() throws ConfigException {
        // to YAML 1.1, off is a boolean
        assertThat(configFixture.onLo("http-listen: off").api().httpListen()).isEmpty();
    }

    @Test
    void spellsOutTheTimesThatDoNotFit() {
        assertThat(configFixture.mistakesOnLo("ttl: 3s", "guard: lifetime"))
                .containsExactly("yaim.yml:2: ttl: renewal + 2 * dcs-timeout + refresh <= lifetime does not hold:"
                        + " 0.6 s + 2 * 0.5 s + 0 s = 1.6 s > 1 s = floor(ttl 3 s - margin 0.1 s - kernel lateness"
                        + " 1.3 s - refresh 0 s - dcs-timeout 0.5 s); raise ttl, or lower interval or dcs-timeout");
    }

    @Test
    void warnsOfTimesThatDoNotRideOutALeaderChange() throws ConfigException {
        assertThat(configFixture.inFolder(
                        configFixture.onLo("dcs-timeout: 500", "ttl: 5s").warnings()))
                .anyMatch(line ->
                        line.startsWith("yaim.yml:3: ttl: addresses are dropped while etcd changes its leader:"));
    }

    @Test
    void refusesCheckersThatCannotBeLookedFor() {
        var loader = new ConfigLoader(
                dir -> {
                    throw new IOException(dir + ": permission denied");
                },
                Path.of("/opt/checkers"));
        Path file = configFixture.write("yaim.yml", "interface: lo\ncheckers-dir: /srv/checkers");
        var e = catchThrowableOfType(ConfigException.class, () -> loader.load(Optional.of(file), Map.of(), Map.of()));
        assertThat(configFixture.inFolder(e.problems()))
                .containsExactly("yaim.yml: checkers-dir: cannot look for checkers in \"/srv/checkers\":"
                        + " /srv/checkers: permission denied");
    }

    private List<String> mistakesOf(Path file) {
        var e = catchThrowableOfType(
                ConfigException.class, () -> configFixture.loader().load(Optional.of(file), Map.of(), Map.of()));
        return configFixture.inFolder(e.problems());
    }
}
