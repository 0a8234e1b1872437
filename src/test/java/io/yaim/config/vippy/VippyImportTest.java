package io.yaim.config.vippy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.config.Config;
import io.yaim.config.ConfigFixture;
import io.yaim.config.Stores;
import io.yaim.config.keys.KeyGroups;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.setting.ConfigException;
import io.yaim.store.multicast.ConfiguredMulticast;
import io.yaim.store.multicast.Transport;
import io.yaim.store.multicast.participant.PoolFile;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file of vippy, and what comes of it.
final class VippyImportTest {

    private static final String FULL = """
            {
              "chat": "239.7.7.7:6007", "chat_interface": "all",
              "secret": "it's a \\"secret\\" # {no} comment",
              "version": 12,
            \t"vips": [
            \t\t[ { "interface": "net0", "ip": "10.7.1.10/24" } ],
                [ 'alpha', { "interface": "net0", "ip": "10.7.1.11/24" } ],
                [ 'beta', { "interface": "net0", "ip": "10.7.1.12/24" }, { "interface": "net1", "ip": "10.7.2.12" } ],
                [ { "interface": "net1", "ip": "10.7.2.13/16", "state": "x" }, { "interface": "net0", "ip": "10.7.1.13/24" } ]
              ],
              "nodes": [ "alpha", "beta" ],
              "arp-cache": "90",
              "notify": [ "arp-cache", { "interface": "net0", "ip": "10.7.1.1/28" }, { "interface": "net0", "ip": "10.0.0.0/8" } ],
              "interval": 0.25, "mature": "7.5", "stale": 6,
              "management": "/var/run/vippy/ctl.socket",
              "logging": { "driver": "syslog", "facility": "local3",
                "mask": { "emerg": true, "alert": true, "crit": true, "err": true, "warning": true, "notice": false,
                          "info": false, "debug": false } },
              "plugins": [ "/opt/vippy/ping.js" ],
              "colour": "blue"
            }
            """;

    private static final String LOG = ", \"logging\": {\"driver\": \"console\"}";
    private static final String VIPS = "\"vips\": [[{\"interface\": \"net0\", \"ip\": \"10.7.1.10/24\"}]]";
    private static final String SMALL = "{\"secret\": \"0123456789\", " + VIPS + LOG;

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void doesTheSame() throws ConfigException {
        Config config = load(FULL);
        ConfiguredMulticast multicast = ((ConfiguredMulticast) config.store());
        assertThat(config.binding().interfaceName()).isEqualTo("net0");
        assertThat(multicast.transport())
                .isEqualTo(new Transport.GroupTransport(
                        new InetSocketAddress(InetAddress.ofLiteral("239.7.7.7"), 6007), "net0"));
        assertThat(multicast.secret().value()).isEqualTo("it's a \"secret\" # {no} comment");
        assertThat(multicast.electorate().nodes()).containsExactly(new NodeName("alpha"), new NodeName("beta"));
        assertThat(multicast.ttl()).isEqualTo(Duration.ofSeconds(6));
        assertThat(multicast.startDelay()).isEqualTo(Duration.ofMillis(7500));
        assertThat(config.leaseTiming().interval()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.api().socket()).contains(Path.of("/var/run/vippy/ctl.socket"));
        assertThat(config.log().level()).isEqualTo(Level.WARNING);
    }

    @Test
    void hasThePoolWithItsGroupsAndPreferredNodes() throws ConfigException {
        PoolFile.Configured pool = Stores.multicast(load(FULL)).pool().orElseThrow();
        assertThat(pool.version()).contains(12L);
        assertThat(texts(pool))
                .isEqualTo(Map.of(
                        "10.7.1.10", "{\"prefix\":24}",
                        "10.7.1.11", "{\"prefix\":24,\"prefer\":[\"alpha\"]}",
                        "10.7.1.12", "{\"prefix\":24,\"group\":\"10.7.1.12\",\"prefer\":[\"beta\"]}",
                        "10.7.2.12",
                                "{\"prefix\":32,\"interface\":\"net1\",\"group\":\"10.7.1.12\",\"prefer\":[\"beta\"]}",
                        "10.7.1.13", "{\"prefix\":24,\"group\":\"10.7.1.13\"}",
                        "10.7.2.13", "{\"prefix\":16,\"interface\":\"net1\",\"group\":\"10.7.1.13\"}"));
    }

    @Test
    void poolIsThatOfTheSameListInOursWhereInterfacesAreTheOneOfTheNode() throws ConfigException {
        String vips = "[['alpha', {ip: 10.7.1.11/24}, {ip: 10.7.1.12/24}], [{ip: 10.7.1.10/24}]]";
        Config ours = configFixture.onLo("secret: correct horse\nips: " + vips);
        Config imported = load("{secret: 'correct horse', vips: " + vips + "}", "interface: lo\n");
        assertThat(texts(((ConfiguredMulticast) imported.store()).pool().orElseThrow()))
                .isEqualTo(texts(((ConfiguredMulticast) ours.store()).pool().orElseThrow()));
    }

    @Test
    void saysWhatDiffersAndWhatIsLost() throws ConfigException {
        assertThat(yaml(FULL).replace("\n# ", " "))
                .contains("\narp-cache: 90s")
                .contains("\nnotify:\n  - arp-cache\n  - {interface: net0, ip: 10.7.1.1/28}\n")
                .contains("chat_interface \"all\":")
                .contains("10.0.0.0/8 is left out")
                .contains("Left out of the addresses: state.")
                .contains("An interface that stands at an address holds for all nodes")
                .contains("logging.driver and logging.facility have no counterpart")
                .contains("/opt/vippy/ping.js")
                .contains("Not known, and left out: colour.");
    }

    @Test
    void whatIsNotSaidIsTheStandardOfBoth() throws ConfigException {
        Config config = load(SMALL + "}");
        assertThat(config.leaseTiming().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.leaseTiming().ttl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(((ConfiguredMulticast) config.store()).startDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(((ConfiguredMulticast) config.store()).pool().orElseThrow().version())
                .contains(0L);
        assertThat(config.api().socket()).contains(Path.of("/var/run/vippy.socket"));
    }

    @ParameterizedTest
    @CsvSource({"5, 5s", "'\"90\"', 90s", "0.5, 500ms", "'\"0.25\"', 250ms", "0.0001, 1ms", "120, 2m"})
    void secondsGetTheirUnit(String written, String read) throws ConfigException {
        assertThat(yaml(SMALL + ", \"stale\": " + written + "}")).contains("\nstale: " + read + "\n");
    }

    @Test
    void nothingIsTheStandardAsInJavaScript() throws ConfigException {
        assertThat(load(SMALL + ", \"stale\": 0, \"interval\": null, \"mature\": \"0\"}")
                        .leaseTiming()
                        .ttl())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "emerg: true, err: true                 | error",
                "warning: true                          | warn",
                "warning: false, notice: true           | info",
                "info: true                             | info",
                "debug: true, err: false                | debug",
                "emerg: false                           | error"
            })
    void theLevelIsTheMostTalkativeOfTheMask(String mask, String level) throws ConfigException {
        String text = yaml("{vips: [], logging: {mask: {" + mask + "}}}");
        assertThat(text).contains("\nlog-level: " + level + "\n");
    }

    @ParameterizedTest
    @CsvSource({"eth3, multicast-interface: eth3", "10.7.0.1, #multicast-interface: eth0"})
    void theInterfaceToTalkOnIsTakenByItsName(String written, String line) throws ConfigException {
        assertThat(yaml("{vips: [], chat_interface: '" + written + "'}")).contains("\n" + line + "\n");
    }

    /// What would be a guess is left to people, and loading says so.
    @Test
    void makesUpNeitherSecretNorInterface() throws ConfigException {
        String text = yaml("{\"vips\": []}");
        assertThat(text).contains("\n#secret: \"\"\n").contains("\n#interface: eth0\n");
        assertThatThrownBy(() -> configFixture.loader().loadText("yaim.yml", text, Map.of()))
                .hasMessageContaining("secret: found nothing")
                .hasMessageContaining("interface: found nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vips: 5                       | vips: found \"5\", expected a list of groups",
                "vips: [5]                     | vips: found \"5\", expected a list of addresses",
                "vips: [[]]                    | vips: found no address in a group, expected one or more",
                "vips: [[{interface: e}]]      | vips.ip: found nothing, expected an address such as 10.0.0.5/24",
                "vips: [[{ip: 10.0.0.300}]]    | vips.ip: found \"10.0.0.300\", expected an address such as 10.0.0.5/24",
                "vips: [[{ip: 10.0.0.3/33}]]   | vips.ip: found \"10.0.0.3/33\", expected an address such as 10.0.0.5/24",
                "vips: [['a b', {ip: 1.1.1.1}]]| vips: found \"a b\", expected the name of a node, 1 to 63 of A-Z a-z 0-9"
                        + " . _ -",
                "vips: [[a, b]]                | vips: found \"b\", expected a map with interface and ip",
                "nodes: {}                     | nodes: found a map, expected a list of nodes",
                "nodes: [[a]]                  | nodes: found the list [a], expected a text",
                "stale: soon                   | stale: found \"soon\", expected a number of seconds",
                "stale: -1                     | stale: found \"-1\", expected a number of seconds",
                "chat: [a]                     | chat: found a list, expected one value",
                "notify: [x]                   | notify: found \"x\", expected arp-cache, or a map with interface and ip",
                "logging: syslog               | logging: found \"syslog\", expected a map with driver, facility and mask",
                "logging: {mask: x}            | logging.mask: found \"x\", expected a map of levels, each true or false",
                "a: b, a: c                    | a: found twice, expected once; first in line 2"
            })
    void tellsWhereItIsWrongAndHow(String line, String expected) {
        String vips = line.startsWith("vips") ? "" : ", vips: []";
        assertThat(mistakes("{\n" + line + "\n" + vips + "}")).containsExactly("vippy.conf:2: " + expected);
    }

    @Test
    void tellsWhatIsNoFileOfVippyAtAll() {
        assertThat(mistakes("{\"chat\": \"a"))
                .hasSize(1)
                .allMatch(line -> line.startsWith("vippy.conf:1: not valid YAML"));
        assertThat(mistakes("[1]"))
                .containsExactly("vippy.conf:1: found a list, expected lines of the form key: value");
        assertThatThrownBy(() -> VippyImport.toYaml(folder.resolve("missing"), Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing: there is no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval: 1000\\ntrigger-key: /service/leader | vip-manager, expected one of vippy; docs/migration.md says"
                        + " how to move its addresses",
                "vrrp_instance VI_1 {\\n  state MASTER\\n}     | keepalived, expected one of vippy; docs/migration.md says"
                        + " how to move its addresses",
                "interval: 3000\\nttl: 9000                    | yaim, expected one of vippy: it needs no import",
                "apiVersion: v1\\nkind: Pod                    | Kubernetes, expected one of vippy",
                "scope: pg\\nname: n1                          | Patroni, expected one of vippy"
            })
    void namesTheProgramWhoseFileItIs(String text, String expected) {
        assertThat(mistakes(text.replace("\\n", "\n"))).containsExactly("vippy.conf: this is a file of " + expected);
    }

    @Test
    void takesNoFileWithoutAddressesAndGroup() {
        assertThat(mistakes("{interval: 5, colour: blue}"))
                .containsExactly("vippy.conf: found neither chat nor vips, expected a file of vippy");
    }

    @Test
    void noTextOfTheFileBecomesALineOfItsOwn() throws ConfigException {
        String text = yaml(
                "{\"vips\": [], \"chat\": \"a\\nsocket: /x\", \"management\": \"s\\n\", \"plugins\": [\"p\\nq: r\"]}");
        assertThat(text.lines().filter(line -> line.startsWith("q:") || line.equals("socket: /x")))
                .isEmpty();
    }

    private Config load(String vippy) throws ConfigException {
        return load(vippy, "");
    }

    /// @param more lines that stand before what is printed
    private Config load(String vippy, String more) throws ConfigException {
        return configFixture.loader().loadText("yaim.yml", more + loadable(yaml(vippy)), Map.of());
    }

    private String yaml(String vippy) throws ConfigException {
        return VippyImport.toYaml(configFixture.write("vippy.conf", vippy), Optional.empty());
    }

    private List<String> mistakes(String vippy) {
        try {
            throw new AssertionError("expected mistakes, found " + yaml(vippy));
        } catch (ConfigException e) {
            return configFixture.inFolder(e.problems());
        }
    }

    /// Without the keys that are not there in this version.
    private static String loadable(String text) {
        boolean isThere = KeyGroups.with(Stores.SHIPPED).stream()
                .flatMap(group -> group.keys().stream())
                .anyMatch(configKey -> configKey.isNamed("notify"));
        return isThere
                ? text
                : text.lines()
                        .filter(line -> !line.matches("arp-cache:.*|notify:|  - arp-cache|  - \\{interface.*"))
                        .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> texts(PoolFile.Configured pool) {
        var texts = new TreeMap<String, String>();
        pool.entries().forEach((VirtualIp ip, String options) -> texts.put(ip.toString(), options));
        return texts;
    }
}
