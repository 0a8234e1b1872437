package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.ConfigFixture;
import io.yaim.config.Stores;
import io.yaim.model.VirtualIp;
import io.yaim.setting.ConfigException;
import io.yaim.store.EntryCodec;
import io.yaim.store.multicast.participant.PoolFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PoolConfigReaderTest {

    private static final int MOST_ENTRIES = 10_000;

    private static final String LEAD = "secret: correct horse\n";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void addressesByThemselves() throws ConfigException {
        assertThat(pool("[10.0.0.6, 'fd00::5', 10.0.0.5/24]"))
                .isEqualTo(Map.of("10.0.0.5", "{\"prefix\":24}", "10.0.0.6", "", "fd00::5", ""));
    }

    @Test
    void addressesWithTheOptionsOfAnEntry() throws ConfigException {
        assertThat(pool("""

                  - ip: 10.0.0.5
                    prefix: 24
                    Interface: eth1
                    label: '7'
                    prefer: [n1, n2]
                    checks: [{type: tcp, host: 10.0.0.5, port: 80}]
                    check_interval: 2s
                  - {ip: 10.0.0.6/16, prefer: n1, group: 5, label: ~}
                """))
                .isEqualTo(Map.of(
                        "10.0.0.5",
                        "{\"prefix\":24,\"interface\":\"eth1\",\"label\":\"7\",\"prefer\":[\"n1\",\"n2\"],"
                                + "\"checks\":[{\"type\":\"tcp\",\"host\":\"10.0.0.5\",\"port\":80}],"
                                + "\"check-interval\":2000}",
                        "10.0.0.6",
                        "{\"prefix\":16,\"group\":\"5\",\"prefer\":[\"n1\"]}"));
    }

    @Test
    void optionsAreWhatTheStoreUnderstands() throws ConfigException {
        pool("[{ip: 10.0.0.5, prefix: 24, prefer: n1, checks: [{type: tcp, host: h, port: 1}]}]")
                .forEach((ip, text) -> assertThat(
                                EntryCodec.decode(VirtualIp.parse(ip), "", text).prefer())
                        .hasSize(1));
    }

    @Test
    void groupsShareWhatTheySayAndMembersSayOtherwise() throws ConfigException {
        assertThat(pool("""

                  - group: web
                    prefer: n2
                    interface: eth0
                    ips: [10.0.0.5, {ip: 10.0.0.6/24, interface: eth1}]
                """))
                .isEqualTo(Map.of(
                        "10.0.0.5", "{\"interface\":\"eth0\",\"group\":\"web\",\"prefer\":[\"n2\"]}",
                        "10.0.0.6", "{\"prefix\":24,\"interface\":\"eth1\",\"group\":\"web\",\"prefer\":[\"n2\"]}"));
    }

    @Test
    void groupsWithoutANameAreCalledByTheirLowestAddress() throws ConfigException {
        String name = "{\"group\":\"10.0.0.5\"}";
        assertThat(pool("[{ips: [10.0.0.6, 10.0.0.5]}]")).isEqualTo(Map.of("10.0.0.5", name, "10.0.0.6", name));
        assertThat(pool("[{ips: 'fd00::6, fd00::5'}]"))
                .containsEntry("fd00::6", "{\"group\":\"fd00--5\"}")
                .hasSize(2);
        assertThat(pool("[{ips: [10.0.0.6], prefer: n1}]")).isEqualTo(Map.of("10.0.0.6", "{\"prefer\":[\"n1\"]}"));
    }

    @Test
    void listsAreGroupsAsVippyWritesThem() throws ConfigException {
        assertThat(pool("""

                  - [ { "interface": "e0", "ip": "10.0.1.5/24" } ]
                  - [ 'node2', { "interface": "e0", "ip": "10.0.2.5/24" }, { "interface": "e1", "ip": "10.0.2.4" } ]
                  - [node3, 10.0.3.5]
                """))
                .isEqualTo(Map.of(
                        "10.0.1.5", "{\"prefix\":24,\"interface\":\"e0\"}",
                        "10.0.2.5",
                                "{\"prefix\":24,\"interface\":\"e0\",\"group\":\"10.0.2.4\",\"prefer\":[\"node2\"]}",
                        "10.0.2.4", "{\"interface\":\"e1\",\"group\":\"10.0.2.4\",\"prefer\":[\"node2\"]}",
                        "10.0.3.5", "{\"prefer\":[\"node3\"]}"));
    }

    @Test
    void equalPoolsAreEqualHoweverTheyAreWritten() throws ConfigException {
        assertThat(pool("[{prefer: [n1], ip: 10.0.0.5, prefix: '24'}, 10.0.0.6]"))
                .isEqualTo(pool("[10.0.0.6, [n1, 10.0.0.5/24]]"));
    }

    @Test
    void versionsArePartOfIt() throws ConfigException {
        assertThat(load("[10.0.0.5]\nversion: 9007199254740992").version()).contains(1L << 53);
        assertThat(load("[]").version()).isEmpty();
        assertThat(configFixture.mistakesOnLo(LEAD + "dcs-type: multicast\nversion: 5"))
                .containsExactly("yaim.yml:4: version: found without ips, expected both or neither");
        assertThat(mistake("[]\nversion: 9007199254740993"))
                .isEqualTo("yaim.yml:4: version: found \"9007199254740993\", expected a whole number from 0 to"
                        + " 9007199254740992");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: b}                              | ips: found a map, expected a list of addresses and groups",
                "[host]                              | ips: found \"host\", expected an IP address",
                "['fd00:0::5']                       | ips: found \"fd00:0::5\", expected the canonical spelling fd00::5",
                "[10.0.0.5/33]                       | ips: expected 1 to 32, found 33",
                "[10.0.0.5/x]                        | ips: expected an integer, found x",
                "['fe80::1']                         | ips: fe80::1: expected a unicast address, and of IPv6 none that is"
                        + " link-local",
                "[{prefix: 24}]                      | ips.ip: found nothing, expected an IP address",
                "[{ip: [10.0.0.5]}]                  | ips.ip: found the list [10.0.0.5], expected an IP address",
                "[{ip: 10.0.0.5/24, prefix: 24}]     | ips.ip: found a prefix in it and beside it, expected one of the two",
                "[{ip: 10.0.0.5, prefx: 24}]         | ips.prefx: unknown option of an address, did you mean `prefix`?",
                "[{ip: 10.0.0.5, checks: [{a: b}]}]  | ips.checks: unknown option a, known are host, port, type",
                "[{ip: 10.0.0.5, check-interval: 1}] | ips.check-interval: found \"1\", expected milliseconds, or a number"
                        + " with ms, s, m or h, from 50 ms to 1 h",
                "[{ip: 10.0.0.5, label: a, LABEL: b}]| ips.LABEL: found twice, expected once",
                "[{ips: []}]                         | ips: found no address in a group, expected ips: [one, ...]",
                "[{ips: [10.0.0.5], ip: 10.0.0.6}]   | ips: found ip beside ips, expected one of the two",
                "[{ips: [[10.0.0.5]]}]               | ips.ips: found a list in a group, expected an address",
                "[{ips: [10.0.0.5], group: a b}]     | ips.group: expected 1 to 63 of A-Z a-z 0-9 . _ -, found a b",
                "[[]]                                | ips: found no address in a group, expected [node, address, ...]",
                "[[node2]]                           | ips: found no address in a group, expected [node, address, ...]",
                "[[10.0.0.300, 10.0.0.5]]            | ips: found \"10.0.0.300\", expected an IP address",
                "[[node2, node3, 10.0.0.5]]          | ips: found \"node3\", expected an IP address",
                "[10.0.0.5, [10.0.0.5/24]]           | ips: found 10.0.0.5 twice, expected once; first in line 3",
            })
    void tellsWhereItIsWrongAndHow(String ips, String expected) {
        assertThat(mistake(ips)).isEqualTo("yaim.yml:3: " + expected);
    }

    @Test
    void aSharedMistakeIsToldOnce() {
        assertThat(mistake("[{ips: [10.0.0.5, 10.0.0.6], label: 'a b'}]"))
                .startsWith("yaim.yml:3: ips.label: expected");
    }

    @Test
    void isBounded() throws ConfigException {
        assertThat(load(many(MOST_ENTRIES)).entries()).hasSize(MOST_ENTRIES);
        assertThat(mistake(many(MOST_ENTRIES + 1))).endsWith("found more than 10000 addresses, expected at most that");
    }

    /// As long as entries are in practice.
    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\n- {ip: 10.1." + i / 256 + "." + i % 256 + "/16, interface: eth0, prefer: node1}")
                .collect(Collectors.joining());
    }

    private PoolFile.Configured load(String ips) throws ConfigException {
        return Stores.multicast(configFixture.onLo(LEAD + "ips: " + ips)).pool().orElseThrow();
    }

    private Map<String, String> pool(String ips) throws ConfigException {
        var pool = new TreeMap<String, String>();
        load(ips).entries().forEach((ip, options) -> pool.put(ip.toString(), options));
        return pool;
    }

    private String mistake(String ips) {
        assertThat(configFixture.mistakesOnLo(LEAD + "ips: " + ips)).hasSize(1);
        return configFixture.mistakesOnLo(LEAD + "ips: " + ips).getFirst();
    }
}
