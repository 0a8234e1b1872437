package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualIpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "fd00::5",
                "1::",
                "1:0:1::",
                "2001:db8::1:0:0:1"
            })
    void parsesTheCanonicalSpelling(String text) {
        assertThat(VirtualIp.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "fd00:0::5, fd00::5",
        "FD00::5, fd00::5",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0db8::1, 2001:db8::1",
        "::ffff:10.0.0.5, 10.0.0.5",
        "10.0.5, 10.0.0.5"
    })
    void anotherSpellingIsRejectedWithTheCanonicalOne(String text, String canonical) {
        assertThatThrownBy(() -> VirtualIp.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("canonical spelling " + canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.256",
                "10.0.0.1/32",
                "fe80::1%eth0",
                "[::1]",
                "1.2.3.4.5",
                " 10.0.0.1",
                "١.0.0.1"
            })
    void invalidTextIsRejectedWithoutDns(String text) {
        assertThatThrownBy(() -> VirtualIp.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void formattedBytesParseToTheSameBytes() {
        var random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            VirtualIp ip = VirtualIp.of(bytes);
            if (ip.bytes().length == bytes.length) {
                assertThat(VirtualIp.parse(ip.toString()).bytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void sortsVersion4BeforeVersion6ThenByNumber() {
        assertThat(Stream.of("fd00::5", "10.0.0.10", "10.0.0.9", "::1", "200.0.0.1")
                        .map(VirtualIp::parse)
                        .sorted()
                        .map(VirtualIp::toString))
                .containsExactly("10.0.0.9", "10.0.0.10", "200.0.0.1", "::1", "fd00::5");
    }

    @Test
    void hostPrefixCoversOneAddress() throws Exception {
        assertThat(VirtualIp.parse("10.0.0.5").hostPrefix()).isEqualTo(32);
        assertThat(VirtualIp.parse("fd00::5").hostPrefix()).isEqualTo(128);
        assertThat(VirtualIp.parse("fd00::5").address()).isEqualTo(InetAddress.getByName("fd00::5"));
    }
}
