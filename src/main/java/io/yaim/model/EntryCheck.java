package io.yaim.model;

import java.util.regex.Pattern;

/// A check that an entry requires of its node: a TCP port accepts connections. There are no other types,
/// because an entry in the store must not make a node run commands or fetch pages.
///
/// @param host an IP address, or a name that is resolved at each run
/// @param port 1 to 65535
public record EntryCheck(String host, int port) {

    public static final String TYPE = "tcp";

    private static final int LONGEST_HOST = 253;
    private static final int HIGHEST_PORT = 65535;

    /// A host name of RFC 1123, section 2.1. The underscore is allowed as well, because it is common.
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?" + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");

    /// @throws IllegalArgumentException the host or the port is not valid
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

    /// For example `tcp 10.0.0.1:80`.
    @Override
    public String toString() {
        return TYPE + " " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
