package io.yaim.model;

import java.util.Arrays;

/// All addresses that begin with the same bits, in CIDR form: `10.0.0.0/24`, `fd00::/64`.
///
/// @param first the lowest address of the range; all bits beyond `length` are zero
/// @param length the number of leading bits that the addresses have in common: 0 to 32 for IPv4, 0 to 128 for
///     IPv6
public record AddressRange(VirtualIp first, int length) {

    private static final int LONGEST_TEXT = 49;
    private static final int LONGEST_LENGTH = 3;

    public AddressRange {
        if (length < 0 || length > first.hostPrefix()) {
            throw new IllegalArgumentException("expected a prefix length from 0 to " + first.hostPrefix());
        }
        VirtualIp lowest = edge(first, length, false);
        if (!lowest.equals(first)) {
            throw new IllegalArgumentException(
                    "expected " + lowest + "/" + length + ": bits beyond the prefix length must be zero");
        }
    }

    /// The only range of this length that contains the address.
    public static AddressRange around(VirtualIp ip, int length) {
        return new AddressRange(edge(ip, length, false), length);
    }

    /// Parses `address/length`, or a single address as a range of one. It never uses DNS.
    ///
    /// @throws IllegalArgumentException the text is something else, or not in its canonical spelling; the
    ///     message says what was expected
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            VirtualIp ip = VirtualIp.parse(text);
            return new AddressRange(ip, ip.hostPrefix());
        }
        String length = text.substring(slash + 1);
        boolean isNumber = !length.isEmpty()
                && length.length() <= LONGEST_LENGTH
                && length.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (text.length() > LONGEST_TEXT || !isNumber || (length.length() > 1 && length.startsWith("0"))) {
            throw new IllegalArgumentException("expected a range of addresses such as 10.0.0.0/24 or fd00::/64");
        }
        return new AddressRange(VirtualIp.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    public boolean contains(VirtualIp ip) {
        return ip.isV6() == first.isV6() && edge(ip, length, false).equals(first);
    }

    /// The highest address of the range. For an IPv4 network it is the broadcast address (RFC 919, section 7).
    public VirtualIp last() {
        return edge(first, length, true);
    }

    @Override
    public String toString() {
        return first + "/" + length;
    }

    /// The address with all bits beyond the length set or cleared.
    private static VirtualIp edge(VirtualIp ip, int length, boolean isHighest) {
        byte[] bytes = ip.bytes();
        int whole = length / Byte.SIZE;
        if (whole < bytes.length) {
            int low = 0xff >>> length % Byte.SIZE;
            bytes[whole] = (byte) (isHighest ? bytes[whole] | low : bytes[whole] & ~low);
            Arrays.fill(bytes, whole + 1, bytes.length, (byte) (isHighest ? 0xff : 0));
        }
        return VirtualIp.of(bytes);
    }
}
