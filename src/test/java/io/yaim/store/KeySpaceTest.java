package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeySpaceTest {

    private static final VirtualIp V4 = VirtualIp.parse("10.0.0.5");
    private static final VirtualIp V6 = VirtualIp.parse("fd00::5");
    private static final NodeName NODE = new NodeName("host-1.example");

    private final KeySpace keys = KeySpace.of("/service/", "yaim");

    @ParameterizedTest
    @CsvSource({
        "/service/, yaim, /service/yaim/",
        "service/, yaim, /service/yaim/",
        "//service//, /yaim/, /service/yaim/",
        "/service, yaim, /serviceyaim/",
        "/, yaim, /yaim/",
        "'', '', /"
    })
    void normalisesSlashesAndConcatenatesAsTheOriginalDid(String namespace, String cluster, String prefix) {
        assertThat(KeySpace.of(namespace, cluster).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grün", "a b", "a\n"})
    void refusesAPrefixThatIsNotPrintableAscii(String cluster) {
        assertThatThrownBy(() -> KeySpace.of("/service/", cluster)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhatItBuilds() {
        for (VirtualIp ip : new VirtualIp[] {V4, V6}) {
            assertThat(keys.parse(keys.entry(ip))).isEqualTo(new ParsedKey.OfEntry(ip, false));
            assertThat(keys.parse(keys.entry(ip) + "/")).isEqualTo(new ParsedKey.OfEntry(ip, true));
            assertThat(keys.parse(keys.mark(ip))).isEqualTo(new ParsedKey.OfMark(ip));
            assertThat(keys.parse(keys.markCopy(ip))).isEqualTo(new ParsedKey.OfMarkCopy(ip));
            assertThat(keys.parse(keys.pin(ip))).isEqualTo(new ParsedKey.OfPin(ip));
        }
        assertThat(keys.parse(keys.node(NODE))).isEqualTo(new ParsedKey.OfNode(NODE));
        assertThat(keys.parse(keys.member(NODE))).isEqualTo(new ParsedKey.OfMember(NODE));
        assertThat(keys.parse(keys.neighbourReport(NODE))).isEqualTo(new ParsedKey.OfNeighbourReport(NODE));
        assertThat(keys.parse(keys.drain(NODE))).isEqualTo(new ParsedKey.OfDrain(NODE));
        assertThat(keys.parse(keys.pause())).isEqualTo(new ParsedKey.OfPause());
        assertThat(keys.markCopy(V4)).isEqualTo("/service/yaim/ips/10.0.0.5/marked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/service/yaim",
                "/service/yaim/",
                "/service/yaim/ips/",
                "/service/yaim/ips/fd00:0::5",
                "/service/yaim/ips/::ffff:10.0.0.5",
                "/service/yaim/ips/010.0.0.5",
                "/service/yaim/ips/10.5",
                "/service/yaim/ips/localhost",
                "/service/yaim/ips/10.0.0.5//",
                "/service/yaim/ips/10.0.0.5/other",
                "/service/yaim/marks/10.0.0.5/",
                "/service/yaim/nodes/",
                "/service/yaim/nodes/a/b",
                "/service/yaim/members/a b",
                "/service/yaim/wishes/pause/",
                "/service/yaim/wishes/pin/x",
                "/service/yaim/ips/10.0.0.5\u00ff"
            })
    void whatMakesNoSenseIsUnknown(String key) {
        assertThat(keys.parse(key)).isInstanceOf(ParsedKey.Unknown.class);
    }
}
