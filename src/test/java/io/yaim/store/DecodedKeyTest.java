package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.ConsentRecord;
import io.yaim.model.ConsentRecord.ConsentPeer;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.FailureMode;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecodedKeyTest {

    private static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");
    private static final NodeName A = new NodeName("a");
    private static final Optional<LeaseId> LEASE = Optional.of(new LeaseId("fffffffffffffff9"));
    private static final Node NODE = new Node(
            A,
            Incarnation.of(1),
            new LeaseId("fffffffffffffff9"),
            3,
            new TreeMap<>(Map.of("eth0", List.of("10.0.0.0/24", "fd00::/64"), "eth1", List.of())),
            new TreeMap<>(Map.of(
                    IP,
                    "no \"network\": \ud83d\ude00\n",
                    VirtualIp.parse("fd00::5"),
                    "no \"network\": \ud83d\ude00\n")),
            new TreeSet<>(Set.of(Node.OWN_INTERFACE, "eth0")),
            9);
    private static final Member MEMBER = new Member(
            A,
            Incarnation.of(1),
            new LeaseId("fffffffffffffff9"),
            Member.State.UNHEALTHY,
            "it's <<: \\ {",
            "http://a:1",
            "10.0.0.1:1314",
            true,
            9);

    private static final NeighbourReport NEIGHBOURS = NeighbourReport.of(
                    A,
                    Incarnation.of(1),
                    new LeaseId("fffffffffffffff9"),
                    List.of(
                            new Neighbour(
                                    "eth0", VirtualIp.parse("10.0.0.1"), new HardwareAddress(0x02_77_00_00_00_01L)),
                            new Neighbour(
                                    "eth1", VirtualIp.parse("fe80::1"), new HardwareAddress(0x02_77_00_00_00_02L))))
            .withRevision(9);

    private static DecodedKey entry(String value) {
        return DecodedKey.decode(KEYS, new RawKey(KEYS.entry(IP), value, 9, Optional.empty()));
    }

    private static DecodedKey fact(String key, String value, Optional<LeaseId> lease) {
        return DecodedKey.decode(KEYS, new RawKey(key, value, 9, lease));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fe80::5",
                "febf::1",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "ff02::1"
            })
    void anAddressThatNoHostCanServeUnderIsNoEntry(String ip) {
        String key = KEYS.entry(VirtualIp.parse(ip));
        assertThat(DecodedKey.decode(KEYS, new RawKey(key, "", 9, Optional.empty())))
                .isInstanceOf(DecodedKey.Unmanaged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "{}", "# nothing", "~"})
    void anEntryNeedsNoOptions(String value) {
        assertThat(entry(value)).isEqualTo(new DecodedKey.OfEntry(Entry.plain(IP, KEYS.entry(IP)), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prefix\": 24, \"interface\": \"eth0\", \"label\": \"vip\", \"group\": \"g\", \"prefer\": [\"b\", \"a\"],"
                        + " \"dcs-failure-mode\": \"claim\"}",
                "prefix: 24\ninterface: eth0\nlabel: vip\ngroup: g\nprefer: [b, a, b]\ndcs-failure-mode: claim\n"
            })
    void optionsAreJsonOrYaml(String value) {
        var entry = EntryBuilder.of(IP, KEYS.entry(IP))
                .prefix(Optional.of(24))
                .interfaceName(Optional.of("eth0"))
                .label(Optional.of("vip"))
                .group(Optional.of("g"))
                .prefer(List.of(new NodeName("b"), A))
                .failureMode(Optional.of(FailureMode.CLAIM))
                .build();
        assertThat(entry(value)).isEqualTo(new DecodedKey.OfEntry(entry, false));
    }

    @Test
    void oneNodeMayBePreferredWithoutAList() {
        assertThat(entry("prefer: a"))
                .isInstanceOfSatisfying(
                        DecodedKey.OfEntry.class,
                        fact -> assertThat(fact.entry().prefer()).containsExactly(A));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix: 33|prefix: expected 1 to 32, found 33",
                "prefix: 0|prefix: expected 1 to 32, found 0",
                "prefix: '24'|prefix: expected an integer, found 24",
                "interface: on|interface: expected text, found true",
                "interface: 'a/b'|interface: expected the name of a network interface",
                "label: '0123456789abcdef'|label: expected 1 to 13",
                "group: ''|group: expected 1 to 63",
                "prefer: [a, 7]|prefer: expected texts",
                "prefer: 'a b'|expected 1 to 63 of A-Z",
                "prefer: {a: b}|prefer: expected at most 16 texts",
                "check: []|unknown option check, known are check-interval, checks, dcs-failure-mode, group, interface, label, prefer, prefix",
                "colour: red|unknown option colour",
                "prefix:|prefix: expected a value",
                "7: x|expected text as the name of a field, found 7",
                "just text|expected a map of options",
                "[prefix]|expected a map of options",
                "{prefix: 24, prefix: 25}|duplicate key",
                "!!java.net.URL [x]|tags are not allowed",
                "prefix: !!int 24|tags are not allowed",
                "{group: &g a, label: b}|anchors and aliases are not allowed",
                "{<<: {prefix: 24}}|merge keys are not allowed",
                "{group: {a: {b: {c: {d: {}}}}}}|nested deeper than 4",
                "{prefix: 24|not YAML or JSON",
                "a: b: c|not YAML or JSON",
                "group: \"\\u|not YAML or JSON: a malformed number or escape"
            })
    void optionsThatAreNotUnderstoodMakeTheEntryOdd(String value, String reason) {
        assertThat(entry(value)).isInstanceOfSatisfying(DecodedKey.Unmanaged.class, unmanaged -> {
            assertThat(unmanaged.entry()).contains(IP);
            assertThat(unmanaged.text())
                    .startsWith("/service/yaim/ips/10.0.0.5: ")
                    .contains(reason);
        });
    }

    @Test
    void aValueThatIsTooLongIsOdd() {
        assertThat(entry("#" + "x".repeat(4096))).isInstanceOf(DecodedKey.Unmanaged.class);
        assertThat(entry("#" + "x".repeat(4095))).isInstanceOf(DecodedKey.OfEntry.class);
    }

    @Test
    void aValueFullOfBracketsIsGivenUpAtTheFirstTooMany() {
        assertThat(entry("{\"group\": " + "[".repeat(4000)))
                .isInstanceOfSatisfying(
                        DecodedKey.Unmanaged.class,
                        unmanaged -> assertThat(unmanaged.text()).endsWith("nested deeper than 4"));
    }

    @Test
    void aNodeReadsWhatANodeWrote() {
        assertThat(fact(KEYS.node(A), NodeCodec.encode(NODE), LEASE)).isEqualTo(new DecodedKey.OfNode(NODE));
        assertThat(NodeCodec.encode(NODE)).matches("\\p{Print}+").contains("\"lease\":\"fffffffffffffff9\"");
    }

    @Test
    void aMemberReadsWhatAMemberWrote() {
        assertThat(fact(KEYS.member(A), MemberCodec.encode(MEMBER), LEASE)).isEqualTo(new DecodedKey.OfMember(MEMBER));
    }

    @Test
    void aRecordOfWitnessesIsReadAsItWasWritten() {
        var witnesses = new TreeMap<NodeName, ConsentPeer>();
        witnesses.put(new NodeName("b"), new ConsentPeer(Incarnation.of(2), "10.0.0.2:1314"));
        witnesses.put(new NodeName("c"), new ConsentPeer(Incarnation.of(3), ""));
        var record = new ConsentRecord(MEMBER.tenancy(), "10.0.0.1:1314", Duration.ofSeconds(9), witnesses, 9);
        String value = ConsentRecordCodec.encode(record);
        assertThat(fact(KEYS.consentRecord(A), value, Optional.empty()))
                .isEqualTo(new DecodedKey.OfConsentRecord(record));
        assertThat(fact(KEYS.consentRecord(new NodeName("b")), value, Optional.empty()))
                .isInstanceOf(DecodedKey.Unmanaged.class);
        for (String part : List.of("hold-ms", "incarnation", "lease", "name", "witnesses")) {
            assertThat(fact(KEYS.consentRecord(A), value.replaceFirst("\"" + part, "\"x"), Optional.empty()))
                    .as(part)
                    .isInstanceOf(DecodedKey.Unmanaged.class);
        }
    }

    @Test
    void neighboursAreReadAsTheyWereWritten() {
        String value = NeighbourReportCodec.encode(NEIGHBOURS);
        assertThat(fact(KEYS.neighbourReport(A), value, LEASE)).isEqualTo(new DecodedKey.OfNeighbourReport(NEIGHBOURS));
        assertThat(value).contains("\"eth0\":{\"10.0.0.1\":\"02:77:00:00:00:01\"");
        assertThat(List.of(
                        fact(KEYS.neighbourReport(A), value, Optional.empty()),
                        fact(KEYS.neighbourReport(new NodeName("b")), value, LEASE)))
                .allMatch(DecodedKey.Unmanaged.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1|224.0.0.1|expected a single host",
                "10.0.0.1|255.255.255.255|expected a single host",
                "10.0.0.1|0.0.0.0|expected a single host",
                "10.0.0.1|10.0.0.01|expected",
                "02:77:00:00:00:01|ff:ff:ff:ff:ff:ff|expected a single host",
                "02:77:00:00:00:01|33:33:00:00:00:01|expected a single host",
                "02:77:00:00:00:01|00:00:00:00:00:00|expected a single host",
                "02:77:00:00:00:01|02:77:00:00:00|expected a hardware address",
                "eth0|an-interface-name|expected the name of one",
                "eth0|a b|expected the name of one"
            })
    void framesAreToGoToSingleNeighboursAlone(String part, String other, String reason) {
        String value = NeighbourReportCodec.encode(NEIGHBOURS).replace(part, other);
        assertThat(fact(KEYS.neighbourReport(A), value, LEASE))
                .isInstanceOfSatisfying(
                        DecodedKey.Unmanaged.class,
                        unmanaged -> assertThat(unmanaged.text()).contains(reason));
    }

    @Test
    void moreNeighboursThanANodeMayTellAreRefused() {
        var known = new TreeSet<Neighbour>();
        for (int i = 0; i < NeighbourReport.MOST + 5; i++) {
            VirtualIp ip = VirtualIp.of(new byte[] {10, 1, (byte) (i >> 8), (byte) i});
            known.add(new Neighbour("eth0", ip, new HardwareAddress(0x02_77_00_00_00_00L + i)));
        }
        NeighbourReport bounded = NeighbourReport.of(A, Incarnation.of(1), new LeaseId("fffffffffffffff9"), known);
        assertThat(bounded.all()).hasSize(NeighbourReport.MOST);
        String value = NeighbourReportCodec.encode(bounded);
        assertThat(value).hasSizeLessThan(NeighbourReportCodec.LONGEST);
        assertThat(fact(
                        KEYS.neighbourReport(A),
                        value.replace("{\"eth0\":{", "{\"eth0\":{\"10.2.0.1\":\"02:77:00:00:00:01\","),
                        LEASE))
                .isInstanceOf(DecodedKey.Unmanaged.class);
    }

    @Test
    void fieldsOfLaterVersionsAreSkipped() {
        String later = MemberCodec.encode(MEMBER).replaceFirst("\\{", "{\"new\": [1, {\"x\": null}], ");
        assertThat(fact(KEYS.member(A), later, LEASE)).isEqualTo(new DecodedKey.OfMember(MEMBER));
    }

    @Test
    void aMemberThatDoesNotSaySoDoesNotCoordinate() {
        String earlier = MemberCodec.encode(MEMBER).replaceFirst(",\"coordinates\":true", "");
        assertThat(MemberCodec.decode(earlier, 9).isCoordinator()).isFalse();
        assertThat(MemberCodec.encode(MemberCodec.decode(earlier, 9))).isEqualTo(earlier);
    }

    @Test
    void aKeyCountsOnlyOnTheLeaseAndUnderTheNameThatItTells() {
        String node = NodeCodec.encode(NODE);
        String member = MemberCodec.encode(MEMBER);
        NodeName other = new NodeName("b");
        Optional<LeaseId> otherLease = Optional.of(new LeaseId("8"));
        assertThat(List.of(
                        fact(KEYS.node(A), node, Optional.empty()),
                        fact(KEYS.node(A), node, otherLease),
                        fact(KEYS.node(other), node, LEASE),
                        fact(KEYS.member(A), member, Optional.empty()),
                        fact(KEYS.member(A), member, otherLease),
                        fact(KEYS.member(other), member, LEASE),
                        fact(KEYS.member(A), "", LEASE),
                        fact(KEYS.node(A), member.replace("\"lease\"", "\"least\""), LEASE)))
                .allMatch(DecodedKey.Unmanaged.class::isInstance);
    }

    @Test
    void marksAndWishesAreRead() {
        assertThat(fact(KEYS.mark(IP), "a", LEASE)).isEqualTo(new DecodedKey.OfMark(new Mark(IP, A, LEASE, 9)));
        assertThat(fact(KEYS.mark(IP), "", LEASE)).isInstanceOf(DecodedKey.Unmanaged.class);
        assertThat(fact(KEYS.markCopy(IP), "anything", LEASE)).isEqualTo(new DecodedKey.OfMarkCopy());
        assertThat(fact(KEYS.drain(A), "", Optional.empty())).isEqualTo(new DecodedKey.OfWish(new Wish.Drain(A)));
        assertThat(fact(KEYS.pin(IP), "a", Optional.empty())).isEqualTo(new DecodedKey.OfWish(new Wish.Pin(IP, A)));
        assertThat(fact(KEYS.pin(IP), "a b", Optional.empty())).isInstanceOf(DecodedKey.Unmanaged.class);
        assertThat(fact(KEYS.pause(), "", Optional.empty())).isEqualTo(new DecodedKey.OfWish(new Wish.Pause()));
    }

    @Test
    void anOddityIsShortAndPrintable() {
        DecodedKey odd = fact("/service/yaim/ips/\u001b[31m" + "x".repeat(10_000), "", Optional.empty());
        assertThat(odd)
                .isInstanceOfSatisfying(
                        DecodedKey.Unmanaged.class,
                        fact -> assertThat(fact.text()).hasSizeLessThan(300).doesNotContain("\u001b"));
    }
}
