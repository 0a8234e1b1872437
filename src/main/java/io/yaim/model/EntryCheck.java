package io.yaim.model;

import java.util.regex.Pattern;

/// A test that an entry asks for of each node that is to have it: a port takes connections. There are no
/// others: what stands in the store must not make a node run commands or fetch pages.
///
/// @param host an address, or a name that is looked up at each run
public record EntryCheck(String host, int port) {

    public static final String TYPE = "tcp";

    private static final int LONGEST_HOST = 253;
    private static final int HIGHEST_PORT = 65535;

    /// RFC 1123, section 2.1, and the underscore, which many use.
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?" + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");

    /// Refuses, with an [IllegalArgumentException], what can be no host or port.
    public EntryCheck {
        if (!isHost(host)) {
            throw new IllegalArgumentException("host: expected an IP address or a host name, found " + host);
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port: expected 1 to " + HIGHEST_PORT + ", found " + port);
        }
    }

    private static boolean isHost(String host) {
        if (host.length() > LONGEST_HOST) {
            return false;
        }
        if (!host.contains(":")) {
            return NAME.matcher(host).matches();
        }
        try {
            return VirtualIp.parse(host).isV6();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// `tcp 10.0.0.1:80`
    @Override
    public String toString() {
        return TYPE + " " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
