package io.yaim.model;

import java.util.Optional;

/// An address that is on a network interface of this host.
///
/// @param label the whole IPv4 label, such as `eth0:vip`, where it differs from the interface's name
/// @param isOurs whether it bears yaim's address protocol number
/// @param lifetimeSeconds the valid lifetime left in whole seconds; [#FOREVER] when it has no end
public record BoundAddress(
        VirtualIp ip, String interfaceName, int prefix, Optional<String> label, boolean isOurs, long lifetimeSeconds) {

    /// INFINITY_LIFE_TIME of the kernel's include/net/addrconf.h.
    public static final long FOREVER = 0xffff_ffffL;

    /// How it is bound.
    public Binding binding() {
        return new Binding(ip, interfaceName, prefix, label);
    }
}
