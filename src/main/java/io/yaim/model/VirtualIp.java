package io.yaim.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A virtual IP address, version 4 or 6. Its text form is canonical: a dotted quad, or the form of RFC 5952.
public record VirtualIp(InetAddress address) implements Comparable<VirtualIp> {

    private static final int LONGEST_TEXT = 45;
    private static final int GROUPS = 8;

    /// Parses an address in its canonical spelling. Other spellings are errors, so that no two keys mean the
    /// same address. It never uses DNS.
    ///
    /// @throws IllegalArgumentException the text is not an address in its canonical spelling; the message says
    ///     what was expected
    public static VirtualIp parse(String text) {
        if (text.length() > LONGEST_TEXT || text.indexOf('%') >= 0) {
            throw new IllegalArgumentException("expected an IP address without zone");
        }
        VirtualIp ip;
        try {
            ip = new VirtualIp(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an IP address", e);
        }
        if (!ip.toString().equals(text)) {
            throw new IllegalArgumentException("expected the canonical spelling " + ip);
        }
        return ip;
    }

    /// The address with these 4 or 16 bytes, in network order.
    public static VirtualIp of(byte[] bytes) {
        try {
            return new VirtualIp(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected 4 or 16 bytes", e);
        }
    }

    public boolean isV6() {
        return address instanceof Inet6Address;
    }

    /// The prefix length that covers only this address: 32 or 128.
    public int hostPrefix() {
        return isV6() ? 128 : 32;
    }

    /// The 4 or 16 bytes of the address, in network order.
    public byte[] bytes() {
        return address.getAddress();
    }

    /// Orders version 4 before version 6, then by number.
    @Override
    public int compareTo(VirtualIp other) {
        byte[] mine = bytes();
        byte[] theirs = other.bytes();
        return mine.length == theirs.length
                ? Arrays.compareUnsigned(mine, theirs)
                : Integer.compare(mine.length, theirs.length);
    }

    @Override
    public String toString() {
        return isV6() ? rfc5952(bytes()) : address.getHostAddress();
    }

    /// RFC 5952, section 4: lower case, no leading zeros, and `::` for the first longest run of two or more
    /// zero groups.
    private static String rfc5952(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
