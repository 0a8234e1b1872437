package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yaim.model.Entry;
import io.yaim.model.EntryCheck;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The checks that an entry asks for itself, as they stand in the store.
class EntryCheckCodecTest {

    private static Entry decode(String value) {
        return EntryCodec.decode(VirtualIp.parse("10.0.0.5"), "ips/10.0.0.5", value);
    }

    private static String checks(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(port -> "{type: tcp, host: h, port: " + port + "}")
                .collect(Collectors.joining(", ", "checks: [", "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"checks\": [{\"type\": \"TCP\", \"host\": \"::1\", \"port\": 80}, {\"type\": \"tcp\", \"host\":"
                        + " \"db.example\", \"port\": 5432}], \"check-interval\": 250}",
                """
                check-interval: 250
                checks:
                - {type: tcp, host: '::1', port: 80}
                - type: Tcp
                  host: db.example
                  port: 5432
                - {type: tcp, host: '::1', port: 80}
                """
            })
    void anEntryMayAskForChecks(String value) {
        Entry entry = decode(value);
        assertThat(entry.checks())
                .containsExactly(new EntryCheck("::1", 80), new EntryCheck("db.example", 5432))
                .extracting(EntryCheck::toString)
                .containsExactly("tcp [::1]:80", "tcp db.example:5432");
        assertThat(entry.checkInterval()).contains(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "h", "_sip.a-b.example", "fd00::1", "1.example"})
    void aHostIsAnAddressOrAName(String host) {
        assertThat(decode("checks: [{type: tcp, host: '" + host + "', port: 1}]")
                        .checks())
                .containsExactly(new EntryCheck(host, 1));
    }

    @Test
    void namesAndPortsMayBeAsLongAsTheyGet() {
        String longest = "a.".repeat(126) + "a";
        assertThat(decode("checks: [{type: tcp, host: " + longest + ", port: 65535}]")
                        .checks())
                .containsExactly(new EntryCheck(longest, 65535));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode("checks: [{type: tcp, host: b" + longest + ", port: 65535}]"))
                .withMessageContaining("host: expected an IP address or a host name");
    }

    @Test
    void anEntryMayAskForSixteen() {
        assertThat(decode(checks(16)).checks()).hasSize(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(checks(17)))
                .withMessageStartingWith("checks: expected a list of at most 16 maps");
    }

    @Test
    void noChecksAreNone() {
        assertThat(decode("checks: []")).isEqualTo(Entry.plain(VirtualIp.parse("10.0.0.5"), "ips/10.0.0.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checks: tcp|checks: expected a list of at most 16 maps, found tcp",
                "checks: {type: tcp}|checks: expected a list of at most 16 maps",
                "checks: [tcp]|checks: expected maps, found [tcp]",
                "checks: [~]|checks: expected maps",
                "checks:|checks: expected a value",
                "checks: [{}]|checks: type is missing",
                "checks: [{type: tcp, port: 80}]|checks: host is missing",
                "checks: [{type: tcp, host: h}]|checks: port is missing",
                "checks: [{type: tcp, host: h, port: '80'}]|checks: port: expected an integer, found 80",
                "checks: [{type: tcp, host: h, port: 0}]|checks: port: expected 1 to 65535, found 0",
                "checks: [{type: tcp, host: h, port: 65536}]|checks: port: expected 1 to 65535, found 65536",
                "checks: [{type: tcp, host: h, port: 99999999999}]|checks: port: expected an integer",
                "checks: [{type: tcp, host: 7, port: 80}]|checks: host: expected text, found 7",
                "checks: [{type: tcp, host: '', port: 80}]|checks: host: expected an IP address or a host name",
                "checks: [{type: tcp, host: 'a b', port: 80}]|host: expected an IP address or a host name, found a b",
                "checks: [{type: tcp, host: 'a..b', port: 80}]|host: expected an IP address or a host name",
                "checks: [{type: tcp, host: '-a', port: 80}]|host: expected an IP address or a host name",
                "checks: [{type: tcp, host: 'h:80', port: 80}]|host: expected an IP address or a host name",
                "checks: [{type: tcp, host: 'fe80::1%eth0', port: 80}]|host: expected an IP address or a host name",
                "checks: [{type: tcp, host: 'http://h/', port: 80}]|host: expected an IP address or a host name",
                "checks: [{type: shell, host: h, port: 80}]|checks: type: expected tcp, found shell",
                "checks: [{type: http, host: h, port: 80}]|checks: type: expected tcp, found http",
                "checks: [{type: tcp, host: h, port: 80, command: x}]|checks: unknown option command, known are host",
                "check-interval: 49|check-interval: expected 50 to 3600000 ms, found 49",
                "check-interval: 3600001|check-interval: expected 50 to 3600000 ms, found 3600001",
                "check-interval: 1s|check-interval: expected an integer, found 1s"
            })
    void whatIsNotUnderstoodIsRefused(String value, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> decode(value)).withMessageContaining(reason);
    }
}
