package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.AddressRange;
import io.yaim.model.Entry;
import io.yaim.model.Neighbour;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.PrintableLine;
import io.yaim.model.VirtualIp;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Keys and values of the store, which anybody may have written.
public final class StoreTargets {

    private static final int LONGEST = 6000;
    private static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");

    /// As the loop writes them, and as people do.
    public static final List<String> VALUES = List.of(
            "",
            "prefix: 24\ninterface: eth0\nlabel: vip\ngroup: g\nprefer: [b, a]\ndcs-failure-mode: failsafe\n",
            "{\"prefix\": 24, \"interface\": \"eth0\", \"label\": \"vip\", \"group\": \"g\", \"prefer\": [\"b\"]}",
            "{\"name\": \"a\", \"incarnation\": \"0000000000000001\", \"lease\": \"fffffffffffffff9\", \"weight\": 3,"
                    + " \"interfaces\": {\"eth0\": [\"10.0.0.1/24\", \"fd00::1/64\"], \"eth1\": []},"
                    + " \"refuses\": {\"no \\\"network\\\": \\ud83d\\ude00\": [\"10.0.0.5\", \"fd00::5\"]}}",
            "{\"name\": \"a\", \"incarnation\": \"0000000000000001\", \"lease\": \"fffffffffffffff9\","
                    + " \"state\": \"unhealthy\", \"reason\": \"it's <<: \\\\ {\", \"reach\": \"http://a:1\", \"peer\": \"10.0.0.1:1314\"}",
            "{\"name\": \"a\", \"incarnation\": \"0000000000000001\", \"lease\": \"fffffffffffffff9\", \"hold-ms\": 9000,"
                    + " \"peer\": \"10.0.0.1:1314\", \"witnesses\": {\"b\": {\"incarnation\": \"0000000000000002\","
                    + " \"peer\": \"[fd00::2]:1314\"}}}",
            "{\"name\": \"a\", \"incarnation\": \"0000000000000001\", \"lease\": \"fffffffffffffff9\","
                    + " \"interfaces\": {\"eth0\": {\"10.0.0.1\": \"02:77:00:00:00:01\", \"fe80::1\": \"02:77:00:00:00:02\"}}}",
            "a");

    /// What means something in YAML or in keys.
    public static final List<String> SNIPPETS = List.of(
            ": ",
            "\n",
            "- ",
            "\t",
            "*a",
            "&a ",
            "!!map ",
            "!!binary ",
            "!",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|",
            ">",
            "%YAML 1.1\n",
            "---\n",
            "...\n",
            "? ",
            "<<: ",
            "\\x00",
            "\\u",
            "\"\\UFFFFFFFF\"",
            "\\ud83d",
            "\\N",
            "~",
            "null",
            "true",
            "#",
            ",",
            "2001-12-14t21:59:43.10-05:00",
            "2001-99-99",
            "190:20:30",
            "0b",
            "0x",
            "0b102",
            ".inf",
            ".nan",
            "1_0",
            "=",
            "/",
            "//",
            "ips/",
            "marks/",
            "/marked",
            "::",
            "::ffff:10.0.0.5",
            "%eth0",
            "010.0.0.5",
            "10.0.0.256",
            "fe80::1",
            "224.0.0.1",
            "255.255.255.255",
            "127.0.0.1",
            "[".repeat(300),
            "{a: ".repeat(100),
            "? ".repeat(200),
            "- ".repeat(500),
            "a".repeat(300),
            "a: &x [*x]\n",
            "weight: 0",
            "\"weight\": 1e3, ",
            "\"name\": \"b\", ");

    private static final List<String> IPS = List.of("10.0.0.5", "fd00::5", "::", "2001:db8:1:2:3:4:5:6", "::1:0:0:0");
    private static final List<String> KEY_SEEDS = List.of(
            "/service/yaim/ips/10.0.0.5",
            "/service/yaim/ips/fd00::5/",
            "/service/yaim/ips/10.0.0.5/marked",
            "/service/yaim/marks/10.0.0.5",
            "/service/yaim/nodes/a",
            "/service/yaim/members/node-1.example",
            "/service/yaim/witnesses/a",
            "/service/yaim/neighbours/a",
            "/service/yaim/wishes/drain/a",
            "/service/yaim/wishes/pin/10.0.0.5",
            "/service/yaim/wishes/pause");

    /// Those of which the value is read.
    private static final List<String> READ_KEYS = KEY_SEEDS.stream()
            .filter(key -> !key.matches(".*(/marked|drain/a|pause|5/)"))
            .toList();

    private StoreTargets() {}

    public static List<Target> all() {
        var values = Mutator.ofTexts(VALUES, SNIPPETS, LONGEST);
        return List.of(
                new Target("address", 35_000, Mutator.ofTexts(IPS, SNIPPETS, LONGEST), StoreTargets::address),
                new Target(
                        "range",
                        10_000,
                        Mutator.ofTexts(List.of("10.0.0.0/24", "fd00::/64", "10.0.0.5"), SNIPPETS, LONGEST),
                        StoreTargets::range),
                new Target("key", 35_000, Mutator.ofTexts(KEY_SEEDS, SNIPPETS, LONGEST), StoreTargets::key),
                new Target("value", 6000, values, StoreTargets::value),
                new Target("fact", 4000, values, StoreTargets::decodedKey),
                new Target("line", 10_000, values, StoreTargets::line));
    }

    /// What a store gives back: text that is UTF-8.
    public static String stored(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void address(String text) {
        parsed(VirtualIp::parse, text).ifPresent(ip -> {
            assertThat(ip).hasToString(text);
            assertThat(VirtualIp.of(ip.bytes())).isEqualTo(ip);
        });
    }

    private static void range(String text) {
        parsed(AddressRange::parse, text).ifPresent(range -> {
            assertThat(AddressRange.parse(range.toString())).isEqualTo(range);
            assertThat(range.contains(range.first()) && range.contains(range.last()))
                    .isTrue();
        });
    }

    /// A key that is understood is the one that would be written, so no two keys mean the same.
    private static void key(String input) {
        String text = stored(input);
        String written = switch (KEYS.parse(text)) {
            case ParsedKey.OfEntry(var ip, var hasSlash) -> KEYS.entry(ip) + (hasSlash ? "/" : "");
            case ParsedKey.OfMark(var ip) -> KEYS.mark(ip);
            case ParsedKey.OfMarkCopy(var ip) -> KEYS.markCopy(ip);
            case ParsedKey.OfNode(var name) -> KEYS.node(name);
            case ParsedKey.OfMember(var name) -> KEYS.member(name);
            case ParsedKey.OfConsentRecord(var name) -> KEYS.consentRecord(name);
            case ParsedKey.OfNeighbourReport(var name) -> KEYS.neighbourReport(name);
            case ParsedKey.OfDrain(var name) -> KEYS.drain(name);
            case ParsedKey.OfPin(var ip) -> KEYS.pin(ip);
            case ParsedKey.OfPause() -> KEYS.pause();
            case ParsedKey.Unknown(var reason) -> {
                assertThat(reason).contains("expected");
                yield text;
            }
        };
        assertThat(written).isEqualTo(text);
    }

    private static void value(String input) {
        String text = stored(input);
        parsed(value -> StrictYaml.parse(value, 4096, 4), text)
                .flatMap(Function.identity())
                .ifPresent(value -> {
                    assertThat(depth(value)).isLessThanOrEqualTo(4);
                    assertThat(size(value)).isLessThanOrEqualTo(text.length() + 1L);
                });
        parsed(value -> EntryCodec.decode(IP, "k", value), text)
                .ifPresent(entry ->
                        assertThat(EntryCodec.decode(IP, "k", written(entry))).isEqualTo(entry));
        parsed(value -> NodeCodec.decode(value, 9), text).ifPresent(node -> {
            assertThat(NodeCodec.decode(NodeCodec.encode(node), 9)).isEqualTo(node);
            assertThat(node.weight()).isBetween(1, Node.MAX_WEIGHT);
        });
        parsed(value -> MemberCodec.decode(value, 9), text)
                .ifPresent(member -> assertThat(MemberCodec.decode(MemberCodec.encode(member), 9))
                        .isEqualTo(member));
        parsed(value -> ConsentRecordCodec.decode(value, 9), text)
                .ifPresent(record -> assertThat(ConsentRecordCodec.decode(ConsentRecordCodec.encode(record), 9))
                        .isEqualTo(record));
        parsed(value -> NeighbourReportCodec.decode(value, 9), text).ifPresent(neighbourReport -> {
            assertThat(NeighbourReportCodec.decode(NeighbourReportCodec.encode(neighbourReport), 9))
                    .isEqualTo(neighbourReport);
            assertThat(neighbourReport.all()).allMatch(known -> Neighbour.isUnicast(known.hardware()));
        });
    }

    /// Nothing whatever fails as a whole, and what is odd is one short line.
    private static void decodedKey(String input) {
        String text = stored(input);
        for (String key : READ_KEYS) {
            DecodedKey decodedKey = DecodedKey.decode(KEYS, new RawKey(key, text, 9, Optional.empty()));
            if (decodedKey instanceof DecodedKey.Unmanaged(var line, var _)) {
                assertThat(line).isEqualTo(PrintableLine.of(line, 300)).startsWith(key);
            }
        }
    }

    private static void line(String text) {
        String line = PrintableLine.of(text, 80);
        assertThat(line).hasSizeLessThanOrEqualTo(80).isEqualTo(PrintableLine.of(line, 80));
        assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
    }

    /// Only an [IllegalArgumentException] that says something is declared.
    private static <T> Optional<T> parsed(Function<String, T> parser, String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (NumberFormatException e) {
            return fail("leaks what the JDK said of a number", e);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotStartWith("null");
            return Optional.empty();
        }
    }

    private static String written(Entry entry) {
        var fields = new LinkedHashMap<String, Object>();
        entry.prefix().ifPresent(prefix -> fields.put("prefix", prefix));
        entry.interfaceName().ifPresent(name -> fields.put("interface", name));
        entry.label().ifPresent(label -> fields.put("label", label));
        entry.group().ifPresent(group -> fields.put("group", group));
        entry.failureMode().ifPresent(mode -> fields.put("dcs-failure-mode", mode));
        fields.put("prefer", entry.prefer().stream().map(NodeName::value).toList());
        return Json.of(fields);
    }

    private static int depth(Object value) {
        return switch (value) {
            case Map<?, ?> map -> 1 + deepest(map.values());
            case Collection<?> list -> 1 + deepest(list);
            default -> 0;
        };
    }

    private static int deepest(Collection<?> values) {
        return values.stream()
                .mapToInt(value -> value == null ? 0 : depth(value))
                .max()
                .orElse(0);
    }

    private static long size(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                1
                        + map.values().stream()
                                .mapToLong(inner -> inner == null ? 1 : size(inner))
                                .sum();
            case Collection<?> list ->
                1
                        + list.stream()
                                .mapToLong(inner -> inner == null ? 1 : size(inner))
                                .sum();
            default -> 1;
        };
    }
}
