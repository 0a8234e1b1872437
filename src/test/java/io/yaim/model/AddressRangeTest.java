package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.0, 10.0.0.255",
        "10.0.0.128/25, 10.0.0.128, 10.0.0.255",
        "10.0.0.4/30, 10.0.0.4, 10.0.0.7",
        "10.0.0.5, 10.0.0.5, 10.0.0.5",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "fd00::/64, fd00::, fd00::ffff:ffff:ffff:ffff",
        "fd00::5/128, fd00::5, fd00::5",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void containsItsFirstAndItsLastAddress(String text, String first, String last) {
        AddressRange range = AddressRange.parse(text);
        assertThat(range.first()).hasToString(first);
        assertThat(range.last()).hasToString(last);
        assertThat(range.contains(range.first())).isTrue();
        assertThat(range.contains(range.last())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.1.0",
        "10.0.0.0/24, 9.255.255.255",
        "10.0.0.128/25, 10.0.0.127",
        "10.0.0.5, 10.0.0.6",
        "0.0.0.0/0, ::",
        "::/0, 10.0.0.1",
        "fd00::/65, fd00::8000:0:0:0"
    })
    void containsNoAddressOutside(String range, String ip) {
        assertThat(AddressRange.parse(range).contains(VirtualIp.parse(ip))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/24", "10.0.0.5/32", "0.0.0.0/0", "fd00::/64", "::/0"})
    void textIsParsedAndFormattedUnchanged(String text) {
        assertThat(AddressRange.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5/24, 'expected 10.0.0.0/24: bits beyond the prefix length must be zero'",
        "10.0.0.0/33, expected a prefix length from 0 to 32",
        "fd00::/129, expected a prefix length from 0 to 128",
        "10.0.0.0/, expected a range of addresses",
        "10.0.0.0/+8, expected a range of addresses",
        "10.0.0.0/08, expected a range of addresses",
        "10.0.0.0/99999999999, expected a range of addresses",
        "10.0.0.0/24/24, expected a range of addresses",
        "10.0.0.0-10.0.0.9, expected an IP address",
        "10.0.0.0/255.255.255.0, expected a range of addresses",
        "fd00:0::/64, expected the canonical spelling fd00::",
        "fe80::%eth0/64, without zone",
        "localhost/8, expected an IP address",
        "'', expected an IP address"
    })
    void invalidTextIsRejectedWithWhatIsExpected(String text, String reason) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anAddressIsInExactlyOneRangeOfALength() {
        assertThat(AddressRange.around(VirtualIp.parse("10.0.0.77"), 24)).isEqualTo(AddressRange.parse("10.0.0.0/24"));
    }
}
