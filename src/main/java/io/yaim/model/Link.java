package io.yaim.model;

import java.util.Optional;

/// A network interface of this host.
///
/// @param isUp whether it is up and has a carrier (IFF_UP and IFF_RUNNING); a loopback interface needs no
///     carrier
/// @param hardware its hardware address; absent if that does not have six bytes
/// @param portOf the kind of device that it is a port of, such as `bridge`, if that device takes its packets, so
///     that addresses on the port itself are not reachable
/// @param promotesSecondaries whether the other IPv4 addresses of a network stay when the first one is dropped
///     (`promote_secondaries` of ip-sysctl)
public record Link(
        String name,
        int index,
        boolean isUp,
        Optional<HardwareAddress> hardware,
        Optional<String> portOf,
        boolean promotesSecondaries) {

    /// Whether neighbours can reach addresses on it.
    public boolean isUsable() {
        return isUp && portOf.isEmpty();
    }
}
