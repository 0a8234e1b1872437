package io.yaim.api;

import io.yaim.model.VirtualIp;
import java.net.InetAddress;
import java.util.Optional;

/// An address, with a prefix length if one was given after a slash.
record Cidr(VirtualIp ip, Optional<Integer> prefix) {

    /// Accepts any spelling of an address. Does not resolve names.
    ///
    /// @throws IllegalArgumentException it is not an address
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        VirtualIp ip;
        try {
            ip = VirtualIp.of(InetAddress.ofLiteral(address).getAddress());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ip: expected an IP address, found " + text, e);
        }
        return new Cidr(ip, slash < 0 ? Optional.empty() : Optional.of(prefix(text.substring(slash + 1), ip)));
    }

    private static int prefix(String text, VirtualIp ip) {
        try {
            int prefix = Integer.parseInt(text);
            if (prefix >= 1 && prefix <= ip.hostPrefix()) {
                return prefix;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("ip: expected a number after the slash, found " + text, e);
        }
        throw new IllegalArgumentException("ip: expected 1 to " + ip.hostPrefix() + " after the slash");
    }
}
